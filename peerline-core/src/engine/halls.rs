//! What the engine finds rooms by, and the questions whether to talk alone: folded with the rest.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::room::Asks;
use crate::room::Life;
use crate::room::Room;
use crate::room::Slug;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// Rooms by what they are found by.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Halls {
    /// The rooms of the directory.
    pub(super) listed: BTreeMap<Slug, RoomId>,
    /// Those of which nothing reaches a store.
    pub(super) fleeting: BTreeSet<RoomId>,
    /// The circles that are not over.
    pub(super) circles: BTreeSet<RoomId>,
    /// The staff's threads, by the room they are beside.
    pub(super) threads: BTreeMap<RoomId, RoomId>,
    /// Questions whether to talk alone.
    pub(super) asks: Asks,
    wakes: BTreeSet<(Timestamp, RoomId)>,
    awake: BTreeMap<RoomId, Timestamp>,
}

impl Halls {
    /// Takes note of how a room is led.
    pub(super) fn note(&mut self, id: RoomId, life: &Life, room: &Room) {
        match life {
            Life::Listed { spec } => {
                self.listed.insert(spec.slug.clone(), id);
                if spec.in_memory {
                    self.fleeting.insert(id);
                } else {
                    self.fleeting.remove(&id);
                }
            }
            Life::Gathering { .. } => {
                self.circles.insert(id);
            }
            Life::Beside { room } => {
                self.threads.insert(*room, id);
            }
            Life::Began { .. }
            | Life::Paused { .. }
            | Life::Ended { .. }
            | Life::Assigned { .. }
            | Life::Quoted { .. } => {}
        }
        self.keep(id, room);
    }

    /// Takes note of how a room stands now.
    pub(super) fn keep(&mut self, id: RoomId, room: &Room) {
        if room.is_over() {
            self.listed.retain(|_, listed| *listed != id);
            self.circles.remove(&id);
            self.threads.retain(|_, thread| *thread != id);
        }
        if let Some(at) = self.awake.remove(&id) {
            self.wakes.remove(&(at, id));
        }
        if let Some(at) = room.wakes().filter(|_| !room.is_over()) {
            self.awake.insert(id, at);
            self.wakes.insert((at, id));
        }
    }

    /// Returns which room time brings something to next, and when.
    pub(super) fn next_wake(&self) -> Option<(Timestamp, RoomId)> {
        self.wakes.first().copied()
    }
}
