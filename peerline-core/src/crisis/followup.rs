//! Contact afterwards: with whom agreed to it, and with whom is gone while a person is needed now.

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::AccountId;
use crate::vocab::Timestamp;

/// How one attempt to reach the person went.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// They answered.
    Reached,
    /// They did not.
    NoAnswer,
    /// They do not want any more of it.
    Declined,
}

/// How the contact afterwards stands.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FollowUpState {
    /// The person agreed; the next attempt is not due yet.
    Agreed,
    /// An attempt is due.
    Due,
    /// The person was reached.
    Done,
    /// The person does not want it.
    Declined,
    /// Nobody answered, as often as the line tries.
    Lost,
}

impl FollowUpState {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Due => "due",
            Self::Done => "done",
            Self::Declined => "declined",
            Self::Lost => "lost",
        }
    }

    /// Returns whether something was promised that has not happened yet.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Agreed | Self::Due)
    }
}

/// Contact afterwards, as the person agreed to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct FollowUp {
    /// How it stands.
    pub state: FollowUpState,
    /// How many attempts there were.
    pub tried: u32,
    /// Until when the attempt that is due is in time; behind it, it is called for as a case is.
    pub latest: Option<Timestamp>,
    /// Whether the attempt that is due is late.
    pub missed: bool,
}

/// The person of an urgent case is gone, and is to be found again.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Recontact {
    /// How often the owner was called to try.
    pub called: u32,
    /// How often somebody tried.
    pub tried: u32,
    /// When the owner is called next; `None` where the line has tried as often as it does.
    pub next_at: Option<Timestamp>,
}

/// Something that happened in the contact afterwards.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "followup")]
#[non_exhaustive]
pub enum FollowUpFact {
    /// The person agreed that they are asked afterwards how they are.
    Agreed {
        /// Whom they told.
        by: AccountId,
    },
    /// The person does not want it, or not any more.
    Declined {
        /// Whom they told.
        by: AccountId,
    },
    /// Nobody has the case until the next attempt is due.
    Rested {
        /// When it is due.
        until: Timestamp,
        /// Until when it is in time.
        latest: Timestamp,
    },
    /// An attempt is due: the case is offered.
    Due {
        /// Which, counted from one.
        n: u32,
    },
    /// It was not made in time: the case is offered more widely.
    Missed {
        /// Which.
        n: u32,
    },
    /// An attempt was made.
    Tried {
        /// Who.
        by: AccountId,
        /// Which.
        n: u32,
        /// How it went.
        outcome: Outcome,
    },
    /// The line has tried as often as it does.
    Lost {
        /// How often.
        n: u32,
    },
    /// The person of an urgent case is gone, and the owner is to find them again.
    RecontactDue {
        /// How often the owner was called so far.
        n: u32,
        /// When they are called next.
        next_at: Option<Timestamp>,
    },
    /// Somebody tried to reach who is gone.
    RecontactTried {
        /// Who.
        by: AccountId,
        /// Which attempt.
        n: u32,
        /// How it went.
        outcome: Outcome,
    },
}

impl FollowUpFact {
    /// Returns who did it, where a person did.
    #[must_use]
    pub const fn by(&self) -> Option<AccountId> {
        match self {
            Self::Agreed { by }
            | Self::Declined { by }
            | Self::Tried { by, .. }
            | Self::RecontactTried { by, .. } => Some(*by),
            Self::Rested { .. }
            | Self::Due { .. }
            | Self::Missed { .. }
            | Self::Lost { .. }
            | Self::RecontactDue { .. } => None,
        }
    }
}
