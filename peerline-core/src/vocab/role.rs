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
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Seeker,
        Self::Supporter,
        Self::Facilitator,
        Self::Moderator,
        Self::Responder,
        Self::Supervisor,
        Self::Observer,
    ];

    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seeker => "seeker",
            Self::Supporter => "supporter",
            Self::Facilitator => "facilitator",
            Self::Moderator => "moderator",
            Self::Responder => "responder",
            Self::Supervisor => "supervisor",
            Self::Observer => "observer",
        }
    }

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
            Capability::Moderate | Capability::Sanction | Capability::Sweep => {
                matches!(self, Self::Moderator | Self::Supervisor)
            }
            Capability::Respond | Capability::OpenVault => {
                matches!(self, Self::Responder | Self::Supervisor)
            }
            Capability::Supervise => matches!(self, Self::Supervisor),
            Capability::ConfigureRooms | Capability::Lead => {
                matches!(self, Self::Facilitator | Self::Supervisor)
            }
            Capability::ReadAlong => matches!(self, Self::Observer | Self::Supervisor),
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
    /// Leave a person nothing but the way to a responder, until a time.
    Sanction,
    /// Ask for, or agree to, a sanction that reaches a person under every name at once.
    Sweep,
    /// Ask for a sealed emergency contact, in a case.
    OpenVault,
    /// Make rooms, change their rules and close them.
    ConfigureRooms,
    /// Be let into a room to read along, visibly to all.
    ReadAlong,
}

impl Capability {
    /// Every capability.
    pub const ALL: [Self; 11] = [
        Self::Write,
        Self::Support,
        Self::Moderate,
        Self::Respond,
        Self::Supervise,
        Self::Lead,
        Self::Sanction,
        Self::Sweep,
        Self::OpenVault,
        Self::ConfigureRooms,
        Self::ReadAlong,
    ];

    /// Returns the name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Support => "support",
            Self::Moderate => "moderate",
            Self::Respond => "respond",
            Self::Supervise => "supervise",
            Self::Lead => "lead",
            Self::Sanction => "sanction",
            Self::Sweep => "sweep",
            Self::OpenVault => "open_vault",
            Self::ConfigureRooms => "configure_rooms",
            Self::ReadAlong => "read_along",
        }
    }

    /// Returns whether it is among the gravest: where staff log in, it needs a login that is minutes
    /// old, not hours. Nothing that brings help is among them.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::Supervise | Self::Sanction | Self::Sweep | Self::OpenVault | Self::ConfigureRooms
        )
    }
}
