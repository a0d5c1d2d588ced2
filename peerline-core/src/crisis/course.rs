//! What is done for the person, beside who has the case.

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::Timestamp;

/// What is done for the person. It says what people do next, and describes nobody.
///
/// ```text
/// Talking ─► NoRisk | Monitoring | SafetyPlanning | ImminentRisk | AttemptInProgress
/// ImminentRisk ─ a supervisor joined ─► SafetyPlanned | VoluntaryEmergency | Monitoring
/// ImminentRisk ─► RescueProposed ─ a second person ─► RescueApproved ─► Dispatched
/// AttemptInProgress ─► Dispatched          (a supervisor is called at once, and signs after)
/// Dispatched ─► ContactConfirmed | ContactFailed ─► FurtherSteps ─► Dispatched | CannotLocate
/// ```
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Course {
    /// Somebody talks with them, or will.
    #[default]
    Talking,
    /// Assessed: nothing points to danger.
    NoRisk,
    /// Assessed: somebody keeps an eye on it.
    Monitoring,
    /// A safety plan is being made, the person's own.
    SafetyPlanning,
    /// The person has a safety plan.
    SafetyPlanned,
    /// Danger within hours; a supervisor is called to join.
    ImminentRisk,
    /// The person goes to an emergency service, or calls it.
    VoluntaryEmergency,
    /// Something is happening at this moment.
    AttemptInProgress,
    /// The owner asks a second person for a rescue.
    RescueProposed,
    /// A second person agreed.
    RescueApproved,
    /// An emergency service was asked to go there.
    Dispatched,
    /// It came back without having found the person.
    ContactFailed,
    /// What else is done.
    FurtherSteps,
    /// Nobody knows where the person is.
    CannotLocate,
    /// Somebody is with the person.
    ContactConfirmed,
}

impl Course {
    /// Every course, in its order.
    pub const ALL: [Self; 15] = [
        Self::Talking,
        Self::NoRisk,
        Self::Monitoring,
        Self::SafetyPlanning,
        Self::SafetyPlanned,
        Self::ImminentRisk,
        Self::VoluntaryEmergency,
        Self::AttemptInProgress,
        Self::RescueProposed,
        Self::RescueApproved,
        Self::Dispatched,
        Self::ContactFailed,
        Self::FurtherSteps,
        Self::CannotLocate,
        Self::ContactConfirmed,
    ];

    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Talking => "talking",
            Self::NoRisk => "no_risk",
            Self::Monitoring => "monitoring",
            Self::SafetyPlanning => "safety_planning",
            Self::SafetyPlanned => "safety_planned",
            Self::ImminentRisk => "imminent_risk",
            Self::VoluntaryEmergency => "voluntary_emergency",
            Self::AttemptInProgress => "attempt_in_progress",
            Self::RescueProposed => "rescue_proposed",
            Self::RescueApproved => "rescue_approved",
            Self::Dispatched => "dispatched",
            Self::ContactFailed => "contact_failed",
            Self::FurtherSteps => "further_steps",
            Self::CannotLocate => "cannot_locate",
            Self::ContactConfirmed => "contact_confirmed",
        }
    }

    /// Returns the least band that goes with it.
    #[must_use]
    pub const fn floor(self) -> Band {
        match self {
            Self::ImminentRisk | Self::RescueProposed | Self::RescueApproved => Band::Imminent,
            Self::AttemptInProgress => Band::AttemptInProgress,
            Self::Talking
            | Self::NoRisk
            | Self::Monitoring
            | Self::SafetyPlanning
            | Self::SafetyPlanned
            | Self::VoluntaryEmergency
            | Self::Dispatched
            | Self::ContactFailed
            | Self::FurtherSteps
            | Self::CannotLocate
            | Self::ContactConfirmed => Band::Routine,
        }
    }

    /// Returns whether a helper's judgement alone may say it: the others are steps of a rescue.
    #[must_use]
    pub const fn is_judged(self) -> bool {
        matches!(
            self,
            Self::NoRisk
                | Self::Monitoring
                | Self::SafetyPlanning
                | Self::SafetyPlanned
                | Self::ImminentRisk
                | Self::VoluntaryEmergency
                | Self::AttemptInProgress
        )
    }

    /// Returns whether an emergency service was sent, or cannot be, and nobody is with the person.
    #[must_use]
    pub const fn seeks_contact(self) -> bool {
        matches!(
            self,
            Self::Dispatched | Self::ContactFailed | Self::FurtherSteps | Self::CannotLocate
        )
    }

    /// Returns whether a judgement may lead from here to `to`. `joined` is whether a supervisor has
    /// joined: from danger within hours, and from what happens at this moment, two people say that
    /// it is something else.
    #[must_use]
    pub const fn leads_to(self, to: Self, joined: bool) -> bool {
        if !to.is_judged() {
            return false;
        }
        match self {
            Self::Talking
            | Self::NoRisk
            | Self::Monitoring
            | Self::SafetyPlanning
            | Self::SafetyPlanned
            | Self::VoluntaryEmergency
            | Self::ContactConfirmed => !matches!(to, Self::NoRisk) || !self.was_danger(),
            Self::ImminentRisk | Self::RescueProposed | Self::RescueApproved => {
                matches!(to, Self::AttemptInProgress | Self::ImminentRisk)
                    || (joined && !matches!(to, Self::NoRisk))
            }
            Self::AttemptInProgress => {
                matches!(to, Self::AttemptInProgress) || (joined && !matches!(to, Self::NoRisk))
            }
            Self::Dispatched | Self::ContactFailed | Self::FurtherSteps | Self::CannotLocate => {
                false
            }
        }
    }

    const fn was_danger(self) -> bool {
        matches!(self, Self::VoluntaryEmergency | Self::ContactConfirmed)
    }
}

/// Why a supervisor is called to a case that somebody has.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Want {
    /// To join.
    Join,
    /// To say yes or no to a rescue.
    Approval,
    /// To sign a rescue afterwards.
    Signature,
}

impl Want {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Approval => "approval",
            Self::Signature => "signature",
        }
    }
}

/// A supervisor who is called.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// For what.
    pub want: Want,
    /// How often so far.
    pub n: u32,
    /// Of which step the pages are.
    pub step: u32,
    /// When the next ones are called.
    pub next_at: Timestamp,
}

/// Something that happened in the course of a case.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "course")]
#[non_exhaustive]
pub enum CourseFact {
    /// The owner says what is done for the person.
    Taken {
        /// Who.
        by: AccountId,
        /// What.
        to: Course,
    },
    /// A supervisor is called; each target is paged under the key (case, step, target).
    SupervisorCalled {
        /// For what.
        want: Want,
        /// How often so far.
        n: u32,
        /// The count of pages' keys, shared with offers.
        step: u32,
        /// Who is called.
        targets: Vec<super::Target>,
        /// When the next ones are called.
        next_at: Timestamp,
    },
    /// A supervisor is there, visible to all.
    SupervisorJoined {
        /// Who.
        by: AccountId,
    },
    /// The line has no supervisor: a second responder does what follows in one's place.
    StoodIn {
        /// Who.
        by: AccountId,
    },
}

impl CourseFact {
    /// Returns who did it, where a person did.
    #[must_use]
    pub const fn by(&self) -> Option<AccountId> {
        match self {
            Self::Taken { by, .. } | Self::SupervisorJoined { by } | Self::StoodIn { by } => {
                Some(*by)
            }
            Self::SupervisorCalled { .. } => None,
        }
    }
}
