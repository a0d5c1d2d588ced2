//! The closed lists of reasons and sources; a person's own words never stand here.

use serde::Deserialize;
use serde::Serialize;

/// Where a sign of danger came from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// What the person wrote, as a detector read it.
    OwnWords,
    /// The person asked for a human now. Always at least High, with no detector in between.
    Asked,
    /// A supporter, facilitator or moderator reported it.
    Helper,
    /// The detector could not look. At least Elevated: unknown is not safe, so a human looks.
    DetectorOutage,
    /// The person worries about somebody else.
    ThirdParty,
}

/// Whom a case is about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// The person themself.
    OwnRisk,
    /// Somebody the person worries about. Never merged with a case of the first kind.
    ThirdParty,
}

impl Source {
    /// Returns the kind of case it opens.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::OwnWords | Self::Asked | Self::Helper | Self::DetectorOutage => Kind::OwnRisk,
            Self::ThirdParty => Kind::ThirdParty,
        }
    }
}

/// Why an assessor judged as they did.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AssessReason {
    /// The person answered the assessor's questions.
    Answers,
    /// The person has people and plans that hold.
    Buffers,
    /// The sign was about something else.
    Misread,
    /// The person is with somebody who can help.
    InCare,
}

impl AssessReason {
    /// Returns the reason of that name on the wire.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "answers" => Some(Self::Answers),
            "buffers" => Some(Self::Buffers),
            "misread" => Some(Self::Misread),
            "in_care" => Some(Self::InCare),
            _ => None,
        }
    }
}

/// Why a case was closed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CloseReason {
    /// The conversation came to its end with support.
    Supported,
    /// Assessed, and nothing pointed to danger.
    NoRisk,
    /// Another service took over.
    HandedOver,
    /// The sign was about something else.
    Misread,
    /// The person left and could not be reached.
    Left,
}

/// Why a case was closed without an assessment.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SkipReason {
    /// The person did not want to be asked.
    Declined,
    /// The person left before they could be asked.
    Left,
    /// Another case about the same episode is being assessed.
    Duplicate,
}

/// Why an owner no longer has a case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReleaseReason {
    /// Somebody else accepted it.
    HandedOff,
    /// Silent for too long.
    Silent,
    /// The connection was lost past its grace.
    Gone,
    /// Put to rest until the person is asked again.
    Rested,
}

/// Why a hand-off came to nothing.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeclineReason {
    /// The one asked said no.
    Declined,
    /// The owner took the offer back.
    Withdrawn,
    /// Nobody answered in time.
    Late,
}
