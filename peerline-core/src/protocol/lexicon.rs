//! The lexicon: the numbers that field names and frequent words have in CBOR, and how each field's
//! value is written there. One table for all frames and bodies, so that either encoding can be
//! turned into the other without knowing what a frame means.

use super::lexicon_index::Index;
pub use super::lexicon_words::WORDS;

/// How the values of a field are written in CBOR.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// As in JSON.
    Plain,
    /// Base64url text in JSON, a byte string in CBOR.
    Bytes,
    /// Hexadecimal text in JSON, a byte string in CBOR.
    Hex,
    /// Text in JSON, in CBOR its number where [`WORDS`] has it.
    Word,
    /// A room: the id of a room is a byte string in CBOR, other names are text.
    Room,
    /// A map whose names are rooms.
    Rooms,
    /// A field of a later lexicon: anything that is deterministic.
    Later,
}

impl Form {
    /// Returns its name in the table of the specification.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Bytes => "bytes",
            Self::Hex => "hex",
            Self::Word => "word",
            Self::Room => "room",
            Self::Rooms => "rooms",
            Self::Later => "later",
        }
    }
}

/// A field name with its form; its number is its place in [`FIELDS`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    /// How its values are written in CBOR.
    pub form: Form,
}

/// Returns the number and form of a field name.
pub(super) fn field(name: &str) -> Option<(u64, Form)> {
    let place = FIELD_INDEX.find(name, |place| FIELDS.get(place).map(|field| field.name))?;
    let form = FIELDS.get(place)?.form;
    Some((u64::try_from(place).ok()?, form))
}

/// Returns the field of a number.
pub(super) fn field_at(number: u64) -> Option<Field> {
    FIELDS.get(usize::try_from(number).ok()?).copied()
}

/// Returns the number of a word.
pub(super) fn word(text: &str) -> Option<u64> {
    let place = WORD_INDEX.find(text, |place| WORDS.get(place).copied())?;
    u64::try_from(place).ok()
}

/// Returns the word of a number.
pub(super) fn word_at(number: u64) -> Option<&'static str> {
    WORDS.get(usize::try_from(number).ok()?).copied()
}

const fn entry(name: &'static str, form: Form) -> Field {
    Field { name, form }
}

#[expect(
    clippy::indexing_slicing,
    reason = "runs when this is compiled, where a slip is an error of the build"
)]
static FIELD_INDEX: Index = Index::of({
    let mut names = [""; FIELDS.len()];
    let mut place = 0;
    while place < FIELDS.len() {
        names[place] = FIELDS[place].name;
        place += 1;
    }
    names
});

static WORD_INDEX: Index = Index::of(WORDS);

