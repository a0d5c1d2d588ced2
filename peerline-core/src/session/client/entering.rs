//! Rooms that a client enters with tickets.

use super::ClientEvent;
use super::ClientSession;
use super::Cursor;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Join;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

impl ClientSession {
    /// Receives a room under a name of its own. On each link the session asks the host for proof
    /// ([`ClientEvent::ProofNeeded`]): first of the key alone, and of a ticket where the line wants
    /// one. What is put into the room waits, on each link, until the name is proven there; a
    /// [`Kind::Signal`](crate::protocol::Kind::Signal) waits for nothing.
    pub fn enter(&mut self, now: Timestamp, room: RoomId) {
        self.enter_from(now, room, None);
    }

    /// Enters a room from a cursor on that was kept from an earlier session. A host calls it before
    /// [`restore`](Self::restore), so that what was kept for the room waits for its name.
    pub fn enter_from(&mut self, now: Timestamp, room: RoomId, cursor: Option<Cursor>) {
        self.proofs.add(room, false);
        self.rooms.open(address(room), cursor, None);
        self.settle(now);
    }

    /// Receives a room in which the line knows the person under a name that they have in a room they
    /// entered: `~` and what `opened.who` was there, or a room that was made for that name. On each
    /// link it is opened, and what is put into it goes out, once such names are proven.
    pub fn open_under(&mut self, now: Timestamp, room: Address, cursor: Option<Cursor>) {
        self.proofs.add_under(room.clone());
        self.open_from(now, room, cursor);
    }

    /// Shows a fresh ticket for a room that is entered already, before its lease ends.
    pub fn renew(&mut self, now: Timestamp, room: RoomId) {
        let name = address(room);
        if self.rooms.holds(&name) {
            self.proofs.add(room, true);
            self.rooms.reopen(&name);
            self.settle(now);
        }
    }

    /// Gives the answer to [`ClientEvent::ProofNeeded`]; `None` where there is no proof to be had:
    /// then the room is closed.
    pub fn proved(&mut self, now: Timestamp, room: RoomId, join: Option<Join>) {
        let name = address(room);
        match join {
            Some(join) => self.proofs.give(room, Box::new(join)),
            None => {
                self.proofs.remove(&name);
                self.rooms.close(&name);
                let refused = super::sending::refusal(None, Code::Denied);
                self.emit(ClientEvent::RoomRefused {
                    room: name,
                    refused,
                });
            }
        }
        self.settle(now);
    }

    pub(super) fn ask_proofs(&mut self) {
        let Some(hail) = self.hail.clone() else {
            return;
        };
        for (room, fresh) in self.proofs.ask() {
            let hail = hail.clone();
            self.emit(ClientEvent::ProofNeeded { room, hail, fresh });
        }
    }
}

const fn address(room: RoomId) -> Address {
    Address::Room(RoomName::Room(room))
}
