//! What is told about the line of those who wait, and to whom in it supporters are asked to talk.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use crate::matching::AgeBand;
use crate::matching::Need;
use crate::matching::Style;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// An offered seeker.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct OfferBody {
    /// The offer.
    pub offer: OfferId,
    /// What they want to talk about.
    pub topics: Vec<Topic>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// How long they have waited.
    pub waited_ms: Millis,
    /// When the offer lapses.
    pub until: Timestamp,
    /// What they need in order to talk.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub needs: BTreeSet<Need>,
    /// How old they say they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<AgeBand>,
    /// The way of talking they wish for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
}

/// A place in line, honestly.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct PlaceBody {
    /// `waiting` or `none`.
    pub state: String,
    /// 1 is next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// How many are ahead.
    #[serde(default)]
    pub ahead: usize,
    /// How many supporters on shift would fit.
    #[serde(default)]
    pub fitting: usize,
    /// Whether anybody fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// The median of recent waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_ms: Option<Millis>,
    /// Eight in ten recent waits were shorter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p80_ms: Option<Millis>,
    /// From how many waits that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    /// Whether somebody is being asked right now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub offered: bool,
    /// What has given way to the wait: `topic`, `style`, `gender`, `language`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widened: Vec<String>,
    /// In how long something more gives way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_ms: Option<Millis>,
    /// Rooms of the directory where one could talk meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<RoomId>,
}

/// How one's own shift stands.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct ShiftBody {
    /// `on`, `off`, `due` (a break begins when the conversations that run have ended) or `resting`.
    pub state: String,
    /// For how many at a time.
    pub capacity: u8,
    /// Conversations that run, and offers.
    pub load: usize,
    /// Load points since the last break.
    pub points: u16,
    /// After how many a break is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub break_points: Option<u16>,
    /// Until when the break lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Up to which tier the line clears this supporter.
    pub clearance: Tier,
    /// Whether the line certifies them for people under age.
    pub minors: bool,
}

/// The line of those who wait, for who supervises. Nobody who waits is named.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct QueueBody {
    /// Who waits, the most urgent first.
    pub waiting: Vec<WaitingBody>,
    /// For whom nobody on shift could be asked.
    pub uncovered: Vec<UncoveredBody>,
    /// Who is on shift.
    pub on_shift: Vec<OnShiftBody>,
}

/// Some who wait.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct WaitingBody {
    /// How soon they are needed.
    pub tier: Tier,
    /// The language they would rather speak, without its variety.
    pub language: String,
    /// How many.
    pub n: usize,
    /// How long the first of them has waited.
    pub waited_ms: Millis,
}

/// Some for whom nobody on shift could be asked.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct UncoveredBody {
    /// The language they would rather speak, without its variety.
    pub language: String,
    /// The first topic they named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// How many.
    pub n: usize,
}

/// A supporter on shift.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct OnShiftBody {
    /// Their name among staff.
    pub who: OccupantId,
    /// What people read there.
    pub handle: String,
    /// For how many at a time.
    pub capacity: u8,
    /// Conversations that run, and offers.
    pub load: usize,
    /// Whether they are on a break, or one is due.
    pub resting: bool,
    /// Their languages, without varieties.
    pub languages: Vec<String>,
}

/// Whether anybody on shift fits.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Coverage {
    /// Somebody does.
    Some,
    /// Nobody does.
    Nobody,
}
