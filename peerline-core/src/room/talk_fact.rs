//! What can happen to how people talk in a room.

use serde::Deserialize;
use serde::Serialize;

use super::Manner;
use super::Norms;
use crate::vocab::ContentNotes;
use crate::vocab::OccupantId;
use crate::vocab::Seq;

/// Something that happened to how people talk in a room; each is an entry of its log.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "talk")]
#[non_exhaustive]
pub enum TalkFact {
    /// How people talk from now on, whole.
    MannerSet {
        /// Who said so; the line itself where missing.
        by: Option<OccupantId>,
        /// How.
        manner: Box<Manner>,
    },
    /// New norms were pinned.
    NormsSet {
        /// Who pinned them; the line itself where missing.
        by: Option<OccupantId>,
        /// The norms.
        norms: Norms,
    },
    /// A member agreed to the norms.
    Agreed {
        /// Who.
        occupant: OccupantId,
        /// Of which version.
        version: u32,
    },
    /// A member raised a hand.
    HandRaised {
        /// Who.
        occupant: OccupantId,
    },
    /// A hand went down.
    HandLowered {
        /// Whose.
        occupant: OccupantId,
        /// Who lowered it.
        by: OccupantId,
    },
    /// A member got the turn; whoever had it has it no more.
    TurnGiven {
        /// Who.
        occupant: OccupantId,
        /// Who gave it.
        by: OccupantId,
    },
    /// A turn is over.
    TurnEnded {
        /// Whose.
        occupant: OccupantId,
        /// Who ended it.
        by: OccupantId,
    },
    /// Somebody said what a message talks about.
    Noted {
        /// Who.
        by: OccupantId,
        /// Which message, by its first entry.
        entry: Seq,
        /// What it talks about, in the place of what was said before.
        notes: ContentNotes,
    },
    /// What is left of a note that was destroyed.
    NoteGone {
        /// Who had said it.
        by: OccupantId,
        /// Of which message.
        entry: Seq,
    },
}

impl TalkFact {
    /// Returns who did it.
    #[must_use]
    pub const fn by(&self) -> Option<OccupantId> {
        match self {
            Self::MannerSet { by, .. } | Self::NormsSet { by, .. } => *by,
            Self::Agreed { occupant, .. } | Self::HandRaised { occupant } => Some(*occupant),
            Self::HandLowered { by, .. }
            | Self::TurnGiven { by, .. }
            | Self::TurnEnded { by, .. }
            | Self::Noted { by, .. }
            | Self::NoteGone { by, .. } => Some(*by),
        }
    }

    /// Returns what is left of it for replay when what it says is destroyed; `None` where it says
    /// nothing that ever is.
    #[must_use]
    pub const fn remains(&self) -> Option<Self> {
        match self {
            Self::Noted { by, entry, .. } | Self::NoteGone { by, entry } => Some(Self::NoteGone {
                by: *by,
                entry: *entry,
            }),
            Self::MannerSet { .. }
            | Self::NormsSet { .. }
            | Self::Agreed { .. }
            | Self::HandRaised { .. }
            | Self::HandLowered { .. }
            | Self::TurnGiven { .. }
            | Self::TurnEnded { .. } => None,
        }
    }

    /// Returns the entry that it is about.
    #[must_use]
    pub const fn refers_to(&self) -> Option<Seq> {
        match self {
            Self::Noted { entry, .. } | Self::NoteGone { entry, .. } => Some(*entry),
            Self::MannerSet { .. }
            | Self::NormsSet { .. }
            | Self::Agreed { .. }
            | Self::HandRaised { .. }
            | Self::HandLowered { .. }
            | Self::TurnGiven { .. }
            | Self::TurnEnded { .. } => None,
        }
    }
}
