//! What the operator asks about what is kept, and what is answered.

use crate::room::Hold;
use crate::room::HoldRefusal;
use crate::room::Retention;
use crate::room::RoomKind;
use crate::room::RoomState;
use crate::vocab::HoldId;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// What the operator asks about what is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeepWish {
    /// Hold a room's words, or those of all rooms.
    Hold {
        /// Which room; all where missing.
        room: Option<RoomId>,
        /// Why, as a code.
        reason: String,
        /// Until when.
        until: Timestamp,
    },
    /// Release a hold.
    Release {
        /// Which.
        hold: HoldId,
    },
    /// The holds in force.
    Holds,
    /// What would be destroyed, when, and what holds it.
    Report,
}

/// The answer to the operator.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeepAnswer {
    /// It is held.
    Held(HoldId),
    /// It is released.
    Released,
    /// The holds in force.
    Holds(Vec<HoldView>),
    /// Room by room.
    Report(Vec<RoomKept>),
    /// Not done.
    Refused(HoldRefusal),
}

/// A hold with its name.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct HoldView {
    /// Its name.
    pub id: HoldId,
    /// What it holds.
    pub hold: Hold,
}

/// A room that holds words.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct RoomKept {
    /// The room.
    pub room: RoomId,
    /// What it is for.
    pub kind: RoomKind,
    /// Whether it goes on.
    pub state: RoomState,
    /// How long its words are kept.
    pub retention: Retention,
    /// How many entries hold words.
    pub n_words: usize,
    /// When the first of them are due; missing where nothing is due yet.
    pub due: Option<Timestamp>,
    /// What holds them.
    pub blocks: Vec<Block>,
}

/// Something that holds the words of a room.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Block {
    /// What.
    pub why: BlockWhy,
    /// Until when at the latest; missing where that hangs on somebody.
    pub until: Option<Timestamp>,
}

impl Block {
    /// Makes a block.
    #[must_use]
    pub const fn new(why: BlockWhy, until: Option<Timestamp>) -> Self {
        Self { why, until }
    }
}

/// Why the words of a room are held.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum BlockWhy {
    /// A case is open whose words stand there.
    OpenCase,
    /// A decision about a message there can be appealed, or was.
    Appeal,
    /// Something there was reported.
    Report,
    /// A supervisor or the operator holds it.
    LegalHold,
}

impl BlockWhy {
    /// Returns its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenCase => "open_case",
            Self::Appeal => "appeal",
            Self::Report => "report",
            Self::LegalHold => "legal_hold",
        }
    }
}
