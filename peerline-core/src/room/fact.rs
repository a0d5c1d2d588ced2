//! What can happen in a room.

use serde::Deserialize;
use serde::Serialize;

use super::Life;
use super::RoomKind;
use super::TalkFact;
use crate::vocab::AccountId;
use crate::vocab::ContentNotes;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
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
        /// What it talks about, as its author said.
        #[serde(default, skip_serializing_if = "ContentNotes::is_empty")]
        notes: ContentNotes,
        /// Whether it counts towards the pace; a message with a sign of danger never does.
        counts: bool,
    },
    /// Somebody said something else in the place of what they had said; the words before are
    /// destroyed.
    Edited {
        /// Who.
        occupant: OccupantId,
        /// Which message, by its first entry.
        entry: Seq,
        /// The words.
        text: Text,
        /// Their language, where the writer said it.
        language: Option<Language>,
        /// What it talks about, in the place of all that was said before.
        #[serde(default, skip_serializing_if = "ContentNotes::is_empty")]
        notes: ContentNotes,
        /// Whether it counts towards the pace; a message with a sign of danger never does.
        counts: bool,
    },
    /// A message was taken away; its words are destroyed.
    Redacted {
        /// Who took it away.
        by: OccupantId,
        /// Which message, by its first entry.
        entry: Seq,
    },
    /// What is left of something that was said when its words are destroyed.
    Gone {
        /// Who had said it.
        occupant: OccupantId,
        /// Which message it had changed; missing where it was one itself.
        edits: Option<Seq>,
        /// Whether it counts towards the pace.
        counts: bool,
    },
    /// The room is over; nothing more is said in it.
    Closed,
    /// The words of everything up to an entry are destroyed: their time is over.
    Trimmed {
        /// Up to which entry nothing is shown any more.
        base: Seq,
        /// Whether the room itself is not over.
        #[serde(default)]
        goes_on: bool,
    },
    /// Something about how the room is led: when it is open, who may do what, what it is called.
    Life(Life),
    /// How people talk has changed.
    Talk(TalkFact),
}

impl Fact {
    /// Returns what is left of it for replay when its words are destroyed; `None` where it has
    /// none.
    #[must_use]
    pub fn remains(&self) -> Option<Self> {
        let (occupant, edits, counts) = match self {
            Self::Said {
                occupant, counts, ..
            } => (*occupant, None, *counts),
            Self::Edited {
                occupant,
                entry,
                counts,
                ..
            } => (*occupant, Some(*entry), *counts),
            Self::Gone {
                occupant,
                edits,
                counts,
            } => (*occupant, *edits, *counts),
            Self::Talk(fact) => return fact.remains().map(Self::Talk),
            Self::Opened { .. }
            | Self::Joined { .. }
            | Self::Left { .. }
            | Self::Redacted { .. }
            | Self::Closed
            | Self::Trimmed { .. }
            | Self::Life(_) => return None,
        };
        Some(Self::Gone {
            occupant,
            edits,
            counts,
        })
    }

    /// Returns the entry that it is about.
    #[must_use]
    pub const fn refers_to(&self) -> Option<Seq> {
        match self {
            Self::Edited { entry, .. } | Self::Redacted { entry, .. } => Some(*entry),
            Self::Gone { edits, .. } => *edits,
            Self::Talk(fact) => fact.refers_to(),
            Self::Opened { .. }
            | Self::Joined { .. }
            | Self::Left { .. }
            | Self::Said { .. }
            | Self::Closed
            | Self::Trimmed { .. }
            | Self::Life(_) => None,
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
    /// A moderator took them out.
    Removed,
}

impl LeaveWhy {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Gone => "gone",
            Self::Removed => "removed",
        }
    }
}
