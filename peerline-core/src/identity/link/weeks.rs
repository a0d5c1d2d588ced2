//! The keys of the weeks that still count.

use std::collections::BTreeMap;
use std::collections::btree_map;

use super::Link;
use super::TicketRefusal;
use super::Verifiers;
use super::WeekKey;
use crate::identity::LineId;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// The registrar's keys, one for each week that still counts.
///
/// A plain value: it neither reads a clock nor keeps anything. The host loads what it kept, keeps
/// what [`rotate`](Self::rotate) makes before a ticket is issued under it, and destroys what
/// [`destroy`](Self::destroy) names wherever it lies.
#[derive(Clone, Debug)]
pub struct WeekKeys {
    pub(super) line: LineId,
    pub(super) keys: BTreeMap<Week, WeekKey>,
}

impl WeekKeys {
    /// Makes the keys of a line that has none yet.
    #[must_use]
    pub const fn new(line: LineId) -> Self {
        Self {
            line,
            keys: BTreeMap::new(),
        }
    }

    /// Takes in a key that was kept.
    pub fn load(&mut self, week: Week, key: WeekKey) {
        self.keys.insert(week, key);
    }

    /// Makes the key of this week, and of the next one in its last day, where they are missing.
    /// Returns what was made: to be kept before it is used.
    #[must_use]
    pub fn rotate(&mut self, now: Timestamp, entropy: &mut Entropy) -> Vec<(Week, WeekKey)> {
        let weeks = [Week::of(now), Week::of(now.after(Self::AHEAD))];
        let mut made = Vec::new();
        for week in weeks {
            if let btree_map::Entry::Vacant(place) = self.keys.entry(week) {
                let key = place.insert(WeekKey::from_entropy(entropy));
                made.push((week, key.clone()));
            }
        }
        made
    }

    /// Drops the keys whose time is over. Returns of which weeks: to be destroyed wherever they
    /// lie.
    #[must_use]
    pub fn destroy(&mut self, now: Timestamp) -> Vec<Week> {
        let over = |week: &Week| week.key_ends() <= now;
        let gone = self.keys.keys().copied().filter(over).collect();
        self.keys.retain(|week, _| !over(week));
        gone
    }

    /// Returns when [`rotate`](Self::rotate) or [`destroy`](Self::destroy) has something to do.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Timestamp {
        let this = Week::of(now);
        if !self.keys.contains_key(&this) {
            return now;
        }
        let mut next = this.next();
        while self.keys.contains_key(&next) && next < Week::new(u32::MAX) {
            next = next.next();
        }
        let made = next.begins().before(Self::AHEAD);
        let ends = self.keys.keys().map(|week| week.key_ends());
        ends.fold(made, Timestamp::min)
    }

    /// Returns the weeks there are keys of.
    pub fn weeks(&self) -> impl Iterator<Item = Week> {
        self.keys.keys().copied()
    }

    /// Returns what checks tickets and can open none.
    #[must_use]
    pub fn verifiers(&self) -> Verifiers {
        let keys = self.keys.iter();
        Verifiers {
            line: self.line,
            keys: keys.map(|(week, key)| (*week, key.verifier())).collect(),
        }
    }

    /// Says whose a link is.
    ///
    /// # Errors
    /// [`TicketRefusal::KeyDestroyed`] where its week's key is gone: it fails closed, for ever;
    /// [`TicketRefusal::NotOurs`] where it was not sealed by that key;
    /// [`TicketRefusal::Unlinkable`] where its ticket was blind.
    pub fn open(&self, link: &Link) -> Result<AccountId, TicketRefusal> {
        if link.is_unlinkable() {
            return Err(TicketRefusal::Unlinkable);
        }
        let key = self.keys.get(&link.week);
        let key = key.ok_or(TicketRefusal::KeyDestroyed)?;
        key.open(&self.line, link).ok_or(TicketRefusal::NotOurs)
    }

    /// The next week's key is made this long before it is needed.
    const AHEAD: crate::vocab::Millis = crate::vocab::Millis::from_hours(24);
}
