//! The baseline that many queues are: one line for everybody, whoever fits whom.

use std::collections::BTreeMap;

use crate::matching::Candidate;
use crate::matching::Matcher;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;

/// Serves strictly in order of arrival: while nobody fits the first in line, everybody behind them
/// waits. It knows no tiers.
///
/// It breaks the promise of a [`Matcher`] to serve higher tiers first, and is here to be measured
/// against, never to be used.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct GlobalFifo;

impl Matcher for GlobalFifo {
    fn propose(
        &self,
        _now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        let mut line: Vec<&Candidate<'_>> = pool.waiting().iter().collect();
        line.sort_by_key(|one| (one.arrived, one.ticket));
        let free = pool.supporters().iter();
        let mut free: BTreeMap<AccountId, usize> =
            free.map(|one| (one.account, one.free())).collect();
        let mut pairings = Vec::new();
        for first in line {
            let mut fitting = pool.supporters().iter().filter(|one| {
                free.get(&one.account).is_some_and(|n| 0 < *n)
                    && first.fits(one)
                    && compatible(first.account, one.account)
            });
            let Some(supporter) = fitting.next() else {
                break;
            };
            if let Some(n) = free.get_mut(&supporter.account) {
                *n = n.saturating_sub(1);
            }
            pairings.push(Pairing::new(first.ticket, supporter.account));
        }
        pairings
    }
}
