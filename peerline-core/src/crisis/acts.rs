//! What helpers do with a case beyond taking it.

use std::collections::BTreeSet;

use super::Answers;
use super::AssessReason;
use super::Course;
use super::Further;
use super::Grounds;
use super::Moment;
use super::Outcome;
use super::Sent;
use crate::vocab::Band;

/// What an owner judges after they asked.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Judgment {
    /// How soon a person is needed; the answers and the course may say sooner.
    pub band: Band,
    /// Why; needed to lower.
    pub reason: Option<AssessReason>,
    /// What is done; as before where missing.
    pub course: Option<Course>,
    /// What was asked and answered.
    pub answers: Option<Answers>,
}

/// A step of a rescue.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RescueAct {
    /// Asks a second person.
    Propose(Grounds),
    /// A service was asked to go there. What was proposed holds where nothing newer is said.
    Dispatch {
        /// On what it stands.
        grounds: Option<Grounds>,
        /// Who was sent.
        sent: Sent,
    },
    /// A moment of the service under way.
    Note(Moment),
    /// Somebody is with the person.
    Confirm,
    /// The service came back without having found them.
    Fail,
    /// What else is done.
    Further(BTreeSet<Further>),
    /// Nobody knows where the person is.
    CannotLocate,
}

/// What a supervisor does in a case that somebody else has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SuperviseAct {
    /// Joins, visible to all.
    Join,
    /// Agrees to a rescue.
    Approve,
    /// Does not agree to a rescue.
    Refuse,
    /// Signs a rescue as it stands.
    SignRescue,
    /// Has looked at a closed case once more.
    Review,
}

/// What is done about contact afterwards.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FollowUpAct {
    /// The person agreed to it.
    Agree,
    /// The person does not want it.
    Decline,
    /// Puts the case to rest until the next attempt is due.
    Rest,
    /// An attempt was made.
    Tried(Outcome),
}

/// Something of these, as one put asks for it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CareAct {
    /// The owner judges.
    Judge(Box<Judgment>),
    /// A step of a rescue.
    Rescue(Box<RescueAct>),
    /// A supervisor's.
    Supervise(SuperviseAct),
    /// The same by a second responder, where the line has no supervisor.
    StandIn(SuperviseAct),
    /// About contact afterwards.
    FollowUp(FollowUpAct),
}
