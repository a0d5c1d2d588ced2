//! How soon a person is needed.

use serde::Deserialize;
use serde::Serialize;

/// How soon a person is needed: it orders the response and never describes anyone.
///
/// On the wire the field is called `priority`. Detectors and forms reach at most [`Band::High`]
/// (which already pages); the two above it are entered by a trained human from the answers.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Band {
    /// Nothing points to danger.
    #[default]
    Routine,
    /// Something a helper should keep an eye on.
    Watch,
    /// A person is needed soon; also where a detector could not look.
    Elevated,
    /// A person is needed now: pages.
    High,
    /// Danger within hours, judged by a trained human.
    Imminent,
    /// Something is happening at this moment, judged by a trained human.
    AttemptInProgress,
}

impl Band {
    /// The highest band that a detector or a form may reach without a human.
    pub const DETECTOR_MAX: Self = Self::High;

    /// Returns the queue tier this band waits in.
    #[must_use]
    pub const fn tier(self) -> Tier {
        match self {
            Self::Routine => Tier::Routine,
            Self::Watch | Self::Elevated => Tier::Soon,
            Self::High | Self::Imminent | Self::AttemptInProgress => Tier::Urgent,
        }
    }

    /// Returns whether a responder is paged.
    #[must_use]
    pub const fn pages(self) -> bool {
        matches!(self.tier(), Tier::Urgent)
    }
}

/// The three queue tiers. Age counts inside a tier and never lifts anyone into the top one.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Tier {
    /// Everyone else, first come first served.
    #[default]
    Routine,
    /// Watch and Elevated.
    Soon,
    /// High and above.
    Urgent,
}

impl Tier {
    /// Returns its name on the wire and in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Soon => "soon",
            Self::Urgent => "urgent",
        }
    }
}
