//! A matcher of one's own: whoever is next in line gets the least busy supporter who suits them.
//!
//! ```console
//! $ cargo run -p peerline-examples --example own_matcher    # each law of a matcher, and whether it is kept
//! ```
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeMap;

use peerline_core::matching::{Matcher, Pairing, Pool, Supporter};
use peerline_core::testkit::matching::all_laws;
use peerline_core::vocab::{AccountId, Timestamp};

#[cfg(test)]
mod tests;

#[derive(Clone, Copy, Debug)]
struct LeastBusy;

impl Matcher for LeastBusy {
    fn propose(
        &self,
        _now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        let mut load: BTreeMap<AccountId, usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        for next in pool.waiting() {
            let busy = |one: &Supporter<'_>| load.get(&one.account).copied().unwrap_or_default();
            let able = pool.supporters().iter().filter(|one| {
                busy(one) < one.free() && next.fits(one) && compatible(next.account, one.account)
            });
            let best = able.min_by_key(|one| (one.load.saturating_add(busy(one)), one.since));
            if let Some(account) = best.map(|one| one.account) {
                let own = load.entry(account).or_default();
                *own = own.saturating_add(1);
                pairs.push(Pairing::new(next.ticket, account));
            }
        }
        pairs
    }
}

fn main() {
    for (name, law) in all_laws() {
        println!(
            "{name}: {}",
            law(&LeastBusy).map_or_else(|broken| broken.what, |()| "kept".into())
        );
    }
}
