//! Who receives which room.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::message::Arrival;
use super::message::ToConn;
use crate::engine::ConnId;
use crate::session::Published;
use crate::vocab::AccountId;
use crate::vocab::RoomName;

/// Every connection that proved who it is, and what it receives.
#[derive(Debug, Default)]
pub(super) struct Hub {
    conns: BTreeMap<ConnId, Seat>,
    rooms: BTreeMap<RoomName, BTreeSet<ConnId>>,
}

#[derive(Debug)]
struct Seat {
    arrival: Arrival,
    rooms: BTreeSet<RoomName>,
}

impl Hub {
    pub(super) fn add(&mut self, arrival: Arrival) {
        self.conns.insert(
            arrival.conn,
            Seat {
                arrival,
                rooms: BTreeSet::new(),
            },
        );
    }

    pub(super) fn remove(&mut self, conn: ConnId) {
        if let Some(seat) = self.conns.remove(&conn) {
            for room in seat.rooms {
                self.forget(&room, conn);
            }
        }
    }

    pub(super) fn account(&self, conn: ConnId) -> Option<AccountId> {
        self.conns
            .get(&conn)
            .map(|seat| seat.arrival.principal.account())
    }

    pub(super) fn len(&self) -> usize {
        self.conns.len()
    }

    /// Returns everybody, to be let in again by an engine that was built anew.
    pub(super) fn arrivals(&self) -> Vec<Arrival> {
        self.conns
            .values()
            .map(|seat| seat.arrival.clone())
            .collect()
    }

    pub(super) fn subscribe(&mut self, conn: ConnId, room: &RoomName) {
        if let Some(seat) = self.conns.get_mut(&conn) {
            seat.rooms.insert(room.clone());
            self.rooms.entry(room.clone()).or_default().insert(conn);
        }
    }

    pub(super) fn unsubscribe(&mut self, conn: ConnId, room: &RoomName) {
        if let Some(seat) = self.conns.get_mut(&conn) {
            seat.rooms.remove(room);
        }
        self.forget(room, conn);
    }

    /// Returns whether anybody receives a room.
    pub(super) fn has_members(&self, room: &RoomName) -> bool {
        self.rooms.contains_key(room)
    }

    /// Hands an entry to everybody who receives its room. Returns how many copies went out, and how
    /// many connections are behind.
    pub(super) fn publish(&mut self, published: &Arc<Published>) -> (usize, usize) {
        let (mut copies, mut behind) = (0_usize, 0_usize);
        let Some(members) = self.rooms.get(&published.room) else {
            return (0, 0);
        };
        for conn in members {
            if let Some(seat) = self.conns.get_mut(conn) {
                let slow = seat.arrival.outbox.publish(published);
                copies = copies.saturating_add(1);
                behind = behind.saturating_add(usize::from(slow));
            }
        }
        (copies, behind)
    }

    /// Says something to one connection. One that does not take its answers is let go: it comes
    /// back and asks again.
    pub(super) fn send(&mut self, conn: ConnId, message: ToConn) {
        if let Some(seat) = self.conns.get_mut(&conn)
            && !seat.arrival.outbox.send(message)
        {
            seat.arrival.outbox.close();
        }
    }

    /// Says something passing to everybody who receives a room; what does not fit is dropped.
    pub(super) fn whisper(&mut self, room: &RoomName, message: impl Fn() -> ToConn) {
        let Some(members) = self.rooms.get(room) else {
            return;
        };
        for conn in members {
            if let Some(seat) = self.conns.get_mut(conn) {
                let _ = seat.arrival.outbox.send(message());
            }
        }
    }

    /// Says the same to everybody.
    pub(super) fn tell_all(&mut self, message: impl Fn() -> ToConn) {
        for seat in self.conns.values_mut() {
            if !seat.arrival.outbox.send(message()) {
                seat.arrival.outbox.close();
            }
        }
    }

    fn forget(&mut self, room: &RoomName, conn: ConnId) {
        if let Some(members) = self.rooms.get_mut(room) {
            members.remove(&conn);
            if members.is_empty() {
                self.rooms.remove(room);
            }
        }
    }
}
