//! What a person sees of their own place, rooms and offers.

use crate::room::RoomKind;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OfferId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// A place in line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct PlaceView {
    /// 1 is next in their own order.
    pub position: usize,
    /// How many are ahead.
    pub ahead: usize,
    /// How many supporters on shift fit.
    pub fitting: usize,
    /// Half of the recent waits were no longer.
    pub median: Option<Millis>,
    /// Eight in ten recent waits were no longer.
    pub p80: Option<Millis>,
}

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

/// An open offer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct OfferView {
    /// The offer.
    pub offer: OfferId,
    /// What they want to talk about.
    pub topics: Vec<Topic>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// How long they have waited.
    pub waited: Millis,
    /// When it lapses.
    pub until: Timestamp,
}
