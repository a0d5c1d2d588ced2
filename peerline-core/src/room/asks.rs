//! "Talk alone?": one member asks another, who says yes or says nothing.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::AccountId;
use crate::vocab::AskId;
use crate::vocab::Erased;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What happened to a question whether to talk alone. Nothing of it stands in the room where it was
/// asked.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
#[non_exhaustive]
pub enum AskFact {
    /// Somebody asked.
    Asked {
        /// The question.
        id: AskId,
        /// What was asked.
        ask: Ask,
    },
    /// The other said yes.
    Agreed {
        /// The question.
        id: AskId,
        /// Where the two talk now.
        room: RoomId,
    },
    /// The other said no; nobody learns of it.
    Passed {
        /// The question.
        id: AskId,
    },
    /// It was open for long enough.
    Lapsed {
        /// The question.
        id: AskId,
    },
}

/// A question whether to talk alone.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Ask {
    /// Who asked.
    pub from: AccountId,
    /// Who was asked.
    pub to: AccountId,
    /// In which room.
    pub room: RoomId,
    /// Which messages the asker would take along.
    pub quote: Vec<Seq>,
    /// When.
    pub at: Timestamp,
    /// Whether the other was told; who must not meet the asker is not.
    pub told: bool,
}

/// The questions that are open, and how often people asked of late.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Asks {
    open: BTreeMap<AskId, Open>,
    made: BTreeMap<AccountId, Vec<(Timestamp, AccountId)>>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Open {
    ask: Ask,
    passed: bool,
}

/// How long a question is open. It looks open to who asked until then, whatever the other said.
pub const ASK: Millis = Millis::from_mins(5);
/// How many people one person may ask within [`ASK_WINDOW`].
pub const ASKS: usize = 3;
/// The window of [`ASKS`].
pub const ASK_WINDOW: Millis = Millis::from_hours(1);
/// After how long the same person may be asked again, whatever came of it.
pub const ASK_AGAIN: Millis = Millis::from_hours(24);
/// The most messages that two take along.
pub const QUOTES: usize = 16;

impl Asks {
    /// Returns whether somebody may ask another now; the answer is the same whatever came of
    /// earlier questions.
    #[must_use]
    pub fn permits(&self, now: Timestamp, from: AccountId, to: AccountId) -> bool {
        let made = self.made.get(&from).map(Vec::as_slice).unwrap_or_default();
        let lately = made.iter().filter(|(at, _)| now.since(*at) < ASK_WINDOW);
        let again = |(at, whom): &(Timestamp, AccountId)| *whom == to && now.since(*at) < ASK_AGAIN;
        lately.count() < ASKS && !made.iter().any(again)
    }

    /// Returns a question that the one who was asked can still answer.
    #[must_use]
    pub fn open_to(&self, now: Timestamp, id: AskId, to: AccountId) -> Option<&Ask> {
        let open = self.open.get(&id)?;
        let Open { ask, passed } = open;
        (ask.to == to && ask.told && !passed && now < ask.at.after(ASK)).then_some(ask)
    }

    /// Returns who asked a question that is open.
    #[must_use]
    pub fn asker(&self, id: AskId) -> Option<AccountId> {
        self.open.get(&id).map(|open| open.ask.from)
    }

    /// Returns the questions that are open, answered with no or not.
    pub fn open(&self) -> impl Iterator<Item = (AskId, &Ask)> {
        self.open.iter().map(|(id, open)| (*id, &open.ask))
    }

    /// Returns the question that lapses next, and when.
    #[must_use]
    pub fn next(&self) -> Option<(Timestamp, AskId)> {
        let lapses = self.open.iter();
        lapses.map(|(id, open)| (open.ask.at.after(ASK), *id)).min()
    }

    /// Returns the open questions of somebody.
    pub fn of(&self, from: AccountId) -> impl Iterator<Item = AskId> {
        let own = self
            .open
            .iter()
            .filter(move |(_, open)| open.ask.from == from);
        own.map(|(id, _)| *id)
    }

    /// Forgets a person, as a fold of the facts without them does.
    pub fn erase(&mut self, person: &Erased) {
        for account in person.accounts() {
            self.made.remove(&account);
        }
        for (_, to) in self.made.values_mut().flatten() {
            person.account(to);
        }
        for open in self.open.values_mut() {
            person.account(&mut open.ask.from);
            person.account(&mut open.ask.to);
        }
    }

    /// Takes in what happened.
    pub fn apply(&mut self, fact: &AskFact) {
        match fact {
            AskFact::Asked { id, ask } => {
                // Who was erased asks nobody again.
                if !ask.from.is_nobody() {
                    let made = self.made.entry(ask.from).or_default();
                    made.retain(|(at, _)| ask.at.since(*at) < ASK_AGAIN);
                    made.push((ask.at, ask.to));
                }
                let (ask, passed) = (ask.clone(), false);
                self.open.insert(*id, Open { ask, passed });
            }
            AskFact::Agreed { id, .. } | AskFact::Lapsed { id } => {
                self.open.remove(id);
            }
            AskFact::Passed { id } => {
                if let Some(open) = self.open.get_mut(id) {
                    open.passed = true;
                }
            }
        }
    }
}
