//! What hides who must not meet whom, where people come and go.
//!
//! Whoever is kept out of a room by a block hears that it is full. Somebody with a second phrase can
//! find out that it is not, and so would know, by a block that they set themselves, who is in it. So
//! a room also looks full to people without a reason: one in four drop-in rooms in each week,
//! others to each person, from some moment of the week until its end. And whoever was kept out with a
//! reason finds the room full until then, too, whether the other is still there or not: that is
//! written down, by a mark that names neither person nor room, and so is every room that was found
//! full for no reason, so that no clock tells one from the other.
//!
//! A room that turns full says then what it says in one of four cases anyway. It says more where
//! there is no other drop-in room, and of sessions, which take place once: nobody is kept out of
//! those for no reason.

use super::Engine;
use super::bearing::takes_tickets;
use crate::identity::Command;
use crate::room::Room;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// Of so many drop-in rooms, one looks full to a person for some of a week. A judgment of ours: more
/// rooms would hide more, and keep more people out for nothing.
const ONE_IN: usize = 4;

impl Engine {
    /// Returns whether a room where people come and go looks full to somebody who is not in it. It
    /// never does to who leads, moderates or responds, and no responder is behind such a door.
    pub(super) fn looks_full(&self, id: RoomId, room: &Room, person: AccountId) -> bool {
        let now = self.turn.now;
        if !takes_tickets(room.kind) || !self.state.identity.has_blocks(now) {
            return false;
        }
        self.state.identity.is_shut(now, person, id)
            || self.is_kept_out(room, person)
            || self.covered(person).contains(&id)
    }

    /// Writes down which rooms somebody has found out that they look full, so that they do until the
    /// week is over, also where the other leaves or the line begins anew.
    pub(super) fn note_turned_away(&mut self, person: AccountId) {
        let now = self.turn.now;
        if !self.state.identity.has_blocks(now) {
            return;
        }
        let covered = self.covered(person);
        let listed = self.state.halls.listed.values();
        let full = listed.filter(|id| {
            let room = self.state.room(**id);
            room.is_some_and(|room| {
                room.present_member(person).is_none()
                    && (covered.contains(id) || self.is_kept_out(room, person))
            })
        });
        let full: Vec<RoomId> = full.copied().collect();
        let until = Week::of(now).next().begins();
        for room in full {
            // It has nothing to refuse: where it is noted already, nothing happens.
            self.identify(Command::Shut {
                account: person,
                room,
                until,
            });
        }
    }

    /// Returns which rooms look full to somebody for no reason: one in four of the drop-in rooms, and
    /// where they do not come out even, one more in as many weeks as it takes. One is always left.
    fn covered(&self, person: AccountId) -> Vec<RoomId> {
        let listed = self.state.halls.listed.values();
        let drop_ins = listed.filter(|id| {
            let room = self.state.room(**id);
            room.is_some_and(|room| room.kind == RoomKind::DropIn)
        });
        let mut drawn: Vec<(Digest, RoomId)> =
            drop_ins.map(|id| (self.lot(*id, person), *id)).collect();
        drawn.sort_unstable();
        let (whole, rest) = (drawn.len() / ONE_IN, drawn.len() % ONE_IN);
        let more = usize::from(self.odd_lot(person) < rest);
        let n = whole
            .saturating_add(more)
            .min(drawn.len().saturating_sub(1));
        let own = drawn.iter().take(n);
        own.filter(|(lot, _)| begins(lot, self.turn.now) <= self.turn.now)
            .map(|(_, room)| *room)
            .collect()
    }

    /// Returns a number below [`ONE_IN`] that is drawn for a person in this week.
    fn odd_lot(&self, person: AccountId) -> usize {
        let [first, ..] = *self.lot(RoomId::from_bytes([0; 16]), person).as_bytes();
        usize::from(first) % ONE_IN
    }

    /// What decides which rooms look full to a person in this week: without the line's key nobody can
    /// tell it ahead.
    fn lot(&self, id: RoomId, person: AccountId) -> Digest {
        let week = Week::of(self.turn.now).number();
        let mut builder = DigestBuilder::new("peerline/v1/cover");
        builder.bytes(self.names.expose()).bytes(person.as_bytes());
        builder
            .bytes(id.as_bytes())
            .number(u64::from(week))
            .finish()
    }
}

/// Returns from when on a room looks full that was drawn: any moment of the week, each as likely.
fn begins(lot: &Digest, now: Timestamp) -> Timestamp {
    let [.., a, b, c, d] = *lot.as_bytes();
    let drawn = u64::from(u32::from_be_bytes([a, b, c, d]));
    let into = Week::SPAN.get().checked_mul(drawn).unwrap_or_default() >> 32;
    Week::of(now).begins().after(Millis::new(into))
}
