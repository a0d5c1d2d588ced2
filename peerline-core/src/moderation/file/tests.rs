//! What is read, what is refused, and what follows.

mod laws;
mod reading;
mod ships;

use super::FilePolicy;
use super::InvalidPolicy;
use crate::moderation::Draft;
use crate::moderation::History;
use crate::moderation::ModerationPolicy as _;
use crate::moderation::RuleId;
use crate::moderation::Verdict;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Span;
use crate::vocab::Text;
use crate::vocab::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

/// A file with this at its end.
fn with(rest: &str) -> String {
    format!("peerline = \"policy/1\"\nid = \"mine\"\nversion = 3\nlangs = [\"en\"]\n{rest}")
}

fn read(text: &str) -> Result<FilePolicy, InvalidPolicy> {
    FilePolicy::read(text, &|name| {
        (name == "own.txt").then(|| "you fool\n! you fool around".to_owned())
    })
}

fn good(rest: &str) -> FilePolicy {
    read(&with(rest)).unwrap_or_else(|error| panic!("{error}"))
}

/// Everything that is wrong with a file.
fn wrong(rest: &str) -> String {
    read(&with(rest)).unwrap_err().to_string()
}

fn draft(raw: &str) -> Draft {
    let room = RoomName::Room(RoomId::from_bytes([2; 16]));
    Draft::new(
        room,
        AccountId::from_bytes([1; 16]),
        Role::Seeker,
        Text::new(raw).unwrap(),
    )
}

fn judge(policy: &FilePolicy, draft: &Draft) -> Verdict {
    policy.judge(NOW, draft, History::EMPTY, &RiskFinding::NoSignal)
}

fn rule(id: &str) -> RuleId {
    id.parse().unwrap()
}

fn danger() -> RiskFinding {
    let reason = Reason::new(Category::Ideation, "t@1".to_owned(), Span::new(0, 1));
    RiskFinding::Signal {
        band: Band::Watch,
        reasons: vec![reason],
    }
}
