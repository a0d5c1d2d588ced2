//! Connections that prove one room and nothing else.
//!
//! Whoever comes so is nobody on the line: they stand in no book, are asked for nothing at the gate
//! and let in nowhere by it. What they have is the name of their key in that room, and, as
//! everybody, the way to a responder. Nothing on such a connection leads to their account: whoever
//! wants to be told apart from themselves opens one for each room.

use super::ConnId;
use super::Engine;
use super::Output;
use super::presence::Arrival;
use crate::crisis;
use crate::identity::Principal;
use crate::identity::RoomProof;
use crate::vocab::Role;

impl Engine {
    /// Welcomes somebody who proved one room alone, whether or not the room knows them: who is
    /// refused there can still call for a person.
    pub(super) fn visit(&mut self, conn: ConnId, proof: &RoomProof, arrival: Arrival) {
        self.come_as_visitor(conn, proof, arrival);
        let (book, now) = (&self.state.identity, self.turn.now);
        let standing = &self.policies.standing;
        let admission = standing.admit(book, now, &Principal::of_room(proof.clone()));
        self.turn.say(Output::Welcome {
            conn,
            roles: vec![Role::Seeker],
            resting: Vec::new(),
            login: false,
            admission,
            lack: None,
            visits: true,
        });
    }

    /// Lets somebody be connected who proved one room alone, under the name that their key has
    /// there.
    pub(super) fn come_as_visitor(&mut self, conn: ConnId, proof: &RoomProof, arrival: Arrival) {
        let account = proof.key().account();
        self.presence.visit(conn, proof.room());
        if self.presence.add(conn, account, arrival) {
            self.crisis_decide(crisis::Command::SeekerBack { person: account });
        }
        // A key that the room does not know, or whose lease has ended, opens nothing yet: `open`
        // says so, and takes a ticket.
        let _ = self.come_back(conn, proof);
    }
}
