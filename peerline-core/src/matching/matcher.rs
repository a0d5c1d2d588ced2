//! The policy that proposes pairs, and the check no proposal gets around.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use super::Candidate;
use super::Pool;
use super::Supporter;
use crate::vocab::AccountId;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// Proposes who is offered to whom.
///
/// The line checks every proposal with [`admit`] before an offer goes out, so a wrong matcher costs
/// time and never safety. A matcher may leave people unpaired, for example to wait for a better
/// fit; every person it leaves waits on.
///
/// # Contract
/// - Known: names only tickets and supporters of the pool (`names_only_the_pool`).
/// - Self: never pairs a person with themself (`never_pairs_a_person_with_themself`).
/// - Compatible: never pairs two whom `compatible` keeps apart (`never_pairs_the_incompatible`).
/// - Language: pairs nobody without a language they take (`never_pairs_without_a_language`).
/// - Minors: gives a minor only to a certified supporter (`gives_minors_only_to_the_certified`).
/// - Clearance: gives nobody a seeker above their clearance (`never_exceeds_clearance`).
/// - Needs: gives nobody a seeker whose needs they cannot meet (`never_overlooks_a_need`).
/// - Firm: keeps to firm wishes until they have given way (`keeps_to_firm_wishes`).
/// - Declines: asks nobody who is set aside for the ticket (`never_asks_the_set_aside`).
/// - Once: places no ticket twice (`places_nobody_twice`).
/// - Capacity: gives nobody more seekers than slots (`respects_free_slots`).
/// - Order: passes nobody over for a supporter who could have taken them (`serves_in_order`).
/// - Fair: serves the overdue before all but the urgent (`serves_the_overdue_first`).
/// - Current: names nobody who has left since it was last asked (`lets_go_of_who_left`).
/// - Deterministic: gives the same answer to the same question (`answers_the_same_again`).
/// - Memoryless: decides the same whatever was asked before (`leaves_one_trail`).
pub trait Matcher: Debug + Send + Sync {
    /// Proposes pairs among the waiting and the supporters with free slots. `compatible` says
    /// whether two people may meet at all, in either order.
    fn propose(
        &self,
        now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing>;
}

impl<M: Matcher + ?Sized> Matcher for Arc<M> {
    fn propose(
        &self,
        now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        (**self).propose(now, pool, compatible)
    }
}

impl<M: Matcher + ?Sized> Matcher for Box<M> {
    fn propose(
        &self,
        now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        (**self).propose(now, pool, compatible)
    }
}

/// One proposal.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Pairing {
    /// Whose place in line.
    pub ticket: TicketId,
    /// Who would be asked.
    pub supporter: AccountId,
}

impl Pairing {
    /// Makes a proposal.
    #[must_use]
    pub const fn new(ticket: TicketId, supporter: AccountId) -> Self {
        Self { ticket, supporter }
    }
}

/// Returns the proposals that break no hard rule, in their order: both in the pool, fitting,
/// compatible, nobody placed twice, no slot given twice.
#[must_use]
pub fn admit(
    pool: &Pool<'_>,
    compatible: &dyn Fn(AccountId, AccountId) -> bool,
    proposed: Vec<Pairing>,
) -> Vec<Pairing> {
    if proposed.is_empty() {
        return proposed;
    }
    let waiting: BTreeMap<TicketId, &Candidate<'_>> =
        pool.waiting().iter().map(|one| (one.ticket, one)).collect();
    let mut placed = BTreeSet::new();
    let mut given: BTreeMap<AccountId, Given> = BTreeMap::new();
    proposed
        .into_iter()
        .filter(|pairing| {
            let candidate = waiting.get(&pairing.ticket);
            let supporter = pool.supporter(pairing.supporter);
            let (Some(candidate), Some(supporter)) = (candidate, supporter) else {
                return false;
            };
            let given = given.entry(pairing.supporter).or_default();
            let good = given.leave_room_for(candidate, supporter)
                && candidate.fits(supporter)
                && compatible(candidate.account, supporter.account)
                && placed.insert(pairing.ticket);
            if good {
                given.count(candidate);
            }
            good
        })
        .collect()
}

/// How many seekers one supporter was given in one pass.
///
/// The slot for emergencies takes the urgent alone, so those who are not are counted apart.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Given {
    all: usize,
    not_urgent: usize,
}

impl Given {
    /// Returns whether a supporter who was given these can be given one more.
    pub(crate) fn leave_room_for(
        self,
        candidate: &Candidate<'_>,
        supporter: &Supporter<'_>,
    ) -> bool {
        let may_surge = candidate.tier == Tier::Urgent;
        self.all < supporter.slots() && (may_surge || self.not_urgent < supporter.free())
    }

    pub(crate) const fn all(self) -> usize {
        self.all
    }

    pub(crate) const fn is_below(self, slots: usize) -> bool {
        self.all < slots
    }

    pub(crate) fn count(&mut self, candidate: &Candidate<'_>) {
        let not_urgent = candidate.tier < Tier::Urgent;
        self.all = self.all.saturating_add(1);
        self.not_urgent = self.not_urgent.saturating_add(not_urgent.into());
    }
}
