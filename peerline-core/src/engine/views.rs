//! What a person sees of their own place, rooms and offers.

use crate::room::RoomKind;
use crate::vocab::Language;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Topic;

/// One of a person's rooms.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct MyRoom {
    /// The room.
    pub room: RoomId,
    /// Their role there.
    pub role: Role,
    /// Whether it is open.
    pub state: &'static str,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The language spoken.
    pub language: Language,
    /// What it is for.
    pub kind: RoomKind,
    /// Beside which room it is the staff's thread.
    pub beside: Option<RoomId>,
}
