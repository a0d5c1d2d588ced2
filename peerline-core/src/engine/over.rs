//! Rooms that are over and still hold words, in the order in which those are to be destroyed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// Since when rooms are over: nothing more is said in them, and no case in them ended since.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Over {
    since: BTreeMap<RoomId, Timestamp>,
    order: BTreeSet<(Timestamp, RoomId)>,
}

impl Over {
    /// Takes note of a room that is over, or has nothing left to destroy.
    pub(super) fn note(&mut self, id: RoomId, holds_words: bool, at: Timestamp) {
        if holds_words {
            let since = *self.since.entry(id).or_insert(at);
            self.order.insert((since, id));
        } else if let Some(since) = self.since.remove(&id) {
            self.order.remove(&(since, id));
        }
    }

    /// Counts anew from `at`: a case in it has ended.
    pub(super) fn restart(&mut self, id: RoomId, at: Timestamp) {
        if let Some(since) = self.since.get_mut(&id) {
            self.order.remove(&(*since, id));
            *since = at;
            self.order.insert((at, id));
        }
    }

    /// Returns rooms and since when, the longest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Timestamp, RoomId)> {
        self.order.iter().copied()
    }
}
