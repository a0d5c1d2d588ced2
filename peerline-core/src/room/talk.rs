//! How people talk in a room, as a fold of its facts.

use std::collections::BTreeMap;

use super::Fact;
use super::Manner;
use super::Member;
use super::Norms;
use super::NotNow;
use super::RoomKind;
use super::TalkFact;
use super::Turns;
use crate::vocab::Erased;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Timestamp;

/// How people talk in a room, and what each member has done of what that asks of them.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Talk {
    /// How people talk.
    pub manner: Manner,
    /// What holds here.
    pub norms: Norms,
    /// Whose turn it is.
    pub turns: Turns,
    /// When each member came for the first time.
    came: BTreeMap<OccupantId, Timestamp>,
    /// When each member last said something that counts.
    said: BTreeMap<OccupantId, Timestamp>,
    /// To which version each member agreed.
    agreed: BTreeMap<OccupantId, u32>,
}

impl Talk {
    pub(super) fn of(kind: RoomKind) -> Self {
        Self {
            manner: Manner::of(kind),
            norms: Norms::default(),
            turns: Turns::default(),
            came: BTreeMap::new(),
            said: BTreeMap::new(),
            agreed: BTreeMap::new(),
        }
    }

    /// Returns the version of the norms that a member agreed to.
    #[must_use]
    pub fn agreed(&self, who: OccupantId) -> Option<u32> {
        self.agreed.get(&who).copied()
    }

    /// Returns what stands against a member's writing now, the gravest first. Whoever is staff is
    /// bound by nothing; that a message with a sign of danger is not, the caller sees to.
    #[must_use]
    pub fn not_now(&self, member: &Member, now: Timestamp, edits: bool) -> Option<NotNow> {
        if member.role.is_staff() {
            return None;
        }
        let who = member.occupant;
        let quiet = || self.manner.quiet.and_then(|quiet| quiet.ends(now));
        quiet()
            .map(|until| NotNow::Quiet { until })
            .or_else(|| self.read_first(who, now))
            .or_else(|| self.not_their_turn(who))
            .or_else(|| self.slow(who, now).filter(|_| !edits))
    }

    /// Forgets a person who left, as a fold of the facts without them does.
    pub(super) fn erase(&mut self, person: &Erased) {
        self.came.retain(|who, _| !person.has(*who));
        self.said.retain(|who, _| !person.has(*who));
        self.agreed.retain(|who, _| !person.has(*who));
    }

    pub(super) fn apply(&mut self, at: Timestamp, fact: &Fact) {
        match fact {
            // Who was erased waits for nothing.
            Fact::Joined { occupant, .. } if occupant.is_nobody() => {}
            Fact::Joined { occupant, .. } => {
                self.came.entry(*occupant).or_insert(at);
            }
            Fact::Left { occupant, .. } => self.turns.leave(*occupant),
            Fact::Said {
                occupant,
                counts: true,
                ..
            }
            | Fact::Gone {
                occupant,
                edits: None,
                counts: true,
            } => {
                self.said.insert(*occupant, at);
            }
            Fact::Talk(fact) => self.apply_talk(fact),
            Fact::Opened { .. }
            | Fact::Life(_)
            | Fact::Said { .. }
            | Fact::Edited { .. }
            | Fact::Redacted { .. }
            | Fact::Gone { .. }
            | Fact::Closed
            | Fact::Trimmed { .. } => {}
        }
    }

    fn apply_talk(&mut self, fact: &TalkFact) {
        match fact {
            TalkFact::MannerSet { manner, .. } => {
                self.manner = (**manner).clone();
                if !self.manner.turns {
                    self.turns.end();
                }
            }
            TalkFact::NormsSet { norms, .. } => self.norms = norms.clone(),
            TalkFact::Agreed { occupant, .. } | TalkFact::HandRaised { occupant }
                if occupant.is_nobody() => {}
            TalkFact::Agreed { occupant, version } => {
                self.agreed.insert(*occupant, *version);
            }
            TalkFact::HandRaised { occupant } => self.turns.raise(*occupant),
            TalkFact::HandLowered { occupant, .. } => self.turns.lower(*occupant),
            TalkFact::TurnGiven { occupant, .. } => self.turns.give(*occupant),
            TalkFact::TurnEnded { .. } => self.turns.end(),
            TalkFact::Noted { .. } | TalkFact::NoteGone { .. } => {}
        }
    }

    fn read_first(&self, who: OccupantId, now: Timestamp) -> Option<NotNow> {
        let agreed = self.agreed(who) == Some(self.norms.version) || self.norms.texts.is_empty();
        if self.manner.agree && !agreed {
            return Some(NotNow::ReadFirst { until: None });
        }
        let came = self.came.get(&who).copied().unwrap_or(now);
        let until = ahead(came, self.manner.read_first, now)?;
        Some(NotNow::ReadFirst { until: Some(until) })
    }

    fn not_their_turn(&self, who: OccupantId) -> Option<NotNow> {
        let theirs = self.turns.holder() == Some(who);
        (self.manner.turns && !theirs).then_some(NotNow::Turn)
    }

    fn slow(&self, who: OccupantId, now: Timestamp) -> Option<NotNow> {
        let last = self.said.get(&who).copied()?;
        let until = ahead(last, self.manner.slow, now)?;
        Some(NotNow::Slow { until })
    }
}

/// Returns when a wait is over that has not ended yet.
fn ahead(from: Timestamp, wait: Millis, now: Timestamp) -> Option<Timestamp> {
    let until = from.after(wait);
    (now < until).then_some(until)
}
