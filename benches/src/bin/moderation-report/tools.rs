//! What looks: our signals, a plain list, another crate.

use std::fmt;

use peerline_core::moderation::Draft;
use peerline_core::moderation::History;
use peerline_core::moderation::file::FilePolicy;
use peerline_core::moderation::file::Shipped;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::RiskFinding;
use peerline_core::vocab::Role;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Text;
use peerline_core::vocab::Timestamp;
use rustrict::CensorStr as _;

/// Something that looks at a text.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) for_insults: bool,
    look: Box<dyn Fn(&str) -> bool>,
}

impl Tool {
    pub(crate) fn count(&self, texts: &[String]) -> usize {
        texts.iter().filter(|text| (self.look)(text)).count()
    }
}

impl fmt::Debug for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Everything that is compared.
pub(crate) fn all() -> Vec<Tool> {
    let ours = ["abuse", "pressure", "contact", "personal", "hidden_link"];
    let mut tools: Vec<Tool> = ours.into_iter().map(signal).collect();
    let phrases = phrases();
    tools.push(Tool {
        name: "insults as substrings",
        for_insults: true,
        look: Box::new(move |text| {
            let text = text.to_lowercase();
            phrases.iter().any(|phrase| text.contains(phrase.as_str()))
        }),
    });
    tools.push(Tool {
        name: "rustrict",
        for_insults: true,
        look: Box::new(|text| text.is_inappropriate()),
    });
    tools
}

/// The English insults that ship, without what excuses them.
pub(crate) fn phrases() -> Vec<String> {
    let list = include_str!("../../../../peerline-core/src/moderation/words/abuse.en.txt");
    let phrase = |line: &str| line.starts_with(|first: char| first == '^' || first.is_alphabetic());
    let lines = list.lines().filter(|line| phrase(line));
    lines
        .map(|line| line.trim_start_matches('^').to_owned())
        .collect()
}

fn signal(name: &'static str) -> Tool {
    let policy = Shipped::PeerLine.policy().ok();
    Tool {
        name,
        for_insults: name == "abuse",
        look: Box::new(move |text| {
            policy
                .as_ref()
                .is_some_and(|policy| finds(policy, name, text))
        }),
    }
}

/// A message is at most 4 KiB long; of a longer text its parts are looked at.
fn finds(policy: &FilePolicy, name: &str, text: &str) -> bool {
    parts(text).into_iter().any(|part| {
        let Ok(text) = Text::new(part) else {
            return false;
        };
        let room = RoomName::Room(RoomId::from_bytes([1; 16]));
        let draft = Draft::new(room, AccountId::from_bytes([2; 16]), Role::Seeker, text);
        let trace = policy.trace(AT, &draft, History::EMPTY, &RiskFinding::NoSignal);
        let mut found = trace.found.iter().filter(|found| found.signal == name);
        found.any(|found| 0 < found.count.unwrap_or(0))
    })
}

fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in text.split_inclusive(char::is_whitespace) {
        match parts.last_mut() {
            Some(part) if part.len().saturating_add(word.len()) <= Text::MAX_BYTES => {
                part.push_str(word);
            }
            Some(_) | None => parts.push(word.to_owned()),
        }
    }
    parts
}

const AT: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
