//! The default matcher: compatible first-come.

use std::collections::BTreeMap;

use super::Candidate;
use super::Matcher;
use super::Pairing;
use super::Pool;
use super::Supporter;
use super::fit;
use crate::vocab::AccountId;
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
                floor.take(supporter);
                pairings.push(Pairing::new(candidate.ticket, supporter));
            }
        }
        pairings
    }
}

/// The free slots during one pass, indexed by language.
struct Floor<'a> {
    seats: BTreeMap<AccountId, Supporter<'a>>,
    speaking: BTreeMap<&'a str, Vec<AccountId>>,
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
        let seats = pool.supporters().iter().map(|one| (one.account, *one));
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
        let mut best = None;
        let speakers = candidate
            .wish
            .languages()
            .iter()
            .filter_map(|language| self.speaking.get(language.primary()))
            .flatten();
        for supporter in speakers.filter_map(|account| self.seats.get(account)) {
            let Some(rank) = rank(candidate, supporter) else {
                continue;
            };
            // The question about blocks may be a costly one: it is asked only of an improvement.
            let better = best.as_ref().is_none_or(|best| rank < *best);
            if better && compatible(candidate.account, supporter.account) {
                best = Some(rank);
            }
        }
        best.map(|(.., account)| account)
    }

    fn take(&mut self, account: AccountId) {
        let Some(seat) = self.seats.get_mut(&account) else {
            return;
        };
        seat.load = seat.load.saturating_add(1);
        if 0 < seat.free() {
            return;
        }
        let languages = seat.shift.languages();
        self.seats.remove(&account);
        for language in languages {
            if let Some(speakers) = self.speaking.get_mut(language.primary()) {
                speakers.retain(|speaker| *speaker != account);
            }
        }
    }
}

/// Lower is better; total, so that ties never depend on the order of looking.
type Rank = (bool, usize, usize, usize, Timestamp, AccountId);

fn rank(candidate: &Candidate<'_>, supporter: &Supporter<'_>) -> Option<Rank> {
    if !candidate.fits(supporter) {
        return None;
    }
    Some((
        supporter.unanswered,
        fit::language_rank(candidate.wish, supporter.shift)?,
        fit::topic_rank(candidate.wish, supporter.shift),
        supporter.load,
        supporter.since,
        supporter.account,
    ))
}
