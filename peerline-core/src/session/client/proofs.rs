//! Rooms that take proof, and how far the present link got with it.

use std::collections::BTreeMap;

use crate::protocol::Address;
use crate::protocol::Join;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

/// The rooms that are entered with a ticket.
#[derive(Clone, Debug, Default)]
pub(super) struct Proofs(BTreeMap<RoomId, Proof>);

#[derive(Clone, Debug)]
struct Proof {
    /// Whether the next one takes a ticket: without one, a key comes back to a lease that runs.
    fresh: bool,
    step: Step,
}

#[derive(Clone, Debug)]
enum Step {
    Wanted,
    Asked,
    Given(Box<Join>),
    Sent,
}

impl Proofs {
    pub(super) fn add(&mut self, room: RoomId, fresh: bool) {
        let step = Step::Wanted;
        self.0.insert(room, Proof { fresh, step });
    }

    pub(super) fn remove(&mut self, room: &Address) {
        if let Some(room) = id(room) {
            self.0.remove(&room);
        }
    }

    /// Returns for which rooms the host is to be asked, and whether a ticket is needed there.
    pub(super) fn ask(&mut self) -> Vec<(RoomId, bool)> {
        let wanted = self.0.iter_mut();
        let wanted = wanted.filter(|(_, proof)| matches!(proof.step, Step::Wanted));
        wanted
            .map(|(room, proof)| {
                proof.step = Step::Asked;
                (*room, proof.fresh)
            })
            .collect()
    }

    /// Takes the host's answer; nothing happens where nobody asked on this link.
    pub(super) fn give(&mut self, room: RoomId, join: Box<Join>) {
        if let Some(proof) = self.0.get_mut(&room)
            && matches!(proof.step, Step::Asked)
        {
            proof.step = Step::Given(join);
        }
    }

    /// Returns whether a room can be opened now: it takes no proof, or there is one.
    pub(super) fn admits(&self, room: &Address) -> bool {
        let proof = id(room).and_then(|room| self.0.get(&room));
        proof.is_none_or(|proof| matches!(proof.step, Step::Given(_)))
    }

    /// Returns the proof to open a room with.
    pub(super) fn take(&mut self, room: &Address) -> Option<Box<Join>> {
        let proof = id(room).and_then(|room| self.0.get_mut(&room))?;
        match std::mem::replace(&mut proof.step, Step::Sent) {
            Step::Given(join) => Some(join),
            Step::Wanted | Step::Asked | Step::Sent => None,
        }
    }

    pub(super) fn opened(&mut self, room: &Address) {
        if let Some(proof) = id(room).and_then(|room| self.0.get_mut(&room)) {
            proof.fresh = false;
        }
    }

    /// Takes a refusal; `true` where a fresh ticket is worth a try.
    pub(super) fn refused(&mut self, room: &Address, why: Option<&str>) -> bool {
        let about_ticket = why.is_some_and(|why| why.starts_with("ticket"));
        match id(room).and_then(|room| self.0.get_mut(&room)) {
            Some(proof) if about_ticket && !proof.fresh => {
                proof.fresh = true;
                proof.step = Step::Wanted;
                true
            }
            Some(_) | None => {
                self.remove(room);
                false
            }
        }
    }

    pub(super) fn link_lost(&mut self) {
        for proof in self.0.values_mut() {
            proof.step = Step::Wanted;
        }
    }
}

const fn id(room: &Address) -> Option<RoomId> {
    match room {
        Address::Room(RoomName::Room(id)) => Some(*id),
        Address::Me | Address::Room(_) | Address::Number(_) => None,
    }
}
