//! Rooms that are over and still hold words, in the order in which those are to be destroyed.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::room::RoomKind;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// Since when rooms are over: nothing more is said in them, and no case in them ended since.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Over {
    since: BTreeMap<RoomId, (Timestamp, RoomKind)>,
    order: BTreeMap<RoomKind, BTreeSet<(Timestamp, RoomId)>>,
}

impl Over {
    /// Takes note of a room that is over, or has nothing left to destroy.
    pub(super) fn note(
        &mut self,
        (kind, id): (RoomKind, RoomId),
        holds_words: bool,
        at: Timestamp,
    ) {
        if holds_words {
            let (since, _) = *self.since.entry(id).or_insert((at, kind));
            self.order.entry(kind).or_default().insert((since, id));
        } else if let Some((since, kind)) = self.since.remove(&id) {
            self.take_out(kind, (since, id));
        }
    }

    /// Counts anew from `at`: a case in it has ended.
    pub(super) fn restart(&mut self, id: RoomId, at: Timestamp) {
        if let Some((since, kind)) = self.since.get(&id).copied() {
            self.take_out(kind, (since, id));
            self.since.insert(id, (at, kind));
            self.order.entry(kind).or_default().insert((at, id));
        }
    }

    /// Returns the rooms of a kind and since when, the longest first.
    pub(super) fn of(&self, kind: RoomKind) -> impl Iterator<Item = (Timestamp, RoomId)> {
        self.order.get(&kind).into_iter().flatten().copied()
    }

    /// Returns since when a room is over that still holds words.
    pub(super) fn since(&self, id: RoomId) -> Option<Timestamp> {
        self.since.get(&id).map(|(since, _)| *since)
    }

    fn take_out(&mut self, kind: RoomKind, place: (Timestamp, RoomId)) {
        if let Some(order) = self.order.get_mut(&kind) {
            order.remove(&place);
            if order.is_empty() {
                self.order.remove(&kind);
            }
        }
    }
}
