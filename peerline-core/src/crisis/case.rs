//! One person, one episode.

use std::collections::BTreeSet;

use super::AssessReason;
use super::Kind;
use super::Target;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// One person, one episode: from the first sign to a human's closing.
///
/// ```text
/// Signalled ─► Offered ─► Owned ─► Assessing ─► Closed
///                 ▲         │ ▲
///                 │ silent  │ └─ HandoffOffered (the owner keeps it)
///                 └─────────┘
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Who gave the sign.
    pub person: AccountId,
    /// Where, if in a room; the conversation goes where the person gives a further sign.
    pub room: Option<RoomId>,
    /// Every room in which a sign was given: their words stand there, wherever the conversation
    /// went.
    pub rooms: BTreeSet<RoomId>,
    /// Whom it is about.
    pub kind: Kind,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How soon a person is needed.
    pub band: Band,
    /// The highest band it ever had.
    pub peak: Band,
    /// Who has it.
    pub phase: Phase,
    /// Whether a human has assessed it.
    pub assessed: bool,
    /// What the assessor wishes and a supervisor has not signed.
    pub wish: Option<Wish>,
    /// Since when the seeker has been away.
    pub seeker_gone: Option<Timestamp>,
    /// How many offers there have been; the next offer's number.
    pub offers: u32,
    /// The next rung of the ladder.
    pub next_rung: u32,
    /// How often the last resort was called.
    pub last_resorts: u32,
    /// How often the seeker was asked how they are.
    pub check_ins: u32,
    /// When somebody was last called.
    pub called_at: Timestamp,
}

/// Who has a case.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Phase {
    /// Nobody yet; somebody is being called.
    Offered(Offer),
    /// A responder.
    Owned(Owner),
    /// Nobody any more.
    Closed,
}

/// A running offer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Offer {
    /// Its number.
    pub step: u32,
    /// Who is called.
    pub targets: Vec<Target>,
    /// Whom the page did not reach.
    pub failed: BTreeSet<Target>,
    /// When the next step is due.
    pub until: Timestamp,
}

/// A responder who has a case.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Owner {
    /// Who.
    pub responder: AccountId,
    /// By when they must show that they are there; `None` where nothing waits for them.
    pub answer_by: Option<Timestamp>,
    /// When the seeker's silence leads to a check-in.
    pub check_in_at: Option<Timestamp>,
    /// An open question to take over.
    pub handoff: Option<Handoff>,
}

/// An open question to take over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Handoff {
    /// Who is asked; `None` asks everybody.
    pub to: Option<AccountId>,
    /// When it lapses.
    pub until: Timestamp,
}

/// What an assessor wishes and a supervisor has not signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Wish {
    /// The band.
    pub band: Band,
    /// Who.
    pub by: AccountId,
    /// Why.
    pub reason: AssessReason,
}

/// Where a case stands, as a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Stage {
    /// Nobody has it; somebody is being called.
    Offered,
    /// A responder has it.
    Owned,
    /// A responder has it and has begun to assess.
    Assessing,
    /// A responder has it and asks somebody to take over.
    HandoffOffered,
    /// A human closed it.
    Closed,
}

impl Case {
    /// Returns when the case wants [`Command::Wake`](super::Command::Wake) next; `None` where
    /// nothing is due by time. An unowned case always has one.
    #[must_use]
    pub fn wake(&self) -> Option<Timestamp> {
        match &self.phase {
            Phase::Offered(offer) => Some(offer.until),
            Phase::Owned(owner) => [
                owner.answer_by,
                owner.handoff.map(|handoff| handoff.until),
                owner.check_in_at.filter(|_| self.seeker_gone.is_none()),
            ]
            .into_iter()
            .flatten()
            .min(),
            Phase::Closed => None,
        }
    }

    /// Returns where it stands.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match &self.phase {
            Phase::Offered(_) => Stage::Offered,
            Phase::Owned(owner) if owner.handoff.is_some() => Stage::HandoffOffered,
            Phase::Owned(_) if self.assessed => Stage::Assessing,
            Phase::Owned(_) => Stage::Owned,
            Phase::Closed => Stage::Closed,
        }
    }

    /// Returns who has it.
    #[must_use]
    pub const fn owner(&self) -> Option<AccountId> {
        match &self.phase {
            Phase::Owned(owner) => Some(owner.responder),
            Phase::Offered(_) | Phase::Closed => None,
        }
    }

    /// Returns whether it is closed.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed)
    }
}
