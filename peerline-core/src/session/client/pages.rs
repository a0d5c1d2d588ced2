//! Pages of older entries that the host asked for.

use std::collections::BTreeMap;

use super::rooms::Rooms;
use crate::protocol::Address;
use crate::protocol::Ev;
use crate::protocol::Fetch;
use crate::vocab::Millis;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Pages without their end. They change nothing, so a new link simply asks for them again.
#[derive(Clone, Default)]
pub(super) struct Pages {
    open: BTreeMap<u64, Page>,
}

#[derive(Clone)]
struct Page {
    room: Address,
    before: Seq,
    n: u64,
    /// The last entry that came of it.
    last: Seq,
    asked_at: Option<Timestamp>,
}

impl Pages {
    pub(super) fn add(&mut self, reference: u64, room: Address, before: Seq, n: u64) {
        let page = Page {
            room,
            before,
            n,
            last: Seq::ZERO,
            asked_at: None,
        };
        self.open.insert(reference, page);
    }

    /// Returns the pages to ask for now: of rooms that the line sends.
    pub(super) fn due(&mut self, now: Timestamp, rooms: &Rooms) -> Vec<Fetch> {
        let unasked = self.open.iter_mut();
        let unasked =
            unasked.filter(|(_, page)| page.asked_at.is_none() && rooms.is_open(&page.room));
        unasked
            .map(|(reference, page)| {
                page.asked_at = Some(now);
                Fetch {
                    reference: *reference,
                    room: page.room.clone(),
                    after: None,
                    before: Some(page.before),
                    n: Some(page.n),
                }
            })
            .collect()
    }

    /// Returns the page that an entry belongs to, which takes it once.
    pub(super) fn holds(&mut self, ev: &Ev<'_>) -> Option<u64> {
        let (reference, page) = self.open.iter_mut().find(|(_, page)| page.holds(ev))?;
        page.last = ev.seq;
        Some(*reference)
    }

    /// Takes a page out: it is complete, or refused. `false` where there is none of that number.
    pub(super) fn done(&mut self, reference: u64) -> bool {
        self.open.remove(&reference).is_some()
    }

    pub(super) fn link_lost(&mut self) {
        for page in self.open.values_mut() {
            page.asked_at = None;
        }
    }

    /// Returns when the first page has been waited for as long as `patience`.
    pub(super) fn overdue_at(&self, patience: Millis) -> Option<Timestamp> {
        let asked = self.open.values().filter_map(|page| page.asked_at);
        asked.min().map(|asked_at| asked_at.after(patience))
    }
}

impl Page {
    fn holds(&self, ev: &Ev<'_>) -> bool {
        let first = Seq::new(self.before.get().saturating_sub(self.n));
        self.asked_at.is_some()
            && self.room == ev.room
            && (first..self.before).contains(&ev.seq)
            && self.last < ev.seq
    }
}
