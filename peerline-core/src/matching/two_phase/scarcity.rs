//! How much the skills of a supporter are in demand.

use std::collections::BTreeMap;

use super::seats::Seat;
use super::seats::Seats;
use crate::matching::Candidate;
use crate::matching::Need;
use crate::matching::Pool;
use crate::vocab::Tier;

/// Scarcity is counted up to here; about the whole of the score.
pub(super) const MOST_SCARCE: i64 = 1023;

/// How many ask for a skill, and how many seats have it.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    demand: i64,
    supply: i64,
}

impl Count {
    fn value(self) -> i64 {
        // Somebody may always come: each skill is asked for once more than it is now.
        (50 * (self.demand + 1) / self.supply.max(1)).min(MOST_SCARCE)
    }
}

/// A figure for each skill that some have and some need.
#[derive(Debug, Default)]
struct Skills<'a, T> {
    languages: BTreeMap<&'a str, T>,
    minors: T,
    needs: [T; Need::ALL.len()],
    soon: T,
    urgent: T,
}

impl<'a> Skills<'a, Count> {
    fn ask(&mut self, candidate: &Candidate<'a>) {
        let wish = candidate.wish;
        for language in wish.languages() {
            self.languages.entry(language.primary()).or_default().demand += 1;
        }
        for (need, count) in Need::ALL.iter().zip(&mut self.needs) {
            count.demand += i64::from(wish.needs().contains(need));
        }
        self.minors.demand += i64::from(wish.is_minor());
        self.soon.demand += i64::from(candidate.tier == Tier::Soon);
        self.urgent.demand += i64::from(candidate.tier == Tier::Urgent);
    }

    fn offer(&mut self, seat: &Seat<'a>) {
        let shift = seat.supporter.shift;
        for language in shift.languages() {
            self.languages.entry(language.primary()).or_default().supply += 1;
        }
        for (need, count) in Need::ALL.iter().zip(&mut self.needs) {
            count.supply += i64::from(shift.needs().contains(need));
        }
        self.minors.supply += i64::from(shift.takes_minors());
        self.soon.supply += i64::from(Tier::Soon <= shift.clearance());
        self.urgent.supply += i64::from(Tier::Urgent <= shift.clearance());
    }

    fn values(&self) -> Skills<'a, i64> {
        let languages = self.languages.iter();
        Skills {
            languages: languages
                .map(|(one, count)| (*one, count.value()))
                .collect(),
            minors: self.minors.value(),
            needs: self.needs.map(Count::value),
            soon: self.soon.value(),
            urgent: self.urgent.value(),
        }
    }
}

impl Skills<'_, i64> {
    fn of(&self, seat: &Seat<'_>) -> i64 {
        let shift = seat.supporter.shift;
        let languages = shift.languages().iter();
        let languages = languages.filter_map(|one| self.languages.get(one.primary()));
        let needs = Need::ALL.iter().zip(&self.needs);
        let needs = needs.filter_map(|(need, value)| shift.needs().contains(need).then_some(value));
        let minors = shift.takes_minors().then_some(&self.minors);
        let soon = (Tier::Soon <= shift.clearance()).then_some(&self.soon);
        let urgent = (Tier::Urgent <= shift.clearance()).then_some(&self.urgent);
        let all = languages.chain(needs).chain(minors);
        let sum: i64 = all.chain(soon).chain(urgent).sum();
        sum.min(MOST_SCARCE)
    }
}

/// Sums, for each seat, demand over supply of what its supporter can do. What the person who is
/// placed asks for is in the sum of every seat they fit, and so decides nothing.
pub(super) fn scarcity(pool: &Pool<'_>, seats: &Seats<'_>) -> Vec<i64> {
    let mut skills = Skills::default();
    pool.waiting().iter().for_each(|one| skills.ask(one));
    seats.iter().for_each(|seat| skills.offer(seat));
    let values = skills.values();
    seats.iter().map(|seat| values.of(seat)).collect()
}
