//! What happened in a case.

use serde::Deserialize;
use serde::Serialize;

use super::Answers;
use super::AssessReason;
use super::CloseReason;
use super::CourseFact;
use super::DeclineReason;
use super::FollowUpFact;
use super::Kind;
use super::ReleaseReason;
use super::RescueFact;
use super::SkipReason;
use super::Source;
use super::Target;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Reason;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Something that happened in one case, for that case's own log.
///
/// Due times are absolute, so that they survive a restart. Nothing here is text of a person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Fact {
    /// The case.
    pub case: CaseId,
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

impl Fact {
    /// Makes a fact.
    #[must_use]
    pub const fn new(case: CaseId, at: Timestamp, what: What) -> Self {
        Self { case, at, what }
    }
}

/// What happened.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
#[non_exhaustive]
pub enum What {
    /// A sign of danger opened the case.
    Signalled {
        /// Who gave the sign.
        person: AccountId,
        /// Where, if in a room.
        room: Option<RoomId>,
        /// Where in that room's log.
        entry: Option<Seq>,
        /// Where it came from.
        source: Source,
        /// Whom the case is about.
        kind: Kind,
        /// How soon a person is needed.
        band: Band,
        /// What a detector recognised.
        reasons: Vec<Reason>,
    },
    /// A further sign, of no higher band.
    SignalAdded {
        /// Where it came from.
        source: Source,
        /// Its own band.
        band: Band,
        /// The room of `entry`; the conversation moves there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
        /// Where in the room's log.
        entry: Option<Seq>,
        /// What a detector recognised.
        reasons: Vec<Reason>,
    },
    /// A further sign, or the assessor, asks for a person sooner than before.
    BandRaised {
        /// The new band.
        band: Band,
        /// Where the sign came from; `None` for an assessor's judgement.
        source: Option<Source>,
        /// The room of `entry`; the conversation moves there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
        /// Where in the room's log.
        entry: Option<Seq>,
        /// What a detector recognised.
        reasons: Vec<Reason>,
    },
    /// A human lowered the band.
    BandLowered {
        /// The new band.
        band: Band,
        /// The assessor.
        by: AccountId,
        /// The supervisor who signed, where one had to.
        signed: Option<AccountId>,
        /// Why.
        reason: AssessReason,
    },
    /// The case is offered; each target is paged under the key (case, step, target).
    Offered {
        /// The count of offers so far: part of the pages' key, never used twice.
        step: u32,
        /// The step of the ladder.
        rung: u32,
        /// Who is called.
        targets: Vec<Target>,
        /// When the next step is due.
        until: Timestamp,
    },
    /// The ladder reached its end and calls everybody; repeated until a human takes the case.
    LastResort {
        /// How often so far.
        n: u32,
    },
    /// A page arrived.
    PageDelivered {
        /// Of which offer.
        step: u32,
        /// Where.
        target: Target,
    },
    /// A page could not be delivered.
    PageFailed {
        /// Of which offer.
        step: u32,
        /// Where.
        target: Target,
    },
    /// A responder took the case.
    Owned {
        /// Who.
        responder: AccountId,
        /// By when they must have read it, or it is offered again.
        answer_by: Timestamp,
    },
    /// The owner is called again and must answer, or the case is offered again.
    OwnerCalled {
        /// Who.
        responder: AccountId,
        /// By when.
        answer_by: Timestamp,
    },
    /// The seeker wrote; the owner has to answer, or the case is offered again.
    AnswerDue {
        /// By when.
        answer_by: Timestamp,
    },
    /// The owner has read what there is.
    Acknowledged {
        /// Who.
        responder: AccountId,
        /// When the seeker's silence leads to a check-in.
        check_in_at: Option<Timestamp>,
    },
    /// The owner asks somebody to take over, and keeps the case until they have.
    HandoffOffered {
        /// The owner.
        from: AccountId,
        /// Who is asked; `None` asks everybody.
        to: Option<AccountId>,
        /// When the question lapses.
        until: Timestamp,
    },
    /// Somebody took over.
    HandoffAccepted {
        /// The new owner.
        responder: AccountId,
        /// By when they must have read it.
        answer_by: Timestamp,
    },
    /// The hand-off came to nothing; the owner has the case as before.
    HandoffDeclined {
        /// Why.
        reason: DeclineReason,
        /// By when the owner must show that they still have it.
        answer_by: Timestamp,
    },
    /// An owner no longer has the case. Only ever after the next owner or the next offer.
    Released {
        /// Who.
        responder: AccountId,
        /// Why.
        reason: ReleaseReason,
    },
    /// The owner judged how soon a person is needed.
    AssessmentRecorded {
        /// Who.
        by: AccountId,
        /// The band they judge right. Below High it waits for a supervisor.
        band: Band,
        /// Why.
        reason: Option<AssessReason>,
        /// Whether a supervisor has to sign it first.
        awaits_signature: bool,
    },
    /// The seeker was silent, and is asked how they are.
    CheckedIn {
        /// How often so far.
        n: u32,
        /// When the next check-in is due.
        next_at: Timestamp,
    },
    /// The seeker's connection is gone.
    SeekerGone,
    /// The seeker is back.
    SeekerBack,
    /// A human closed the case.
    Closed {
        /// Who.
        by: AccountId,
        /// Why.
        reason: CloseReason,
        /// Why it was not assessed, where it was not.
        skip: Option<SkipReason>,
    },
    /// A second look at the closed case is done.
    Reviewed {
        /// Who.
        by: AccountId,
    },
    /// What the owner asked, and what the person answered.
    Answered {
        /// Who asked.
        by: AccountId,
        /// The record.
        answers: Box<Answers>,
    },
    /// What is done for the person, and who is called for it.
    Course(CourseFact),
    /// A step of a rescue.
    Rescue(Box<RescueFact>),
    /// A step of the contact afterwards.
    FollowUp(FollowUpFact),
}
