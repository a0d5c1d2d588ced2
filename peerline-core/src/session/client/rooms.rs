//! The rooms of this client, and what of them is missing.

use std::collections::BTreeMap;

use super::room::Cursor;
use super::room::Phase;
use super::room::Room;
use super::room::Step;
use crate::protocol::Address;
use crate::protocol::Ev;
use crate::protocol::Gap;
use crate::protocol::Kind;
use crate::protocol::Marks;
use crate::protocol::Open;
use crate::protocol::Opened;
use crate::protocol::Who;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// The rooms that the host wants to receive.
#[derive(Clone, Debug, Default)]
pub(super) struct Rooms {
    rooms: BTreeMap<Address, Room>,
    /// What is asked for of the things that are said in passing, in rooms where people talk.
    marks: Marks,
    /// How far rooms were had that the host wants no more.
    left: BTreeMap<Address, Cursor>,
}

impl Rooms {
    pub(super) const fn marking(marks: Marks) -> Self {
        Self {
            rooms: BTreeMap::new(),
            left: BTreeMap::new(),
            marks,
        }
    }

    pub(super) fn open(&mut self, room: Address, cursor: Option<Cursor>, back: Option<u64>) {
        let room = self.rooms.entry(room).or_default();
        room.cursor = cursor.or(room.cursor);
        room.back = back;
    }

    /// Forgets a room; `true` where the line sends it.
    pub(super) fn close(&mut self, room: &Address) -> bool {
        let closed = self.remove(room);
        closed.is_some_and(|room| room.phase != Phase::Closed)
    }

    fn remove(&mut self, name: &Address) -> Option<Room> {
        let room = self.rooms.remove(name)?;
        if let Some(cursor) = room.cursor {
            self.left.insert(name.clone(), cursor);
        }
        Some(room)
    }

    /// Opens a room again from where it is, to show something with it.
    pub(super) fn reopen(&mut self, name: &Address) {
        if let Some(room) = self.rooms.get_mut(name) {
            room.phase = Phase::Closed;
        }
    }

    /// Returns whether the host wants a room.
    pub(super) fn holds(&self, room: &Address) -> bool {
        self.rooms.contains_key(room)
    }

    /// Returns how far the host has seen a room, whether or not it still wants it.
    pub(super) fn seen(&self, room: &Address) -> Option<Cursor> {
        self.cursor(room).or_else(|| self.left.get(room).copied())
    }

    /// Forgets how far a room was had that is not received: its log is another one. Where it was
    /// wanted anew while the client looked, it begins at its first entry: the host was told that none
    /// of the old ones count, also those that both logs have.
    pub(super) fn unsee(&mut self, room: &Address) {
        self.left.remove(room);
        let wanted = self.rooms.get_mut(room);
        if let Some(room) = wanted.filter(|room| room.phase == Phase::Closed) {
            room.cursor = None;
            room.joins.clear();
        }
    }

    /// Returns whether a room's log on this link is known to be the one that is kept here.
    pub(super) fn is_sure(&self, room: &Address) -> bool {
        self.rooms.get(room).is_some_and(Room::is_sure)
    }

    /// Returns whether the line was asked for a room on this link.
    pub(super) fn is_asked(&self, room: &Address) -> bool {
        let room = self.rooms.get(room);
        room.is_some_and(|room| room.phase != Phase::Closed)
    }

    pub(super) fn cursor(&self, room: &Address) -> Option<Cursor> {
        self.rooms.get(room)?.cursor
    }

    /// Returns up to `limit` frames that open the rooms which are not, but for those
    /// that have to `wait`.
    pub(super) fn due(
        &mut self,
        now: Timestamp,
        reference: &mut u64,
        limit: usize,
        wait: impl Fn(&Address) -> bool,
    ) -> Vec<Open> {
        let marks = self.marks;
        let closed = self.rooms.iter_mut();
        let closed = closed.filter(|(name, room)| room.phase == Phase::Closed && !wait(name));
        closed
            .take(limit)
            .map(|(name, room)| {
                *reference = reference.saturating_add(1);
                let people = matches!(name, Address::Room(RoomName::Room(_)));
                Open {
                    marks: if people { marks } else { Marks::NONE },
                    ..room.ask_open(now, name.clone(), *reference)
                }
            })
            .collect()
    }

    /// Takes note that a room is open; `false` where it was closed meanwhile.
    pub(super) fn opened(&mut self, now: Timestamp, opened: &Opened) -> bool {
        let Some(room) = self.rooms.get_mut(&opened.room) else {
            return false;
        };
        // An answer to an opening that was called off meanwhile.
        if opened
            .reference
            .is_some_and(|reference| !room.waits_for(reference))
        {
            return false;
        }
        room.opened(now, opened);
        true
    }

    /// Takes an entry where it is the next one.
    pub(super) fn entry(&mut self, now: Timestamp, ev: &Ev<'_>) -> Step {
        match self.rooms.get_mut(&ev.room) {
            Some(room) => room.entry(now, ev),
            None => Step::Pass,
        }
    }

    /// Begins a room anew whose log moved without a word; returns what its reader must hear.
    pub(super) fn settle_move(&mut self, name: &Address) -> Option<Gap> {
        self.rooms.get_mut(name)?.settle_move(name)
    }

