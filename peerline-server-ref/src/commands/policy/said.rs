//! A message of a log or of a command line, as the engine would put it to a policy.

use peerline_core::moderation::Draft;
use peerline_core::moderation::ROOM_KINDS;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Language;
use peerline_core::vocab::Role;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Text;
use peerline_core::vocab::Timestamp;
use serde::Deserialize;

/// A message. Names of authors and rooms are any words: they are only told apart.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) text: String,
    #[serde(default)]
    pub(super) author: String,
    #[serde(default)]
    pub(super) room: String,
    #[serde(default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) role: Option<String>,
    #[serde(default)]
    pub(super) lang: Option<String>,
    #[serde(default)]
    pub(super) at: Option<u64>,
    #[serde(default)]
    pub(super) again: bool,
}

impl Said {
    /// Makes the draft, or says what is wrong.
    pub(super) fn draft(&self) -> Result<Draft, String> {
        let text = Text::new(self.text.clone()).map_err(|error| error.to_string())?;
        let role = match &self.role {
            None => Role::Seeker,
            Some(name) => named(name, &Role::ALL, |role| role.as_str())?,
        };
        let room = RoomName::Room(RoomId::from_bytes(id("room", &self.room)));
        let author = AccountId::from_bytes(id("author", &self.author));
        let mut draft = Draft::new(room, author, role, text);
        draft.over = self.again;
        if let Some(kind) = &self.kind {
            draft.kind = Some(named(kind, &ROOM_KINDS, |kind| kind)?);
        }
        if let Some(tag) = &self.lang {
            let language = tag.parse::<Language>().map_err(|error| error.to_string())?;
            draft.language = Some(language);
        }
        Ok(draft)
    }

    /// Returns when it was said, or a time long after `before` where nobody knows.
    pub(super) fn at(&self, before: Timestamp) -> Timestamp {
        let known = self.at.map(Timestamp::from_unix_millis);
        known.unwrap_or_else(|| before.after(APART)).max(before)
    }
}

fn named<T: Copy>(name: &str, all: &[T], is: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().find(|one| is(**one) == name);
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|one| is(*one)).collect();
        format!("`{name}` is not one of {}", names.join(", "))
    })
}

fn id(what: &str, name: &str) -> [u8; 16] {
    let mut digest = DigestBuilder::new("peerline/v1/policy/replay");
    digest.bytes(what.as_bytes()).bytes(name.as_bytes());
    digest.finish().short()
}

/// Between messages whose time nobody knows: no flood, no repeat.
const APART: peerline_core::vocab::Millis = peerline_core::vocab::Millis::from_mins(2);
