//! When sessions take place.

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// One time at which a session takes place, once or again and again.
///
/// It is counted in spans of time, not in a calendar: whoever knows the calendar of a place gives a
/// session that keeps its hour on the clock there one sitting from each change of the clocks to the
/// next.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "four numbers of a timetable")]
pub struct Sitting {
    /// When it begins for the first time.
    pub first: Timestamp,
    /// After how long it begins again; it takes place once where this is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Millis>,
    /// How long it lasts.
    pub lasts: Millis,
    /// When it begins for the last time; where it is missing, it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
}

/// A session that is or will be.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct Slot {
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
}

/// How long before its time a session may be opened.
pub const EARLY: Millis = Millis::from_mins(15);
/// How long after its time a session may go on, so that nobody is cut off in a sentence.
pub const OVERRUN: Millis = Millis::from_mins(15);

impl Sitting {
    /// Returns the one that is not over at `now`: it runs, or is the next.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Option<Slot> {
        let slot = |starts: Timestamp| Slot {
            starts,
            ends: starts.after(self.lasts),
        };
        let first = slot(self.first);
        if now < first.ends {
            return Some(first);
        }
        let every = self.every.filter(|every| Millis::ZERO < *every)?.get();
        let over = now.since(first.ends).get();
        let n = over.checked_div(every)?.saturating_add(1);
        let next = slot(self.first.after(Millis::new(every.saturating_mul(n))));
        let goes_on = self.last.is_none_or(|last| next.starts <= last);
        goes_on.then_some(next)
    }
}

impl Slot {
    /// Returns whether the session may be open at `now`.
    #[must_use]
    pub fn permits(&self, now: Timestamp) -> bool {
        self.starts.before(EARLY) <= now && now < self.closes()
    }

    /// Returns until when the session may be open.
    #[must_use]
    pub const fn closes(&self) -> Timestamp {
        self.ends.after(OVERRUN)
    }
}

/// Returns the session of a timetable that may be open at `now`.
#[must_use]
pub fn slot_now(sittings: &[Sitting], now: Timestamp) -> Option<Slot> {
    // What has just ended may still go on for a little.
    let here = sittings
        .iter()
        .filter_map(|one| one.next(now.before(OVERRUN)));
    let soon = sittings.iter().filter_map(|one| one.next(now));
    here.chain(soon).filter(|slot| slot.permits(now)).min()
}

/// Returns the session of a timetable that runs at `now` or comes next.
#[must_use]
pub fn next_slot(sittings: &[Sitting], now: Timestamp) -> Option<Slot> {
    sittings.iter().filter_map(|one| one.next(now)).min()
}
