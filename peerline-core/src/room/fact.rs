//! What can happen in a room.

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Text;
use crate::vocab::Topic;

/// One thing that happened in a room, and one entry of its log.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
#[non_exhaustive]
pub enum Fact {
    /// The room came to be.
    Opened {
        /// What it is for.
        kind: RoomKind,
        /// What it is about.
        topic: Option<Topic>,
        /// The language spoken.
        language: Language,
        /// The key under which members get their names here.
        key: Sensitive<[u8; 32]>,
    },
    /// Somebody came in.
    Joined {
        /// Who; never on the wire.
        account: AccountId,
        /// What they are called here.
        occupant: OccupantId,
        /// What people read.
        handle: String,
        /// What they are here.
        role: Role,
    },
    /// Somebody went.
    Left {
        /// Who.
        occupant: OccupantId,
        /// Why.
        why: LeaveWhy,
    },
    /// Somebody said something that moderation cleared.
    Said {
        /// Who.
        occupant: OccupantId,
        /// The words.
        text: Text,
        /// Their language, where the writer said it.
        language: Option<Language>,
        /// Whether it counts towards the pace; a message with a sign of danger never does.
        counts: bool,
    },
    /// The room is over; nothing more is said in it.
    Closed,
}

/// What a room is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RoomKind {
    /// A seeker and a supporter.
    OneToOne,
    /// A seeker who asked for a responder.
    Crisis,
}

impl RoomKind {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneToOne => "one_to_one",
            Self::Crisis => "crisis",
        }
    }
}

/// Why somebody went.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeaveWhy {
    /// They chose to.
    Left,
    /// Their connection was gone for too long.
    Gone,
}

impl LeaveWhy {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Gone => "gone",
        }
    }
}
