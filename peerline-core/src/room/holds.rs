//! Holds: a supervisor or the operator keeps words from being destroyed, for a reason and a time.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::HoldId;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// What happened to a hold.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
#[non_exhaustive]
pub enum HoldFact {
    /// Words are held.
    Held {
        /// The hold.
        id: HoldId,
        /// What it holds.
        hold: Hold,
    },
    /// A hold was released before its end.
    Released {
        /// The hold.
        id: HoldId,
    },
}

/// A hold.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Hold {
    /// Which room; every room where it is missing.
    pub room: Option<RoomId>,
    /// Why, as a code: 1 to [`Hold::MAX_REASON`] of `a-z`, `0-9`, `_`, `-` and `.`.
    pub reason: String,
    /// From when.
    pub since: Timestamp,
    /// When it ends; every hold does.
    pub until: Timestamp,
}

/// The holds that are known.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Holds {
    holds: BTreeMap<HoldId, Hold>,
}

/// Why there is no such hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum HoldRefusal {
    /// The reason is no code.
    #[error("a reason is a code: 1 to 40 of a-z, 0-9, _, - and .")]
    Reason,
    /// It ends in the past, or is too long.
    #[error("a hold ends within two years; hold again before it ends")]
    Until,
    /// No such room.
    #[error("there is no such room")]
    UnknownRoom,
    /// No such hold.
    #[error("there is no such hold, or it has ended")]
    UnknownHold,
}

impl Hold {
    /// The most bytes of a reason.
    pub const MAX_REASON: usize = 40;
    /// The longest hold.
    pub const LONGEST: Millis = Millis::from_hours(2 * 366 * 24);

    /// Checks what is asked for.
    ///
    /// # Errors
    /// [`HoldRefusal`] where the reason is no code, or the end is none.
    pub fn check(&self) -> Result<(), HoldRefusal> {
        let good = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.');
        let fits = (1..=Self::MAX_REASON).contains(&self.reason.len());
        if !(fits && self.reason.bytes().all(good)) {
            return Err(HoldRefusal::Reason);
        }
        let ends = self.since < self.until && self.until <= self.since.after(Self::LONGEST);
        ends.then_some(()).ok_or(HoldRefusal::Until)
    }

    fn holds(&self, room: RoomId) -> bool {
        self.room.is_none_or(|held| held == room)
    }
}

impl Holds {
    /// Returns the holds in force.
    pub fn in_force(&self, now: Timestamp) -> impl Iterator<Item = (HoldId, &Hold)> {
        let all = self.holds.iter();
        all.filter(move |(_, hold)| now < hold.until)
            .map(|(id, hold)| (*id, hold))
    }

    /// Returns the hold of a room that ends last.
    #[must_use]
    pub fn of(&self, now: Timestamp, room: RoomId) -> Option<(HoldId, &Hold)> {
        let here = self.in_force(now).filter(|(_, hold)| hold.holds(room));
        here.max_by_key(|(_, hold)| hold.until)
    }

    /// Takes in what happened; what ended is dropped.
    pub fn apply(&mut self, fact: &HoldFact) {
        match fact {
            HoldFact::Held { id, hold } => {
                self.holds.retain(|_, other| hold.since < other.until);
                self.holds.insert(*id, hold.clone());
            }
            HoldFact::Released { id } => {
                self.holds.remove(id);
            }
        }
    }
}
