//! What a person is on the line, and what that lets them do.

use serde::Deserialize;
use serde::Serialize;

/// A role. A small closed set with names, never a number that grows.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Came for support.
    Seeker,
    /// Gives support from shared experience.
    Supporter,
    /// Leads a circle or a session.
    Facilitator,
    /// Keeps the rules.
    Moderator,
    /// Trained for crises; is paged.
    Responder,
    /// Joins and signs the gravest steps.
    Supervisor,
    /// In training; reads along, visibly.
    Observer,
}

impl Role {
    /// Returns whether the role is given by the operator and never self-chosen.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Seeker)
    }

    /// Returns whether the role lets its bearer do `capability`.
    #[must_use]
    pub const fn can(self, capability: Capability) -> bool {
        match capability {
            Capability::Write => !matches!(self, Self::Observer),
            Capability::Support => matches!(self, Self::Supporter | Self::Facilitator),
            Capability::Moderate => matches!(self, Self::Moderator | Self::Supervisor),
            Capability::Respond => matches!(self, Self::Responder | Self::Supervisor),
            Capability::Supervise => matches!(self, Self::Supervisor),
            Capability::Lead => matches!(self, Self::Facilitator | Self::Supervisor),
        }
    }
}

/// One thing a role lets its bearer do.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Capability {
    /// Write messages in a room.
    Write,
    /// Be matched with seekers.
    Support,
    /// Read `#mod` rooms and decide there.
    Moderate,
    /// Read `#crisis` and `#case` rooms and take cases.
    Respond,
    /// Approve and sign what needs a second person.
    Supervise,
    /// Open a session and hold its lease, say who does what in a room, how people talk in it and
    /// whose turn it is.
    Lead,
}
