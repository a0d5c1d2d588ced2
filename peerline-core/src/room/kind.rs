//! What rooms are for.

use serde::Deserialize;
use serde::Serialize;

/// What a room is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RoomKind {
    /// A seeker and a supporter.
    OneToOne,
    /// A seeker who asked for a responder.
    Crisis,
    /// A few people whom the line brings together.
    Circle,
    /// A topic; always there, for whoever comes.
    DropIn,
    /// Led by a facilitator, at set times.
    Session,
    /// For staff alone.
    Staff,
}

impl RoomKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::OneToOne,
        Self::Crisis,
        Self::Circle,
        Self::DropIn,
        Self::Session,
        Self::Staff,
    ];

    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneToOne => "one_to_one",
            Self::Crisis => "crisis",
            Self::Circle => "circle",
            Self::DropIn => "drop_in",
            Self::Session => "session",
            Self::Staff => "staff",
        }
    }

    /// Returns whether it is one person's conversation, where a responder can come in. Whoever is
    /// in danger in any other room gets a conversation of their own.
    #[must_use]
    pub const fn is_private(self) -> bool {
        matches!(self, Self::OneToOne | Self::Crisis)
    }
}
