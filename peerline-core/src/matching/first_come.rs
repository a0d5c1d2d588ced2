//! Compatible first-come.

use std::collections::BTreeMap;

use super::Candidate;
use super::Matcher;
use super::Pairing;
use super::Pool;
use super::Supporter;
use super::fit;
use super::matcher::Given;
use crate::vocab::AccountId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// Serves the highest tier first and the longest waiting first, each with the best supporter who
/// may take them; whoever fits nobody is passed over and keeps nobody behind them waiting.
///
/// Of several supporters it takes the one who: answered their last offer; speaks the language the
/// seeker likes best; shares most topics; has least to do; has waited longest; has the lowest id.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct FirstCome;

impl Matcher for FirstCome {
    fn propose(
        &self,
        _now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        let mut floor = Floor::new(pool);
        let mut pairings = Vec::new();
        for candidate in pool.waiting() {
            if floor.is_taken() {
                break;
            }
            if let Some(supporter) = floor.best(candidate, compatible) {
                floor.take(candidate, supporter);
                pairings.push(Pairing::new(candidate.ticket, supporter));
            }
        }
        pairings
    }
}

/// The free slots during one pass, indexed by language.
struct Floor<'a> {
    seats: BTreeMap<AccountId, Seat<'a>>,
    speaking: BTreeMap<&'a str, Vec<AccountId>>,
}

struct Seat<'a> {
    supporter: Supporter<'a>,
    given: Given,
}

impl<'a> Floor<'a> {
    fn new(pool: &Pool<'a>) -> Self {
        let mut speaking: BTreeMap<&str, Vec<AccountId>> = BTreeMap::new();
        for supporter in pool.supporters() {
            for language in supporter.shift.languages() {
                let speakers = speaking.entry(language.primary()).or_default();
                if speakers.last() != Some(&supporter.account) {
                    speakers.push(supporter.account);
                }
            }
        }
        let seats = pool.supporters().iter().map(|one| {
            let seat = Seat {
                supporter: *one,
                given: Given::default(),
            };
            (one.account, seat)
        });
        Self {
            seats: seats.collect(),
            speaking,
        }
    }

    fn is_taken(&self) -> bool {
        self.seats.is_empty()
    }

    fn best(
        &self,
        candidate: &Candidate<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Option<AccountId> {
        let speakers = candidate
            .wish
            .languages()
            .iter()
            .filter_map(|language| self.speaking.get(language.primary()))
            .flatten();
        let speakers = speakers.filter_map(|account| self.seats.get(account));
        let own = best_of(speakers, candidate, compatible);
        if own.is_some() || !candidate.wish.takes_any_language() {
            return own;
        }
        best_of(self.seats.values(), candidate, compatible)
    }

    fn take(&mut self, candidate: &Candidate<'_>, account: AccountId) {
        let Some(seat) = self.seats.get_mut(&account) else {
            return;
        };
        seat.given.count(candidate);
        if seat.given.is_below(seat.supporter.slots()) {
            return;
        }
        let languages = seat.supporter.shift.languages();
        self.seats.remove(&account);
        for language in languages {
            if let Some(speakers) = self.speaking.get_mut(language.primary()) {
                speakers.retain(|speaker| *speaker != account);
            }
        }
    }
}

fn best_of<'a>(
    seats: impl Iterator<Item = &'a Seat<'a>>,
    candidate: &Candidate<'_>,
    compatible: &dyn Fn(AccountId, AccountId) -> bool,
) -> Option<AccountId> {
    let mut best = None;
    for seat in seats {
        let Some(rank) = rank(candidate, seat) else {
            continue;
        };
        // The question about blocks may be a costly one: it is asked only of an improvement.
        let better = best.as_ref().is_none_or(|best| rank < *best);
        if better && compatible(candidate.account, seat.supporter.account) {
            best = Some(rank);
        }
    }
    best.map(|(.., account)| account)
}

/// Lower is better; total, so that ties never depend on the order of looking.
type Rank = (bool, bool, usize, usize, usize, Timestamp, AccountId);

fn rank(candidate: &Candidate<'_>, seat: &Seat<'_>) -> Option<Rank> {
    let Seat { supporter, given } = seat;
    if !given.leave_room_for(candidate, supporter) || !candidate.fits(supporter) {
        return None;
    }
    let load = supporter.load.saturating_add(given.all());
    Some((
        usize::from(supporter.shift.capacity()) <= load && candidate.tier == Tier::Urgent,
        supporter.unanswered,
        fit::language_rank(candidate.wish, supporter.shift).unwrap_or(usize::MAX),
        fit::topic_rank(candidate.wish, supporter.shift),
        load,
        supporter.since,
        supporter.account,
    ))
}
