//! Any file, as an operator might write it.

use crate::moderation::Action;
use crate::moderation::Draft;
use crate::moderation::History;
use crate::moderation::ModerationPolicy as _;
use crate::moderation::file::FilePolicy;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// Any text is a policy, which then judges, or is refused with places that are there.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn policy(bytes: &[u8]) {
    try_out(&String::from_utf8_lossy(bytes));
}

/// Any text is the condition of a rule, which then has an answer, or is refused.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn condition(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace('\'', "\"");
    try_out(&FILE.replace("WHEN", &text));
}

fn try_out(text: &str) {
    match FilePolicy::read(text, &|name| {
        (name == "own.txt").then(|| "you fool".to_owned())
    }) {
        Ok(policy) => {
            let _failed = policy.failed_tests(&|_, _| RiskFinding::NoSignal);
            judge(&policy);
        }
        Err(refused) => {
            assert!(!refused.faults.is_empty(), "refused without a reason");
            let n_lines = text.lines().count().max(1);
            for fault in &refused.faults {
                assert!(!fault.advice.is_empty(), "no word on what to do");
                let line = fault.place.map_or(1, |(line, _)| line);
                assert!(
                    line <= n_lines.saturating_add(1),
                    "a place that is not there"
                );
            }
        }
    }
}

fn judge(policy: &FilePolicy) {
    let danger = RiskFinding::Signal {
        band: Band::Watch,
        reasons: Vec::new(),
    };
    for raw in [
        "you f00l, write to a@example.org",
        "\u{1f989} \u{200b}é",
        "4111 1111 1111 1111",
    ] {
        let Ok(words) = Text::new(raw) else {
            continue;
        };
        let room = RoomName::Room(RoomId::from_bytes([2; 16]));
        let draft = Draft::new(room, AccountId::from_bytes([1; 16]), Role::Seeker, words);
        let ask = |risk| policy.judge(NOW, &draft, History::EMPTY, risk);
        assert_eq!(ask(&danger).action, Action::Allow, "danger is kept back");
        let verdict = ask(&RiskFinding::NoSignal);
        assert_eq!(verdict, ask(&RiskFinding::NoSignal), "another verdict");
        assert!(
            verdict.spans.iter().all(|span| span.of(raw).is_some()),
            "a place lies off the character bounds"
        );
    }
}

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

/// A file around one condition.
const FILE: &str = r#"
peerline = "policy/1"
id = "fuzz"
version = 1
langs = ["en", "de"]
[list]
own = { file = "own.txt" }
[signal]
own = { list = "own" }
contact = { find = ["email", "card"] }
shape = { patterns = ["[a-z]{3}"] }
fast = { count = 1, per = "10s" }
harm = { model = "m", min = "50%", deadline = "10ms", on_error = "review" }
[[rule]]
id = "all"
when = "own or contact or shape or fast or harm"
do = ["label"]
[[rule]]
id = "any"
when = '''
WHEN'''
do = ["label"]
"#;
