//! The best score first: what most systems call matching by preference.

use std::cmp::Reverse;
use std::collections::BTreeMap;
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

/// Takes the pair that fits best, then the next best of what is left; the higher tier first.
///
/// Inside a tier it serves whoever is easiest to match, and where people outnumber slots it passes
/// the others over for as long as somebody easier comes: it breaks the promise of order of
/// [`Matcher`], and stands here to be compared with.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct BestScore;

impl Matcher for BestScore {
    fn propose(
        &self,
        _now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        let mut pairs = ranked(pool, compatible);
        pairs.sort_by_key(|(rank, ..)| *rank);
        let mut placed = BTreeSet::new();
        let mut given: BTreeMap<AccountId, Given> = BTreeMap::new();
        let mut proposed = Vec::new();
        for (_, candidate, supporter) in pairs {
            let given = given.entry(supporter.account).or_default();
            if given.leave_room_for(candidate, supporter) && placed.insert(candidate.ticket) {
                given.count(candidate);
                proposed.push(Pairing::new(candidate.ticket, supporter.account));
            }
        }
        proposed
    }
}

type Pair<'a> = (Rank, &'a Candidate<'a>, &'a Supporter<'a>);
type Rank = (Reverse<u8>, Reverse<u32>, usize, usize);

/// Every pair that may meet, with its rank: tier, score, place in line, place of the supporter.
fn ranked<'a>(
    pool: &'a Pool<'a>,
    compatible: &dyn Fn(AccountId, AccountId) -> bool,
) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for (place, candidate) in pool.waiting().iter().enumerate() {
        for (seat, supporter) in pool.supporters().iter().enumerate() {
            if candidate.fits(supporter) && compatible(candidate.account, supporter.account) {
                let (tier, ..) = candidate.order();
                let score = Reverse(fit::score_of(candidate, supporter));
                pairs.push(((tier, score, place, seat), candidate, supporter));
            }
        }
    }
    pairs
}
