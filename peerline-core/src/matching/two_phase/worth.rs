//! What a pair is worth, as one whole number.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::seats::Seat;
use super::seats::Seats;
use crate::matching::Candidate;
use crate::matching::Need;
use crate::matching::Pool;
use crate::matching::fit;
use crate::vocab::Tier;

/// Weighs the pairs of one pass.
#[derive(Debug)]
pub(super) struct Worth {
    /// How much the skills of each seat are in demand.
    scarcity: Vec<i64>,
    /// The rank of each seat among equals: the lower, the earlier it is asked.
    rank: Vec<i64>,
    /// Whether one person alone can be placed: then scarce skills weigh against the score.
    is_single: bool,
}

/// Scarcity is counted up to here; about the whole of the score.
const MOST_SCARCE: i64 = 1023;
/// Seats beyond this many share the last rank.
const LAST_RANK: i64 = 4095;
/// More than any score: asked where nobody else is left.
const UNANSWERED: i64 = 2000;
const EMERGENCY: i64 = 4000;

impl Worth {
    pub(super) fn new(pool: &Pool<'_>, seats: &Seats<'_>, is_single: bool) -> Self {
        Self {
            scarcity: scarcity(pool, seats),
            rank: ranks(seats),
            is_single,
        }
    }

    /// Returns what a pair is worth; higher is better. No two seats are worth the same to one
    /// person, as long as there are no more than 4,096.
    pub(super) fn of(&self, candidate: &Candidate<'_>, at: usize, seat: &Seat<'_>) -> i64 {
        let mut score = i64::from(fit::score_of(candidate, seat.supporter));
        if seat.supporter.unanswered {
            score -= UNANSWERED;
        }
        if seat.urgent_only {
            score -= EMERGENCY;
        }
        let scarcity = self.scarcity.get(at).copied().unwrap_or_default();
        let rank = self.rank.get(at).copied().unwrap_or(LAST_RANK);
        let scale = MOST_SCARCE + 1;
        let fits = if self.is_single {
            (score - scarcity) * scale
        } else {
            score * scale + MOST_SCARCE - scarcity
        };
        fits * (LAST_RANK + 1) + LAST_RANK - rank
    }
}

/// Ranks the seats: the least to do, the longest rest, the lowest id.
fn ranks(seats: &Seats<'_>) -> Vec<i64> {
    let mut order: Vec<usize> = (0..seats.len()).collect();
    order.sort_by_key(|at| {
        let supporter = seats.get(*at).map(|seat| seat.supporter);
        supporter.map(|one| (one.load, one.since, one.account, *at))
    });
    let mut ranks = vec![LAST_RANK; seats.len()];
    for (rank, at) in (0..=LAST_RANK).zip(order) {
        if let Some(own) = ranks.get_mut(at) {
            *own = rank;
        }
    }
    ranks
}

/// A skill that some have and some need.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Skill<'a> {
    Language(&'a str),
    Minors,
    Need(Need),
    Clearance(Tier),
}

/// Sums, for each seat, demand over supply of what its supporter can do. What the person who is
/// placed asks for is in the sum of every seat they fit, and so decides nothing.
fn scarcity(pool: &Pool<'_>, seats: &Seats<'_>) -> Vec<i64> {
    let mut demand: BTreeMap<Skill<'_>, i64> = BTreeMap::new();
    for candidate in pool.waiting() {
        for skill in asked(candidate) {
            *demand.entry(skill).or_default() += 1;
        }
    }
    let offered: Vec<Vec<Skill<'_>>> = seats.iter().map(offered).collect();
    let mut supply: BTreeMap<Skill<'_>, i64> = BTreeMap::new();
    for skill in offered.iter().flatten() {
        *supply.entry(*skill).or_default() += 1;
    }
    // Somebody may always come: each skill is asked for once more than it is now.
    let value = |skill: &Skill<'_>| {
        let demand = demand.get(skill).copied().unwrap_or_default() + 1;
        let supply = supply.get(skill).copied().unwrap_or_default().max(1);
        (50 * demand / supply).min(MOST_SCARCE)
    };
    let values: BTreeMap<Skill<'_>, i64> =
        supply.keys().map(|skill| (*skill, value(skill))).collect();
    let sum = |skills: &Vec<Skill<'_>>| {
        let values = skills.iter().filter_map(|skill| values.get(skill));
        values.sum::<i64>().min(MOST_SCARCE)
    };
    offered.iter().map(sum).collect()
}

fn asked<'a>(candidate: &Candidate<'a>) -> impl Iterator<Item = Skill<'a>> {
    let wish = candidate.wish;
    let languages = wish.languages().iter();
    let languages = languages.map(|one| Skill::Language(one.primary()));
    let needs = wish.needs().iter().map(|need| Skill::Need(*need));
    let minor = wish.is_minor().then_some(Skill::Minors);
    let tier = Some(candidate.tier).filter(|tier| Tier::Routine < *tier);
    languages
        .chain(needs)
        .chain(minor)
        .chain(tier.map(Skill::Clearance))
}

fn offered<'a>(seat: &Seat<'a>) -> Vec<Skill<'a>> {
    let shift = seat.supporter.shift;
    let languages = shift.languages().iter();
    let languages = languages.map(|one| Skill::Language(one.primary()));
    let needs = shift.needs().iter().map(|need| Skill::Need(*need));
    let minors = shift.takes_minors().then_some(Skill::Minors);
    let tiers = [Tier::Soon, Tier::Urgent].into_iter();
    let tiers = tiers.filter(|tier| *tier <= shift.clearance());
    languages
        .chain(needs)
        .chain(minors)
        .chain(tiers.map(Skill::Clearance))
        .collect()
}

/// Sorts what somebody may have, the most worth first.
pub(super) fn best_first(mut worth: Vec<(i64, usize)>) -> Vec<(i64, usize)> {
    worth.sort_unstable_by_key(|(worth, at)| (Reverse(*worth), *at));
    worth
}
