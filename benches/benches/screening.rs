//! What it costs to look at a message of 120 bytes with 5,000 terms and 50 patterns, folded by every step and
//! looked through for contact details, beside crates put together and a filter of another kind; how the
//! cost grows with the text, also where somebody wants it to, and with the number of rules.
//!
//! `cargo bench -p peerline-benches --bench screening`

#![expect(
    clippy::unwrap_used,
    reason = "a bench stops where its world is not as it should be"
)]

use std::hint::black_box;

use aho_corasick::AhoCorasick;
use aho_corasick::AhoCorasickKind;
use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::moderation::Draft;
use peerline_core::moderation::History;
use peerline_core::moderation::Looked;
use peerline_core::moderation::ModerationPolicy as _;
use peerline_core::moderation::file::FilePolicy;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::RiskFinding;
use peerline_core::vocab::Role;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Text;
use peerline_core::vocab::Timestamp;
use regex::bytes::RegexSet;
use regex::bytes::RegexSetBuilder;
use rustrict::Censor;
use rustrict::CensorStr as _;
use rustrict::Trie;
use rustrict::Type;
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

const MESSAGE: &str = "I could not sleep again tonight, and my head keeps going round and round about \
                       what she said to me at dinner yesterday.";
const N_TERMS: usize = 5_000;
const N_PATTERNS: usize = 50;

/// Words of two syllables that stand in no message.
fn terms() -> Vec<String> {
    let ends = ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu"];
    let part = |n: usize| ends.iter().cycle().nth(n).copied().unwrap_or_default();
    (0..N_TERMS)
        .map(|n| format!("{}{}{}x{n:04}", part(n), part(n / 10), part(n / 100)))
        .collect()
}

fn patterns() -> Vec<String> {
    (0..N_PATTERNS)
        .map(|n| format!(r"\b[0-9]{{2,4}} ?unit{n:02}s?\b"))
        .collect()
}

/// A policy with these terms, and the rules that follow.
fn policy() -> FilePolicy {
    with_rules(1)
}

/// The same with `n` rules over its signals.
fn with_rules(n: usize) -> FilePolicy {
    let rules: Vec<String> = (0..n)
        .map(|n| format!("[[rule]]\nid = \"r{n}\"\nwhen = \"terms or shapes or contact and text.words > {n}\"\ndo = [\"label\"]\n"))
        .collect();
    let quoted: Vec<String> = patterns().iter().map(|one| format!("'{one}'")).collect();
    let file = format!(
        "peerline = \"policy/1\"\nid = \"bench\"\nversion = 1\nlangs = [\"en\"]\n\
         [list]\nterms = {{ file = \"terms.txt\" }}\n\
         [signal]\nterms = {{ list = \"terms\" }}\nshapes = {{ patterns = [{}] }}\n\
         contact = {{ find = [\"email\", \"phone\", \"handle\", \"link\"] }}\n{}",
        quoted.join(", "),
        rules.join("")
    );
    FilePolicy::read(&file, &|_| Some(terms().join("\n"))).unwrap()
}

/// What somebody puts together from well-kept crates.
struct Composed {
    terms: AhoCorasick,
    patterns: RegexSet,
    contact: RegexSet,
}

impl Composed {
    fn new() -> Self {
        let kind = Some(AhoCorasickKind::DFA);
        let set = |patterns: Vec<String>| {
            let ascii = patterns.into_iter().map(|one| format!("(?-u){one}"));
            RegexSetBuilder::new(ascii)
                .size_limit(1 << 26)
                .build()
                .unwrap()
        };
        let contact = [
            r"[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}",
            r"\+?[0-9][0-9 ()/-]{6,}[0-9]",
            r"@[a-z0-9_]{3,}",
            r"https?://|www\.",
        ];
        Self {
            terms: AhoCorasick::builder().kind(kind).build(terms()).unwrap(),
            patterns: set(patterns()),
            contact: set(contact.map(str::to_owned).to_vec()),
        }
    }

    /// The text is checked, looked at as it is and in lower case, and every pattern is tried.
    fn plainly(&self, bytes: &[u8]) -> bool {
        let text = std::str::from_utf8(bytes).unwrap();
        let folded = text.to_lowercase();
        self.terms.is_match(text)
            || self.terms.is_match(&folded)
            || self.patterns.is_match(folded.as_bytes())
    }

