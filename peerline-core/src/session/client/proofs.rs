//! Rooms that take proof, and how far the present link got with it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::protocol::Address;
use crate::protocol::Join;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

/// The rooms that are entered with a ticket.
#[derive(Clone, Debug, Default)]
pub(super) struct Proofs {
    entered: BTreeMap<RoomId, Proof>,
    /// Rooms in which the person is known under a name that they have in one of those.
    under: BTreeSet<Address>,
}

#[derive(Clone, Debug)]
struct Proof {
    /// Whether the next one takes a ticket: without one, a key comes back to a lease that runs.
    fresh: bool,
    step: Step,
    /// Whether the line knows the name on this link.
    is_known: bool,
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
        let is_known = self.entered.get(&room).is_some_and(|proof| proof.is_known);
        let proof = Proof {
            fresh,
            step: Step::Wanted,
            is_known,
        };
        self.entered.insert(room, proof);
    }

    /// Takes note of a room that opens behind the proof of another.
    pub(super) fn add_under(&mut self, room: Address) {
        self.under.insert(room);
    }

    pub(super) fn remove(&mut self, room: &Address) {
        self.under.remove(room);
        if let Some(room) = id(room) {
            self.entered.remove(&room);
        }
    }

    /// Returns whether a room takes proof of its own, or waits for that of another.
    pub(super) fn concerns(&self, room: &Address) -> bool {
        self.proof(room).is_some() || self.waits_for_another(room)
    }

    /// Returns whether what is said in a room waits: on this link the line does not know yet under
    /// which name the person is there. It would refuse it before anybody looks for signs of danger.
    pub(super) fn holds(&self, room: &Address) -> bool {
        match self.proof(room) {
            Some(proof) => !proof.is_known,
            None => self.waits_for_another(room),
        }
    }

    /// Returns for which rooms the host is to be asked, and whether a ticket is needed there.
    pub(super) fn ask(&mut self) -> Vec<(RoomId, bool)> {
        let wanted = self.entered.iter_mut();
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
        if let Some(proof) = self.entered.get_mut(&room)
            && matches!(proof.step, Step::Asked)
        {
            proof.step = Step::Given(join);
        }
    }

    /// Returns whether a room can be opened now: it waits for no proof, or there is one.
    pub(super) fn admits(&self, room: &Address) -> bool {
        match self.proof(room) {
            Some(proof) => matches!(proof.step, Step::Given(_)),
            None => !self.waits_for_another(room),
        }
    }

    /// Returns the proof to open a room with.
    pub(super) fn take(&mut self, room: &Address) -> Option<Box<Join>> {
        let proof = id(room).and_then(|room| self.entered.get_mut(&room))?;
        match std::mem::replace(&mut proof.step, Step::Sent) {
            Step::Given(join) => Some(join),
            Step::Wanted | Step::Asked | Step::Sent => None,
        }
    }

    pub(super) fn opened(&mut self, room: &Address) {
        if let Some(proof) = id(room).and_then(|room| self.entered.get_mut(&room)) {
            proof.fresh = false;
            proof.is_known = true;
        }
    }

    /// Takes a refusal; `true` where a fresh ticket is worth a try.
    pub(super) fn refused(&mut self, room: &Address, why: Option<&str>) -> bool {
        let about_ticket = why.is_some_and(|why| why.starts_with("ticket"));
        match id(room).and_then(|room| self.entered.get_mut(&room)) {
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
        for proof in self.entered.values_mut() {
            proof.step = Step::Wanted;
            proof.is_known = false;
        }
    }

    fn proof(&self, room: &Address) -> Option<&Proof> {
        id(room).and_then(|room| self.entered.get(&room))
    }

    fn waits_for_another(&self, room: &Address) -> bool {
        let is_own = matches!(room, Address::Room(RoomName::Own(_)));
        let is_under = is_own || self.under.contains(room);
        is_under && self.entered.values().any(|proof| !proof.is_known)
    }
}

const fn id(room: &Address) -> Option<RoomId> {
    match room {
        Address::Room(RoomName::Room(id)) => Some(*id),
        Address::Me | Address::Room(_) | Address::Number(_) => None,
    }
}
