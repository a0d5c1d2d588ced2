//! One person, one episode.

use std::collections::BTreeSet;

use super::Answers;
use super::AssessReason;
use super::Call;
use super::Course;
use super::FollowUp;
use super::Kind;
use super::Recontact;
use super::Refusal;
use super::Rescue;
use super::Target;
use super::Want;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// One person, one episode: from the first sign to a human's closing.
///
/// ```text
/// Signalled ─► Offered ─► Owned ─► Assessing ─► Closed
///                ▲ ▲        │ ▲        │
///                │ │ silent │ └─ HandoffOffered (the owner keeps it)
///                │ └────────┘          │
///                └────── Resting ◄─────┘  (below High, until a follow-up is due)
/// ```
///
/// Beside who has it stands what is done for the person: [`Course`].
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
    /// What is done for the person.
    pub course: Course,
    /// What was asked and answered last.
    pub answers: Option<Answers>,
    /// The supervisor who joined last.
    pub joined: Option<AccountId>,
    /// A supervisor who is called.
    pub call: Option<Call>,
    /// The rescue, where there is one.
    pub rescue: Option<Rescue>,
    /// The contact afterwards, where the person agreed to it.
    pub follow: Option<FollowUp>,
    /// The search for a person who is gone.
    pub recontact: Option<Recontact>,
}

/// Who has a case.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Phase {
    /// Nobody yet; somebody is being called.
    Offered(Offer),
    /// A responder.
    Owned(Owner),
    /// Nobody until then: it is below High, and the person is asked again.
    Resting(Timestamp),
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
    /// Nobody has it until the person is asked again.
    Resting,
    /// A human closed it.
    Closed,
}

impl Case {
    /// Returns when the case wants [`Command::Wake`](super::Command::Wake) next; `None` where
    /// nothing is due by time. An unowned case always has one.
    #[must_use]
    pub fn wake(&self) -> Option<Timestamp> {
        let signature = self.signature_due();
        match &self.phase {
            Phase::Offered(offer) => earliest([
                Some(offer.until),
                self.contact_due(),
                self.call_due(),
                signature,
            ]),
            Phase::Owned(owner) => earliest([
                owner.answer_by,
                owner.handoff.map(|handoff| handoff.until),
                owner.check_in_at.filter(|_| self.seeker_gone.is_none()),
                self.recontact_due(),
                self.contact_due(),
                self.call_due(),
                signature,
            ]),
            Phase::Resting(until) => earliest([Some(*until), self.call_due(), signature]),
            Phase::Closed => earliest([self.call_due(), signature]),
        }
    }

    /// When somebody must ask again whether anybody is with the person.
    pub(super) fn contact_due(&self) -> Option<Timestamp> {
        let rescue = self.rescue.as_ref()?;
        rescue.contact_due.filter(|_| !self.is_closed())
    }

    /// When a supervisor is called again.
    pub(super) fn call_due(&self) -> Option<Timestamp> {
        self.call.map(|call| call.next_at)
    }

    /// When a supervisor is called to sign; `None` where one is called already.
    pub(super) fn signature_due(&self) -> Option<Timestamp> {
        let rescue = self.rescue.as_ref()?;
        let unsigned = rescue.signed.is_none() && self.call.is_none();
        rescue.sign_by.filter(|_| unsigned)
    }

    /// When the owner is called to find a person who is gone.
    pub(super) fn recontact_due(&self) -> Option<Timestamp> {
        self.recontact
            .and_then(|recontact| recontact.next_at)
            .filter(|_| self.band.pages())
    }

    /// Returns when the next thing is due that somebody waits for: whether contact is made, a
    /// signature, a follow-up.
    #[must_use]
    pub fn awaited(&self) -> Option<Timestamp> {
        let rest = match &self.phase {
            Phase::Resting(until) => Some(*until),
            Phase::Offered(_) | Phase::Owned(_) | Phase::Closed => None,
        };
        let unsigned = self
            .rescue
            .as_ref()
            .filter(|rescue| rescue.signed.is_none());
        rest.or_else(|| self.contact_due())
            .or_else(|| unsigned.and_then(|rescue| rescue.sign_by))
    }

    /// Returns for what a supervisor is wanted: what they are called for, or a signature that is not
    /// due yet.
    #[must_use]
    pub fn want(&self) -> Option<Want> {
        let unsigned = self
            .rescue
            .as_ref()
            .is_some_and(|rescue| rescue.signed.is_none() && rescue.sign_by.is_some());
        self.call
            .map(|call| call.want)
            .or_else(|| unsigned.then_some(Want::Signature))
    }

    /// Returns why what is done for the person is not at an end yet: danger that nobody else has
    /// looked at, or a service under way of which nobody knows whether it found them.
    pub(super) fn danger(&self) -> Option<Refusal> {
        match self.course {
            Course::Talking
            | Course::NoRisk
            | Course::Monitoring
            | Course::SafetyPlanning
            | Course::SafetyPlanned
            | Course::VoluntaryEmergency
            | Course::ContactConfirmed => None,
            Course::ImminentRisk
            | Course::AttemptInProgress
            | Course::RescueProposed
            | Course::RescueApproved => Some(Refusal::DangerOpen),
            Course::Dispatched | Course::ContactFailed => Some(Refusal::ContactOpen),
            Course::FurtherSteps | Course::CannotLocate => {
                let known = self.rescue.as_ref();
                let done = |rescue: &Rescue| rescue.signed.is_some() && !rescue.further.is_empty();
                (!known.is_some_and(done)).then_some(Refusal::ContactOpen)
            }
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
            Phase::Resting(_) => Stage::Resting,
            Phase::Closed => Stage::Closed,
        }
    }

    /// Returns who has it.
    #[must_use]
    pub const fn owner(&self) -> Option<AccountId> {
        match &self.phase {
            Phase::Owned(owner) => Some(owner.responder),
            Phase::Offered(_) | Phase::Resting(_) | Phase::Closed => None,
        }
    }

    /// Returns whether it is closed.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed)
    }
}

fn earliest<const N: usize>(times: [Option<Timestamp>; N]) -> Option<Timestamp> {
    times.into_iter().flatten().min()
}