/// Every field name, by number. New names are added at the end; a number is never used again.
pub const FIELDS: [Field; 255] = [
    entry("t", Form::Word),
    entry("ref", Form::Plain),
    entry("room", Form::Room),
    entry("cid", Form::Bytes),
    entry("kind", Form::Word),
    entry("body", Form::Plain),
    entry("seq", Form::Plain),
    entry("at", Form::Plain),
    entry("who", Form::Bytes),
    entry("re", Form::Plain),
    entry("h", Form::Hex),
    entry("text", Form::Plain),
    entry("st", Form::Word),
    entry("announce", Form::Word),
    entry("n", Form::Plain),
    entry("heads", Form::Rooms),
    entry("code", Form::Word),
    entry("retry_ms", Form::Plain),
    entry("epoch", Form::Plain),
    entry("after", Form::Plain),
    entry("lang", Form::Plain),
    entry("decision", Form::Bytes),
    entry("say", Form::Plain),
    entry("tomb", Form::Plain),
    entry("before", Form::Plain),
    entry("back", Form::Plain),
    entry("head", Form::Plain),
    entry("base", Form::Plain),
    entry("from", Form::Plain),
    entry("role", Form::Word),
    entry("caps", Form::Word),
    entry("v", Form::Plain),
    entry("ext", Form::Plain),
    entry("auth", Form::Plain),
    entry("open", Form::Plain),
    entry("agent", Form::Plain),
    entry("country", Form::Plain),
    entry("pk", Form::Bytes),
    entry("nonce", Form::Bytes),
    entry("sig", Form::Bytes),
    entry("invite", Form::Bytes),
    entry("line", Form::Bytes),
    entry("now", Form::Plain),
    entry("me", Form::Plain),
    entry("roles", Form::Word),
    entry("standing", Form::Plain),
    entry("hb_ms", Form::Plain),
    entry("max", Form::Plain),
    entry("dedupe_s", Form::Plain),
    entry("frame", Form::Plain),
    entry("rooms", Form::Plain),
    entry("inflight", Form::Plain),
    entry("age_s", Form::Plain),
    entry("over", Form::Plain),
    entry("scope", Form::Plain),
    entry("lo", Form::Plain),
    entry("hi", Form::Plain),
    entry("why", Form::Plain),
    entry("again_ms", Form::Plain),
    entry("ttl", Form::Plain),
    entry("what", Form::Plain),
    entry("pace_ms", Form::Plain),
    entry("depth", Form::Plain),
    entry("items", Form::Plain),
    entry("topics", Form::Plain),
    entry("languages", Form::Plain),
    entry("capacity", Form::Plain),
    entry("offer", Form::Bytes),
    entry("case", Form::Bytes),
    entry("reason", Form::Plain),
    entry("ground", Form::Plain),
    entry("priority", Form::Plain),
    entry("to", Form::Bytes),
    entry("handle", Form::Plain),
    entry("state", Form::Plain),
    entry("topic", Form::Plain),
    entry("language", Form::Plain),
    entry("waited_ms", Form::Plain),
    entry("until", Form::Plain),
    entry("outcome", Form::Plain),
    entry("crisis", Form::Plain),
    entry("card", Form::Plain),
    entry("source", Form::Plain),
    entry("reasons", Form::Plain),
    entry("step", Form::Plain),
    entry("action", Form::Plain),
    entry("rule", Form::Plain),
    entry("tier", Form::Plain),
    entry("since", Form::Plain),
    entry("owner", Form::Plain),
    entry("mine", Form::Plain),
    entry("template", Form::Plain),
    entry("automatic", Form::Plain),
    entry("lines", Form::Plain),
    entry("emergency", Form::Plain),
    entry("services", Form::Plain),
    entry("wait", Form::Plain),
    entry("finder", Form::Plain),
    entry("choices", Form::Plain),
    entry("name", Form::Plain),
    entry("dial", Form::Plain),
    entry("url", Form::Plain),
    entry("hours", Form::Plain),
    entry("cost", Form::Plain),
    entry("checked", Form::Plain),
    entry("on_duty", Form::Plain),
    entry("supporters", Form::Plain),
    entry("responders", Form::Plain),
    entry("id", Form::Plain),
    entry("label", Form::Plain),
    entry("position", Form::Plain),
    entry("ahead", Form::Plain),
    entry("fitting", Form::Plain),
    entry("coverage", Form::Plain),
    entry("median_ms", Form::Plain),
    entry("p80_ms", Form::Plain),
    entry("cases", Form::Plain),
    entry("offers", Form::Plain),
    entry("as", Form::Word),
    entry("staff", Form::Plain),
    entry("beside", Form::Bytes),
    entry("alone", Form::Bytes),
    entry("quote", Form::Plain),
    entry("carry", Form::Plain),
    entry("slug", Form::Plain),
    entry("title", Form::Plain),
    entry("about", Form::Plain),
    entry("access", Form::Plain),
    entry("norms", Form::Plain),
    entry("starts", Form::Plain),
    entry("ends", Form::Plain),
    entry("busy", Form::Plain),
    entry("ways", Form::Plain),
    entry("elsewhere", Form::Room),
    entry("person", Form::Plain),
    entry("marks", Form::Plain),
    entry("manner", Form::Plain),
    entry("slow_s", Form::Plain),
    entry("read_s", Form::Plain),
    entry("agree", Form::Plain),
    entry("turns", Form::Plain),
    entry("quiet", Form::Plain),
    entry("typing", Form::Plain),
    entry("read", Form::Plain),
    entry("version", Form::Plain),
    entry("texts", Form::Plain),
    entry("agreed", Form::Plain),
    entry("up", Form::Plain),
    entry("turn", Form::Bytes),
    entry("hands", Form::Bytes),
    entry("note", Form::Word),
    entry("entry", Form::Plain),
    entry("members", Form::Plain),
    entry("here", Form::Plain),
    entry("away", Form::Plain),
    entry("join", Form::Plain),
    entry("r", Form::Bytes),
    entry("ticket", Form::Plain),
    entry("tickets", Form::Plain),
    entry("binds", Form::Bytes),
    entry("gate", Form::Plain),
    entry("pow", Form::Plain),
    entry("bits", Form::Plain),
    entry("pass", Form::Plain),
    entry("token", Form::Plain),
    entry("resting", Form::Word),
    entry("login", Form::Plain),
    entry("verified", Form::Plain),
    entry("kept", Form::Plain),
    entry("stays", Form::Plain),
    entry("sure", Form::Plain),
    entry("blob", Form::Plain),
    entry("uses", Form::Plain),
    entry("used", Form::Plain),
    entry("device", Form::Bytes),
    entry("do", Form::Plain),
    entry("words", Form::Plain),
    entry("minutes", Form::Plain),
    entry("queue", Form::Plain),
    entry("grounds", Form::Plain),
    entry("may", Form::Plain),
    entry("spans", Form::Plain),
    entry("labels", Form::Plain),
    entry("appeal", Form::Plain),
    entry("around", Form::Plain),
    entry("wish", Form::Plain),
    entry("supersedes", Form::Bytes),
    entry("sealed", Form::Bytes),
    entry("threshold", Form::Plain),
    entry("guardians", Form::Bytes),
    entry("purposes", Form::Plain),
    entry("needs", Form::Plain),
    entry("age", Form::Plain),
    entry("ages", Form::Plain),
    entry("tags", Form::Plain),
    entry("gender", Form::Plain),
    entry("wanted", Form::Plain),
    entry("firm", Form::Plain),
    entry("style", Form::Plain),
    entry("styles", Form::Plain),
    entry("any_language", Form::Plain),
    entry("again", Form::Plain),
    entry("surge", Form::Plain),
    entry("break_points", Form::Plain),
    entry("clearance", Form::Plain),
    entry("minors", Form::Plain),
    entry("experiences", Form::Plain),
    entry("widened", Form::Plain),
    entry("next_ms", Form::Plain),
    entry("load", Form::Plain),
    entry("points", Form::Plain),
    entry("offered", Form::Plain),
    entry("waiting", Form::Plain),
    entry("uncovered", Form::Plain),
    entry("on_shift", Form::Plain),
    entry("week", Form::Plain),
    entry("key", Form::Bytes),
    entry("blinded", Form::Bytes),
    entry("evaluated", Form::Bytes),
    entry("proof", Form::Bytes),
    entry("course", Form::Plain),
    entry("grid", Form::Plain),
    entry("desire", Form::Plain),
    entry("capability", Form::Plain),
    entry("intent", Form::Plain),
    entry("buffers", Form::Plain),
    entry("cssrs", Form::Plain),
    entry("wished_dead", Form::Plain),
    entry("thoughts", Form::Plain),
    entry("way", Form::Plain),
    entry("planned", Form::Plain),
    entry("behavior", Form::Plain),
    entry("behavior_recent", Form::Plain),
    entry("asq", Form::Plain),
    entry("better_off", Form::Plain),
    entry("tried", Form::Plain),
    entry("right_now", Form::Plain),
    entry("location", Form::Plain),
    entry("precision", Form::Plain),
    entry("consent", Form::Plain),
    entry("able", Form::Plain),
    entry("agency", Form::Plain),
    entry("reference", Form::Plain),
    entry("steps", Form::Plain),
    entry("want", Form::Plain),
    entry("joined", Form::Plain),
    entry("follow", Form::Plain),
    entry("gone", Form::Plain),
    entry("due", Form::Plain),
    entry("sweep", Form::Plain),
    entry("request", Form::Bytes),
    entry("requests", Form::Plain),
    entry("approvals", Form::Bytes),
    entry("forget", Form::Plain),
    entry("second", Form::Plain),
];
