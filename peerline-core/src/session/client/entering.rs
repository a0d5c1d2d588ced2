//! Rooms that a client enters with tickets.

use super::ClientEvent;
use super::ClientSession;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Join;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

impl ClientSession {
    /// Receives a room under a name of its own. On each link the session asks the host for proof
    /// ([`ClientEvent::ProofNeeded`]): first of the key alone, and of a ticket where the line wants
    /// one.
    pub fn enter(&mut self, now: Timestamp, room: RoomId) {
        self.proofs.add(room, false);
        self.rooms.open(address(room), None, None);
        self.settle(now);
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
