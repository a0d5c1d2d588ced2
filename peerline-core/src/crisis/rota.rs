//! Who is on call when: plain stretches of time, in which no zone and no clock has a part.

use std::collections::BTreeSet;

use crate::vocab::Timestamp;

/// A stretch of time in which somebody is on call: from `from` on, and no longer at `until`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Stretch {
    /// When it begins.
    pub from: Timestamp,
    /// When it is over.
    pub until: Timestamp,
}

impl Stretch {
    /// Makes a stretch; one that ends before it begins holds nothing.
    #[must_use]
    pub const fn new(from: Timestamp, until: Timestamp) -> Self {
        Self { from, until }
    }

    /// Returns whether a moment lies in it.
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    fn is_empty(&self) -> bool {
        self.until <= self.from
    }

    /// Returns what of it lies outside another one.
    fn without(self, other: Self) -> impl Iterator<Item = Self> {
        let before = Self::new(self.from, self.until.min(other.from));
        let after = Self::new(self.from.max(other.until), self.until);
        [before, after].into_iter().filter(|part| !part.is_empty())
    }

    fn within(self, other: Self) -> Option<Self> {
        let both = Self::new(self.from.max(other.from), self.until.min(other.until));
        (!both.is_empty()).then_some(both)
    }
}

/// Who is on call when. People are numbers here: who they are and how they are woken is the
/// caller's to know, and so is which zone's clock the stretches were made by.
///
/// - Several people may be on call at once; a page goes to all of them.
/// - Where one stretch ends at the moment at which the next begins, somebody is on call at every moment.
/// - Who takes over a stretch is on call in it, whatever stood there before, and a gap is closed by it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rota {
    shifts: Vec<(Stretch, usize)>,
}

impl Rota {
    /// Makes a rota in which nobody is on call.
    #[must_use]
    pub const fn new() -> Self {
        Self { shifts: Vec::new() }
    }

    /// Puts somebody on call. A stretch that holds nothing is left out.
    pub fn add(&mut self, who: usize, stretch: Stretch) {
        if !stretch.is_empty() {
            self.shifts.push((stretch, who));
        }
    }

    /// Somebody takes over a stretch: from one person, where that one is on call in it; from everybody, and
    /// whether or not anybody is, where none is named. What was taken over before can be taken over again.
    pub fn take_over(&mut self, who: usize, stretch: Stretch, instead_of: Option<usize>) {
        if stretch.is_empty() {
            return;
        }
        let mut kept = Vec::new();
        let mut taken = Vec::new();
        for (shift, on_call) in self.shifts.drain(..) {
            if instead_of.is_some_and(|one| one != on_call) {
                kept.push((shift, on_call));
                continue;
            }
            kept.extend(shift.without(stretch).map(|part| (part, on_call)));
            taken.extend(shift.within(stretch).map(|part| (part, who)));
        }
        if instead_of.is_none() {
            taken = vec![(stretch, who)];
        }
        kept.append(&mut taken);
        self.shifts = kept;
    }

    /// Returns who is on call at a moment.
    #[must_use]
    pub fn on_call(&self, at: Timestamp) -> BTreeSet<usize> {
        let shifts = self.shifts.iter();
        shifts
            .filter(|(stretch, _)| stretch.holds(at))
            .map(|(_, who)| *who)
            .collect()
    }

    /// Returns who is on call at any moment from `from` to `until`, both included.
    #[must_use]
    pub fn between(&self, from: Timestamp, until: Timestamp) -> BTreeSet<usize> {
        let shifts = self.shifts.iter();
        shifts
            .filter(|(stretch, _)| stretch.from <= until && from < stretch.until)
            .map(|(_, who)| *who)
            .collect()
    }

    /// Returns when nobody is on call in a stretch, the first gap first; gaps that touch are one.
    #[must_use]
    pub fn gaps(&self, within: Stretch) -> Vec<Stretch> {
        let mut shifts: Vec<Stretch> = self.shifts.iter().map(|(stretch, _)| *stretch).collect();
        shifts.sort_unstable();
        let mut gaps = Vec::new();
        let mut covered = within.from;
        for shift in shifts {
            let end = shift.from.min(within.until);
            if covered < end {
                gaps.push(Stretch::new(covered, end));
            }
            covered = covered.max(shift.until);
        }
        if covered < within.until {
            gaps.push(Stretch::new(covered, within.until));
        }
        gaps
    }

    /// Returns the first moment after `at` at which others are on call than at `at`; `None` where that
    /// never comes.
    #[must_use]
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let edges = self.shifts.iter();
        let edges = edges.flat_map(|(stretch, _)| [stretch.from, stretch.until]);
        let now = self.on_call(at);
        edges
            .filter(|edge| at < *edge && self.on_call(*edge) != now)
            .min()
    }
}

#[cfg(test)]
mod tests;
