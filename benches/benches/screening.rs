//! What it costs to look at a message of 120 bytes with 5,000 terms and 50 patterns, beside crates put
//! together and a filter of another kind.
//!
//! `cargo bench -p peerline-benches --bench screening`

#![expect(
    clippy::unwrap_used,
    reason = "a bench stops where its world is not as it should be"
)]

use std::hint::black_box;

use aho_corasick::AhoCorasick;
use aho_corasick::AhoCorasickKind;
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
use rustrict::CensorStr as _;

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

fn policy() -> FilePolicy {
    let quoted: Vec<String> = patterns().iter().map(|one| format!("'{one}'")).collect();
    let file = format!(
        "peerline = \"policy/1\"\nid = \"bench\"\nversion = 1\nlangs = [\"en\"]\n\
         [list]\nterms = {{ file = \"terms.txt\" }}\n\
         [signal]\nterms = {{ list = \"terms\" }}\nshapes = {{ patterns = [{}] }}\n\
         [[rule]]\nid = \"a\"\nwhen = \"terms or shapes\"\ndo = [\"label\"]\n",
        quoted.join(", ")
    );
    FilePolicy::read(&file, &|_| Some(terms().join("\n"))).unwrap()
}

/// What somebody puts together from well-kept crates: the text is checked, looked at as it is and in
/// lower case, and every pattern is tried.
struct Composed {
    terms: AhoCorasick,
    patterns: RegexSet,
}

impl Composed {
    fn new() -> Self {
        let kind = Some(AhoCorasickKind::DFA);
        let patterns = patterns().into_iter().map(|one| format!("(?-u){one}"));
        Self {
            terms: AhoCorasick::builder().kind(kind).build(terms()).unwrap(),
            patterns: RegexSetBuilder::new(patterns)
                .size_limit(1 << 26)
                .build()
                .unwrap(),
        }
    }

    fn look(&self, bytes: &[u8]) -> bool {
        let text = std::str::from_utf8(bytes).unwrap();
        let folded = text.to_lowercase();
        self.terms.is_match(text)
            || self.terms.is_match(&folded)
            || self.patterns.is_match(folded.as_bytes())
    }
}

fn screening(c: &mut Criterion) {
    let mut group = c.benchmark_group("screening");
    group.throughput(Throughput::Elements(1));
    let (policy, composed) = (policy(), Composed::new());
    let room = RoomName::Room(RoomId::from_bytes([1; 16]));
    let text = Text::new(MESSAGE).unwrap();
    let draft = Draft::new(room, AccountId::from_bytes([2; 16]), Role::Seeker, text);
    let now = Timestamp::from_unix_millis(1_800_000_000_000);
    group.bench_function("policy", |b| {
        b.iter(|| {
            policy.judge(
                now,
                black_box(&draft),
                History::EMPTY,
                &RiskFinding::NoSignal,
            )
        });
    });
    group.bench_function("folding alone", |b| {
        b.iter(|| Looked::at(black_box(MESSAGE)));
    });
    group.bench_function("composed crates", |b| {
        b.iter(|| composed.look(black_box(MESSAGE.as_bytes())));
    });
    group.bench_function("rustrict", |b| {
        b.iter(|| black_box(MESSAGE).is_inappropriate());
    });
    group.finish();
}

criterion_group!(benches, screening);
criterion_main!(benches);
