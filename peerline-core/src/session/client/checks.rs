//! What of the line's logs is known, on the present link, to be what was known before it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::room::Cursor;
use super::room::Phase;
use super::room::Room;
use super::room::Step;
use crate::protocol::Address;
use crate::protocol::Ev;
use crate::protocol::Gap;
use crate::protocol::Open;
use crate::protocol::Opened;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Checks of rooms in which something waits that refers to an entry. Where the host does not
/// receive such a room from far enough on, the room is opened to look, and closed again.
#[derive(Clone, Debug, Default)]
pub(super) struct Checks {
    over: BTreeSet<Address>,
    looks: BTreeMap<Address, Room>,
}

/// How a look ended.
#[derive(Clone, Debug)]
pub(super) enum Look {
    /// Not yet.
    On,
    /// The log is the one that was known.
    Same(Address),
    /// The log is another one, as whoever shows the room must hear.
    Other(Gap),
}

impl Checks {
    /// Returns whether a room's log was found to be the known one, or its difference told.
    pub(super) fn are_over(&self, room: &Address) -> bool {
        self.over.contains(room)
    }

    pub(super) fn end(&mut self, room: Address) {
        self.over.insert(room);
    }

    pub(super) fn is_looking(&self, room: &Address) -> bool {
        self.looks.contains_key(room)
    }

    /// Begins to look whether the line's log of a room holds what is known up to `cursor`.
    pub(super) fn look(
        &mut self,
        now: Timestamp,
        room: &Address,
        cursor: Cursor,
        reference: u64,
    ) -> Open {
        let mut look = Room::at(cursor);
        let open = look.ask_open(now, room.clone(), reference);
        self.looks.insert(room.clone(), look);
        open
    }

    /// Takes the answer to a look; `None` where it answers none.
    pub(super) fn opened(&mut self, now: Timestamp, opened: &Opened) -> Option<Look> {
        let look = self.looks.get_mut(&opened.room)?;
        if opened
            .reference
            .is_none_or(|number| !look.waits_for(number))
        {
            return None;
        }
        look.opened(now, opened);
        let room = opened.room.clone();
        Some(self.judge(room))
    }

    /// Takes an entry of a room that is only looked at.
    pub(super) fn entry(&mut self, now: Timestamp, ev: &Ev<'_>) -> Option<Look> {
        let (room, look) = self.find(&ev.room)?;
        // What comes after a lost one shows as little as the lost one: the next link may do better.
        if look.entry(now, ev) != Step::Take {
            return Some(Look::On);
        }
        Some(self.judge(room))
    }

    /// Takes what will not come of a room that is only looked at.
    pub(super) fn gap(&mut self, now: Timestamp, gap: &Gap) -> Option<Look> {
        let (room, look) = self.find(&gap.room)?;
        if gap.why.begins_anew() {
            self.looks.remove(&room);
            return Some(Look::Other(Gap {
                room,
                ..gap.clone()
            }));
        }
        look.gap(now, gap);
        Some(self.judge(room))
    }

    /// Takes out the look that was refused.
    pub(super) fn refused(&mut self, reference: u64) -> Option<Address> {
        let mut looks = self.looks.iter();
        let (room, _) = looks.find(|(_, look)| look.waits_for(reference))?;
        let room = room.clone();
        self.looks.remove(&room);
        Some(room)
    }

    pub(super) fn waits_for(&self, reference: u64) -> bool {
        self.looks.values().any(|look| look.waits_for(reference))
    }

    pub(super) fn link_lost(&mut self) {
        self.over.clear();
        self.looks.clear();
    }

    /// Returns when the first look has brought nothing for `patience`.
    pub(super) fn overdue_at(&self, patience: Millis) -> Option<Timestamp> {
        let looks = self.looks.values();
        looks.map(|look| look.moved_at.after(patience)).min()
    }

    fn find(&mut self, room: &Address) -> Option<(Address, &mut Room)> {
        let mut looks = self.looks.iter_mut();
        let found = looks.find(|(name, look)| *name == room || look.is_said_as(room));
        let (name, look) = found.filter(|(_, look)| look.phase != Phase::Closed)?;
        Some((name.clone(), look))
    }

    fn judge(&mut self, room: Address) -> Look {
        let look = self.looks.get_mut(&room);
        let Some(look) = look.filter(|look| look.has_moved() || look.is_sure()) else {
            return Look::On;
        };
        let moved = look.settle_move(&room);
        self.looks.remove(&room);
        moved.map_or(Look::Same(room), Look::Other)
    }
}
