//! What a person's own device notes in their locker.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::identity::LockerKey;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What a person would miss who comes back with nothing but the phrase: their rooms and how far
/// they have read in each, and whom they do not want to meet. JSON; what a later program adds is
/// kept as it is.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "what is not known here goes into `other`"
)]
pub struct LockerNotes {
    /// The rooms.
    #[serde(default)]
    pub rooms: BTreeMap<RoomId, LockerRoom>,
    /// Members whom the person blocked: the room, and the name there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub blocks: BTreeSet<(RoomId, OccupantId)>,
    /// The person's safety plan, their own; nobody else has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<LockerPlan>,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

/// A safety plan in the person's own words. One without steps was erased.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "six texts and their time; a later form is another field"
)]
pub struct LockerPlan {
    /// When it was written: the later one stays.
    #[serde(default)]
    pub at: u64,
    /// The six steps.
    #[serde(default)]
    pub steps: Vec<Sensitive<String>>,
}

impl LockerPlan {
    /// The most bytes of JSON a plan has, so that it fits beside everything else.
    pub const MAX_BYTES: usize = 2_600;

    /// Returns whether this one stays of two.
    fn outlasts(&self, other: &Self) -> bool {
        let words = |plan: &Self| serde_json::to_string(plan).unwrap_or_default();
        (other.at, words(other)) <= (self.at, words(self))
    }
}

/// One room.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "what is not known here goes into `other`"
)]
pub struct LockerRoom {
    /// Up to which entry it was read.
    pub read: Seq,
    /// When that entry was written, by the line's clock: the oldest is left out first.
    pub at: Timestamp,
    /// Whether it was entered with a ticket, so that the line itself does not know whose it is.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ticket: bool,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl LockerNotes {
    /// Puts together what two devices noted: of each room whoever read further, all blocks, and the later plan. The
    /// same in either order, but for what is not known here, of which this side's stays.
    #[must_use]
    pub fn merged(mut self, others: Self) -> Self {
        for (id, theirs) in others.rooms {
            match self.rooms.get_mut(&id) {
                Some(mine) => {
                    mine.read = mine.read.max(theirs.read);
                    mine.at = mine.at.max(theirs.at);
                    mine.ticket |= theirs.ticket;
                    add(&mut mine.other, theirs.other);
                }
                None => {
                    self.rooms.insert(id, theirs);
                }
            }
        }
        self.blocks.extend(others.blocks);
        self.plan = match (self.plan, others.plan) {
            (Some(mine), Some(theirs)) if mine.outlasts(&theirs) => Some(mine),
            (mine, theirs) => theirs.or(mine),
        };
        add(&mut self.other, others.other);
        self
    }

    /// Returns what is sealed. Where it is too much, rooms are left out, the oldest first, then
    /// blocks, then what is not known here; a plan within its bounds always fits.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut notes = self.clone();
        loop {
            // Ids, numbers and JSON alone serialise without fail.
            let bytes = serde_json::to_vec(&notes).unwrap_or_default();
            if bytes.len() <= LockerKey::MAX {
                return bytes;
            }
            if notes.rooms.is_empty() && notes.blocks.pop_first().is_none() {
                if notes.other.is_empty() {
                    notes.plan = None;
                }
                notes.other.clear();
            }
            let surplus = bytes.len().saturating_sub(LockerKey::MAX);
            notes.leave_out(surplus.div_ceil(ROOM_BYTES));
        }
    }

    fn leave_out(&mut self, n_rooms: usize) {
        let mut oldest: Vec<_> = self.rooms.iter().map(|(id, room)| (room.at, *id)).collect();
        oldest.sort_unstable();
        for (_, id) in oldest.into_iter().take(n_rooms) {
            self.rooms.remove(&id);
        }
    }

    /// Reads what was sealed; `None` where it is no such thing.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

/// More than one room takes in JSON, of what is known here.
const ROOM_BYTES: usize = 128;

fn add(mine: &mut BTreeMap<String, Value>, theirs: BTreeMap<String, Value>) {
    for (name, value) in theirs {
        mine.entry(name).or_insert(value);
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