    /// Takes note of what will not come; `false` where it concerns no room of ours.
    pub(super) fn gap(&mut self, now: Timestamp, gap: &Gap) -> bool {
        let Some(room) = self.rooms.get_mut(&gap.room) else {
            return false;
        };
        room.gap(now, gap);
        true
    }

    /// Learns how far a log reaches; `true` where something is missing that will not come by
    /// itself.
    pub(super) fn reach(&mut self, now: Timestamp, name: &Address, head: Seq) -> bool {
        self.rooms
            .get_mut(name)
            .is_some_and(|room| room.reach(now, head))
    }

    /// Starts to fetch what is missing; returns behind which entry, or `None` where nothing is or
    /// a fetch is under way.
    pub(super) fn repair(&mut self, name: &Address, reference: &mut u64) -> Option<Seq> {
        let room = self.rooms.get_mut(name)?;
        let last = room.last();
        if room.phase != Phase::Open || room.head <= last {
            return None;
        }
        *reference = reference.saturating_add(1);
        room.phase = Phase::Repairing {
            reference: *reference,
            behind: last,
        };
        Some(last)
    }

    /// Takes the end of a page: which room it was for, so that the next page can be fetched, and
    /// what the line does not have although it says that it exists.
    pub(super) fn fetched(
        &mut self,
        now: Timestamp,
        reference: u64,
        last: Option<Seq>,
    ) -> Option<(Address, Option<Gap>)> {
        let (name, room) = self.rooms.iter_mut().find(|(_, room)| {
            matches!(room.phase, Phase::Repairing { reference: r, .. } if r == reference)
        })?;
        let Phase::Repairing { behind, .. } = room.phase else {
            return None;
        };
        room.phase = Phase::Open;
        // What the page held and did not arrive is fetched again.
        let is_empty = last.is_none_or(|last| last <= behind) && room.last() == behind;
        let missing = is_empty.then(|| room.pass_over(now, name.clone()));
        Some((name.clone(), missing.flatten()))
    }

    /// Returns the name of a room that may be said as a number; `None` where there is none.
    pub(super) fn name(&self, room: &Address) -> Option<Address> {
        let Address::Number(_) = room else {
            return Some(room.clone());
        };
        let (name, _) = self.rooms.iter().find(|(_, open)| open.is_said_as(room))?;
        Some(name.clone())
    }

    /// Returns how to say a room in a put: by its number, where it has one.
    pub(super) fn short(&self, room: Address) -> Address {
        let number = self.rooms.get(&room).and_then(|open| open.number);
        number.map_or(room, Address::Number)
    }

    /// Returns a member's name, where it is known.
    pub(super) fn member(&self, room: &Address, who: Who) -> Who {
        let Who::Joined(seq) = who else {
            return who;
        };
        let joins = self.rooms.get(room).map(|room| &room.joins);
        let name = joins.and_then(|joins| joins.get(&seq).copied());
        name.map_or(who, Who::Name)
    }

    /// Says in an entry the room's name for its number, and the author's for the place of their
    /// `join`; `false` where the number is no room's.
    pub(super) fn lengthen(&mut self, ev: &mut Ev<'_>) -> bool {
        let Some(name) = self.name(&ev.room) else {
            return false;
        };
        ev.who = ev.who.map(|who| self.member(&name, who));
        if ev.kind == Kind::Join
            && let Some(member) = ev.who.and_then(Who::name)
            && let Some(room) = self.rooms.get_mut(&name)
        {
            room.joins.insert(ev.seq, member);
        }
        ev.room = name;
        true
    }

    /// Returns the last entry we have of each room that the line sends.
    pub(super) fn heads(&self) -> BTreeMap<Address, Seq> {
        let sent = self.rooms.iter();
        let sent = sent.filter(|(_, room)| room.is_sent() && Seq::ZERO < room.last());
        sent.map(|(name, room)| (name.clone(), room.last()))
            .collect()
    }

    /// Returns whether the line sends a room.
    pub(super) fn is_open(&self, room: &Address) -> bool {
        self.rooms.get(room).is_some_and(Room::is_sent)
    }

    /// Takes out the room whose opening or repair was refused.
    pub(super) fn refused(&mut self, reference: u64) -> Option<Address> {
        let (name, _) = self
            .rooms
            .iter()
            .find(|(_, room)| room.waits_for(reference))?;
        let name = name.clone();
        self.remove(&name);
        Some(name)
    }

    /// Returns whether `reference` is an opening's or a repair's.
    pub(super) fn waits_for(&self, reference: u64) -> bool {
        self.rooms.values().any(|room| room.waits_for(reference))
    }

    pub(super) fn link_lost(&mut self) {
        for room in self.rooms.values_mut() {
            room.link_lost();
        }
    }

    pub(super) fn is_caught_up(&self) -> bool {
        self.rooms.values().all(Room::is_live)
    }

    /// Returns when the first room that is behind has not moved for `patience`.
    pub(super) fn overdue_at(&self, patience: Millis) -> Option<Timestamp> {
        let behind = self
            .rooms
            .values()
            .filter(|room| room.phase != Phase::Closed && !room.is_live());
        behind.map(|room| room.moved_at.after(patience)).min()
    }
}