    /// The steps that we take, each by the crate for it, without a way back to what was written.
    fn by_every_step(&self, bytes: &[u8]) -> bool {
        let text = std::str::from_utf8(bytes).unwrap();
        let compat: String = text.nfkc().flat_map(char::to_lowercase).collect();
        let alike: String = skeleton(&compat).collect();
        self.terms.is_match(&compat)
            || self.terms.is_match(&alike)
            || self.patterns.is_match(compat.as_bytes())
            || self.contact.is_match(compat.as_bytes())
    }
}

/// `rustrict` with the same list beside its own.
fn with_the_list() -> &'static Trie {
    let mut trie = Trie::default();
    for term in terms() {
        trie.set(&term, Type::PROFANE);
    }
    Box::leak(Box::new(trie))
}

fn draft(text: &str) -> Draft {
    let room = RoomName::Room(RoomId::from_bytes([1; 16]));
    let text = Text::new(text).unwrap();
    Draft::new(room, AccountId::from_bytes([2; 16]), Role::Seeker, text)
}

fn judge(policy: &FilePolicy, draft: &Draft) -> bool {
    let verdict = policy.judge(
        NOW,
        black_box(draft),
        History::EMPTY,
        &RiskFinding::NoSignal,
    );
    verdict.action.publishes()
}

fn screening(c: &mut Criterion) {
    let mut group = c.benchmark_group("screening");
    group.throughput(Throughput::Elements(1));
    let (policy, composed, trie) = (policy(), Composed::new(), with_the_list());
    let draft = draft(MESSAGE);
    group.bench_function("policy", |b| b.iter(|| judge(&policy, &draft)));
    group.bench_function("folding alone", |b| {
        b.iter(|| Looked::at(black_box(MESSAGE)));
    });
    group.bench_function("composed crates", |b| {
        b.iter(|| composed.plainly(black_box(MESSAGE.as_bytes())));
    });
    group.bench_function("composed crates, every step", |b| {
        b.iter(|| composed.by_every_step(black_box(MESSAGE.as_bytes())));
    });
    group.bench_function("rustrict", |b| {
        b.iter(|| black_box(MESSAGE).is_inappropriate());
    });
    group.bench_function("rustrict with the list", |b| {
        b.iter(|| {
            Censor::from_str(black_box(MESSAGE))
                .with_trie(trie)
                .analyze()
        });
    });
    group.finish();
}

/// Texts that somebody writes who wants to keep the line busy, and an ordinary one.
const PARTS: [(&str, &str); 8] = [
    ("ordinary", "I could not sleep again tonight. "),
    ("held down", "a"),
    ("marks", "\u{301}"),
    ("pulled apart", "i "),
    ("digits", "1 2-3."),
    ("addresses", "a@b."),
    ("terms", "babaBax0000 "),
    ("look-alikes", "\u{43e}n\u{435} "),
];

/// As long as a message may be, and shorter: twice the text may cost twice, and no more.
fn sizes(c: &mut Criterion) {
    let policy = policy();
    for (name, part) in PARTS {
        let mut group = c.benchmark_group(format!("screening by size: {name}"));
        for bytes in [256, 1024, 4096] {
            let n = (bytes / part.len()).saturating_sub(1);
            let draft = draft(&format!("x{}", part.repeat(n)));
            group.throughput(Throughput::Bytes(u64::try_from(bytes).unwrap()));
            let id = BenchmarkId::from_parameter(bytes);
            group.bench_function(id, |b| b.iter(|| judge(&policy, &draft)));
        }
        group.finish();
    }
}

/// The same message under more and more rules.
fn rules(c: &mut Criterion) {
    let mut group = c.benchmark_group("screening by number of rules");
    let draft = draft(MESSAGE);
    for n in [1, 10, 100] {
        let policy = with_rules(n);
        let id = BenchmarkId::from_parameter(n);
        group.bench_function(id, |b| b.iter(|| judge(&policy, &draft)));
    }
    group.finish();
}

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

criterion_group!(benches, screening, sizes, rules);
criterion_main!(benches);
