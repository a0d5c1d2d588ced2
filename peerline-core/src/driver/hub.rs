//! Who receives which room.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::message::Arrival;
use super::message::ToConn;
use crate::engine::ConnId;
use crate::identity::StaffClaims;
use crate::session::Published;
use crate::vocab::AccountId;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// Every connection that proved who it is, and what it receives.
#[derive(Debug, Default)]
pub(super) struct Hub {
    conns: BTreeMap<ConnId, Seat>,
    rooms: BTreeMap<RoomName, Audience>,
    /// The last number given to a room.
    numbers: u32,
}

/// Who receives a room, and the number it has for all of them while anybody does.
#[derive(Debug)]
struct Audience {
    number: u32,
    conns: BTreeSet<ConnId>,
}

#[derive(Debug)]
struct Seat {
    arrival: Arrival,
    rooms: BTreeSet<RoomName>,
    /// What it is called in rooms that it entered with a ticket.
    names: BTreeMap<RoomId, OccupantId>,
    /// Let in while nothing could be written down.
    unwritten: bool,
}

impl Hub {
    pub(super) fn add(&mut self, arrival: Arrival, unwritten: bool) {
        self.conns.insert(
            arrival.conn,
            Seat {
                arrival,
                rooms: BTreeSet::new(),
                names: BTreeMap::new(),
                unwritten,
            },
        );
    }

    /// Lets somebody go; `false` where they were gone already.
    pub(super) fn remove(&mut self, conn: ConnId) -> bool {
        let Some(seat) = self.conns.remove(&conn) else {
            return false;
        };
        for room in seat.rooms {
            self.forget(&room, conn);
        }
        true
    }

    /// Returns whose connection has ended.
    pub(super) fn gone(&self) -> Vec<ConnId> {
        let gone = self
            .conns
            .iter()
            .filter(|(_, seat)| seat.arrival.outbox.is_closed());
        gone.map(|(conn, _)| *conn).collect()
    }

    /// Returns whether somebody came with an invitation.
    pub(super) fn is_invited(&self, conn: ConnId) -> bool {
        self.conns
            .get(&conn)
            .is_some_and(|seat| seat.arrival.invite.is_some())
    }

    pub(super) fn account(&self, conn: ConnId) -> Option<AccountId> {
        self.conns
            .get(&conn)
            .map(|seat| seat.arrival.principal.account())
    }

    /// Keeps a login beside who it is of.
    pub(super) fn log_in(&mut self, conn: ConnId, claims: &StaffClaims) {
        if let Some(seat) = self.conns.get_mut(&conn) {
            let principal = seat.arrival.principal.clone();
            seat.arrival.principal = principal.logged_in(claims.clone());
        }
    }

    /// Returns what a connection receives.
    pub(super) fn rooms_of(&self, conn: ConnId) -> Vec<RoomName> {
        let seat = self.conns.get(&conn);
        seat.map(|seat| seat.rooms.iter().cloned().collect())
            .unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.conns.len()
    }

    /// Returns everybody, to be let in again by an engine that was built anew, and whether that is
    /// to be written down for the first time.
    pub(super) fn arrivals(&self) -> Vec<(Arrival, bool)> {
        self.conns
            .values()
            .map(|seat| (seat.arrival.clone(), seat.unwritten))
            .collect()
    }

    /// Notes what a connection is called in a room that it entered with a ticket.
    pub(super) fn name(&mut self, conn: ConnId, room: RoomId, who: OccupantId) {
        if let Some(seat) = self.conns.get_mut(&conn) {
            seat.names.insert(room, who);
        }
    }

    /// Returns what connections are called in rooms that they entered with a ticket.
    pub(super) fn names(&self) -> Vec<(ConnId, RoomId, OccupantId)> {
        let seats = self.conns.iter();
        let names = seats.flat_map(|(conn, seat)| {
            let names = seat.names.iter();
            names.map(|(room, who)| (*conn, *room, *who))
        });
        names.collect()
    }

    /// Everybody is written down.
    pub(super) fn all_written(&mut self) {
        for seat in self.conns.values_mut() {
            seat.unwritten = false;
        }
    }

    /// Returns who receives what.
    pub(super) fn subscriptions(&self) -> Vec<(ConnId, RoomName)> {
        let pairs = self.rooms.iter().flat_map(|(room, audience)| {
            let room = room.clone();
            let conns = audience.conns.iter();
            conns.map(move |conn| (*conn, room.clone()))
        });
        pairs.collect()
    }

    /// Sends a room to a connection from now on; returns the room's number, or `None` where the
    /// connection is gone.
    pub(super) fn subscribe(&mut self, conn: ConnId, room: &RoomName) -> Option<u32> {
        let seat = self.conns.get_mut(&conn)?;
        seat.rooms.insert(room.clone());
        let audience = self.rooms.entry(room.clone()).or_insert_with(|| {
            // Numbers of rooms that are open at the same time differ, as long as fewer than 2^32 are.
            self.numbers = self.numbers.wrapping_add(1);
            Audience {
                number: self.numbers,
                conns: BTreeSet::new(),
            }
        });
        audience.conns.insert(conn);
        Some(audience.number)
    }

    /// Returns the number of a room that anybody receives.
    pub(super) fn number(&self, room: &RoomName) -> Option<u32> {
        self.rooms.get(room).map(|audience| audience.number)
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
        let Some(members) = self.rooms.get(published.room()) else {
            return (0, 0);
        };
        for conn in &members.conns {
            if let Some(seat) = self.conns.get_mut(conn) {
                let slow = seat.arrival.outbox.publish(published);
                copies = copies.saturating_add(1);
                behind = behind.saturating_add(usize::from(slow));
            }
        }
        (copies, behind)
    }

    /// Tells a connection how far a log reaches: what it lacks it reads itself.
    pub(super) fn reach(&mut self, conn: ConnId, room: &RoomName, head: Seq) {
        if let Some(seat) = self.conns.get_mut(&conn) {
            seat.arrival.outbox.reach(room.clone(), head);
        }
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
        for conn in &members.conns {
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
            members.conns.remove(&conn);
            if members.conns.is_empty() {
                self.rooms.remove(room);
            }
        }
    }
}
