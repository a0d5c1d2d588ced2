//! Deferred acceptance, after Gale and Shapley: nobody would rather swap.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Candidate;
use super::Matcher;
use super::Pairing;
use super::Pool;
use super::Supporter;
use super::fit;
use super::matcher::Given;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;

/// Seekers ask in the order of their score; a supporter keeps the best who asked so far: the higher
/// tier, then the better score, then the longer wait.
///
/// The result is stable: no two would both rather have each other. As it looks at the score before
/// the wait, it breaks the promise of order of [`Matcher`], and stands here to be compared with.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct DeferredAcceptance;

impl Matcher for DeferredAcceptance {
    fn propose(
        &self,
        _now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        let waiting = pool.waiting().iter();
        let mut lists: Vec<Vec<usize>> = waiting
            .map(|candidate| wanted(candidate, pool, compatible))
            .collect();
        let mut desks: Vec<BTreeSet<Kept>> = vec![BTreeSet::new(); pool.supporters().len()];
        let mut asking: Vec<usize> = (0..lists.len()).rev().collect();
        while let Some(place) = asking.pop() {
            let next = lists.get_mut(place).and_then(Vec::pop);
            let Some((seat, desk)) = next.and_then(|seat| Some((seat, desks.get_mut(seat)?)))
            else {
                continue;
            };
            if let Some(turned_away) = ask(pool, desk, (place, seat)) {
                asking.push(turned_away);
            }
        }
        let kept = pool.supporters().iter().zip(&desks);
        kept.flat_map(|(supporter, desk)| {
            let places = desk
                .iter()
                .filter_map(|(.., place)| pool.waiting().get(*place));
            places.map(|candidate| Pairing::new(candidate.ticket, supporter.account))
        })
        .collect()
    }
}

/// Somebody a supporter keeps for now, the best first.
type Kept = (Reverse<u8>, Reverse<u32>, usize);

/// Returns the supporters a seeker may have, the best last.
fn wanted(
    candidate: &Candidate<'_>,
    pool: &Pool<'_>,
    compatible: &dyn Fn(AccountId, AccountId) -> bool,
) -> Vec<usize> {
    let may = |supporter: &Supporter<'_>| {
        candidate.fits(supporter) && compatible(candidate.account, supporter.account)
    };
    let seats = pool.supporters().iter().enumerate();
    let mut scored: Vec<(u32, Reverse<usize>)> = seats
        .filter(|(_, supporter)| may(supporter))
        .map(|(seat, supporter)| (fit::score_of(candidate, supporter), Reverse(seat)))
        .collect();
    scored.sort_unstable();
    scored.into_iter().map(|(_, seat)| seat.0).collect()
}

/// Asks a supporter; returns who is turned away by it.
fn ask(pool: &Pool<'_>, desk: &mut BTreeSet<Kept>, (place, seat): (usize, usize)) -> Option<usize> {
    let (candidate, supporter) = (pool.waiting().get(place)?, pool.supporters().get(seat)?);
    let (tier, ..) = candidate.order();
    desk.insert((tier, Reverse(fit::score_of(candidate, supporter)), place));
    let mut given = Given::default();
    let over = desk.iter().find(|(.., place)| {
        let kept = pool.waiting().get(*place);
        kept.is_some_and(|kept| {
            let fits = given.leave_room_for(kept, supporter);
            given.count(kept);
            !fits
        })
    });
    let over = *over?;
    desk.remove(&over);
    Some(over.2)
}
