//! What hides who must not meet whom, where people come and go.
//!
//! Whoever is kept out of a room by a block hears that it is full. Somebody with a second phrase can
//! find out that it is not, and so would know, by a block that they set themselves, who is in it. So
//! a room also looks full to people without a reason: one in four drop-in rooms in each week,
//! others to each person, from some moment of the week until its end. And whoever was kept out with a
//! reason finds the room full until then, too, whether the other is still there or not.
//!
//! A room that turns full says then what it says in one of four cases anyway. It says more where
//! there are fewer than four drop-in rooms, and of sessions, which take place once: nobody is kept
//! out of those for no reason.

use super::Engine;
use super::bearing::takes_tickets;
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
        if !takes_tickets(room.kind) || !self.state.identity.has_blocks(self.turn.now) {
            return false;
        }
        let week = Week::of(self.turn.now);
        let before = self.presence.turned_away.get(&(person, id));
        before == Some(&week) || self.is_kept_out(room, person) || self.is_covered(id, person)
    }

    /// Remembers, in memory alone, of which rooms somebody has found out that they are full, so that they
    /// stay so until the week is over.
    pub(super) fn note_turned_away(&mut self, person: AccountId) {
        let week = Week::of(self.turn.now);
        let listed = self.state.halls.listed.values();
        let kept_out = listed.filter(|id| {
            let room = self.state.room(**id);
            room.is_some_and(|room| {
                room.present_member(person).is_none() && self.is_kept_out(room, person)
            })
        });
        let kept_out: Vec<_> = kept_out.map(|id| ((person, *id), week)).collect();
        let noted = &mut self.presence.turned_away;
        noted.retain(|_, noted| *noted == week);
        noted.extend(kept_out);
    }

    /// Whether a room looks full to somebody for no reason.
    fn is_covered(&self, id: RoomId, person: AccountId) -> bool {
        let listed = self.state.halls.listed.values();
        let drop_ins = listed.filter(|id| {
            let room = self.state.room(**id);
            room.is_some_and(|room| room.kind == RoomKind::DropIn)
        });
        let mut drawn: Vec<(Digest, RoomId)> =
            drop_ins.map(|id| (self.lot(*id, person), *id)).collect();
        drawn.sort_unstable();
        let n = drawn.len().checked_div(ONE_IN).unwrap_or_default();
        let own = drawn.iter().take(n).find(|(_, room)| *room == id);
        own.is_some_and(|(lot, _)| begins(lot, self.turn.now) <= self.turn.now)
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
