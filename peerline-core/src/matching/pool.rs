//! What a matcher gets to see: who waits, who has a free slot, and nothing more.

use std::cmp::Reverse;

use super::Shift;
use super::Widened;
use super::Wish;
use super::fit;
use crate::vocab::AccountId;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// Who waits without an offer, and which supporters have a free slot.
#[derive(Clone, Debug, Default)]
pub struct Pool<'a> {
    waiting: Vec<Candidate<'a>>,
    supporters: Vec<Supporter<'a>>,
}

impl<'a> Pool<'a> {
    /// Makes a pool: the waiting are put in the order of the line, the supporters in the order of
    /// their ids; those without any slot are left out.
    #[must_use]
    pub fn new(mut waiting: Vec<Candidate<'a>>, mut supporters: Vec<Supporter<'a>>) -> Self {
        waiting.sort_by_key(Candidate::order);
        supporters.retain(|supporter| 0 < supporter.slots());
        supporters.sort_by_key(|supporter| supporter.account);
        Self {
            waiting,
            supporters,
        }
    }

    /// Returns who waits: highest tier first, inside a tier the longest waiting first.
    #[must_use]
    pub fn waiting(&self) -> &[Candidate<'a>] {
        &self.waiting
    }

    /// Returns the supporters with a slot, by id.
    #[must_use]
    pub fn supporters(&self) -> &[Supporter<'a>] {
        &self.supporters
    }

    /// Returns one supporter with a slot.
    #[must_use]
    pub fn supporter(&self, account: AccountId) -> Option<&Supporter<'a>> {
        let at = self
            .supporters
            .binary_search_by_key(&account, |supporter| supporter.account)
            .ok()?;
        self.supporters.get(at)
    }

    /// Returns whether there is nothing to pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() || self.supporters.is_empty()
    }
}

/// A person who waits.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Candidate<'a> {
    /// Their place.
    pub ticket: TicketId,
    /// Who.
    pub account: AccountId,
    /// What they ask for.
    pub wish: &'a Wish,
    /// How soon.
    pub tier: Tier,
    /// Since when they count as waiting.
    pub arrived: Timestamp,
    /// Supporters not to be asked for this ticket now, because they declined it.
    pub set_aside: Vec<AccountId>,
    /// Which of their wishes have given way to waiting.
    pub widened: Widened,
    /// The supporter they would like to meet again.
    pub again: Option<AccountId>,
    /// Whether they have waited longer than anybody should: before everybody but the urgent.
    pub overdue: bool,
}

impl<'a> Candidate<'a> {
    /// Makes a candidate of the routine tier who has waited since ever, and whose firm wishes have
    /// all given way.
    #[must_use]
    pub const fn new(ticket: TicketId, account: AccountId, wish: &'a Wish) -> Self {
        Self {
            ticket,
            account,
            wish,
            tier: Tier::Routine,
            arrived: Timestamp::ZERO,
            set_aside: Vec::new(),
            widened: Widened::ALL,
            again: None,
            overdue: false,
        }
    }

    /// Returns the same candidate with this tier and arrival.
    #[must_use]
    pub const fn in_line(mut self, tier: Tier, arrived: Timestamp) -> Self {
        self.tier = tier;
        self.arrived = arrived;
        self
    }

    /// Returns the same candidate, with these supporters not to be asked.
    #[must_use]
    pub fn setting_aside(mut self, set_aside: Vec<AccountId>) -> Self {
        self.set_aside = set_aside;
        self
    }

    /// Returns the same candidate, for whom the search was widened so far and no further.
    #[must_use]
    pub const fn widened(mut self, widened: Widened) -> Self {
        self.widened = widened;
        self
    }

    /// Returns the same candidate, who would like to meet a supporter again.
    #[must_use]
    pub const fn preferring(mut self, again: AccountId) -> Self {
        self.again = Some(again);
        self
    }

    /// Returns the same candidate, who has waited longer than anybody should.
    #[must_use]
    pub const fn overdue(mut self) -> Self {
        self.overdue = true;
        self
    }

    /// Returns whether every hard rule that the pool knows allows the pair: not themself, not set
    /// aside, and all of [`suits`](super::fit::suits). Blocks are asked of `compatible`.
    #[must_use]
    pub fn fits(&self, supporter: &Supporter<'_>) -> bool {
        self.account != supporter.account
            && fit::suits(self.wish, self.tier, supporter.shift, self.widened)
            && !self.set_aside.contains(&supporter.account)
    }

    /// Returns the key the line is ordered by: the tier, but whoever is overdue comes right after
    /// the urgent; then since when they wait; then the place itself.
    #[must_use]
    pub const fn order(&self) -> (Reverse<u8>, Timestamp, TicketId) {
        let rank = match (self.tier, self.overdue) {
            (Tier::Urgent, _) => 3,
            (Tier::Soon | Tier::Routine, true) => 2,
            (Tier::Soon, false) => 1,
            (Tier::Routine, false) => 0,
        };
        (Reverse(rank), self.arrived, self.ticket)
    }
}

/// A supporter on shift.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Supporter<'a> {
    /// Who.
    pub account: AccountId,
    /// What they offer.
    pub shift: &'a Shift,
    /// Seekers they talk with, and offers that run.
    pub load: usize,
    /// When they last came on shift, or began or ended a conversation.
    pub since: Timestamp,
    /// Whether they left their last offer unanswered.
    pub unanswered: bool,
    /// Whether they are on a break, or one is due.
    pub resting: bool,
}

impl<'a> Supporter<'a> {
    /// Makes a supporter with nothing to do since ever.
    #[must_use]
    pub const fn new(account: AccountId, shift: &'a Shift) -> Self {
        Self {
            account,
            shift,
            load: 0,
            since: Timestamp::ZERO,
            unanswered: false,
            resting: false,
        }
    }

    /// Returns the same supporter with this load since this time.
    #[must_use]
    pub const fn with_load(mut self, load: usize, since: Timestamp) -> Self {
        self.load = load;
        self.since = since;
        self
    }

    /// Returns the same supporter, who left their last offer unanswered.
    #[must_use]
    pub const fn leaving_unanswered(mut self) -> Self {
        self.unanswered = true;
        self
    }

    /// Returns the same supporter on a break: nobody is offered to them.
    #[must_use]
    pub const fn resting(mut self) -> Self {
        self.resting = true;
        self
    }

    /// Returns how many more seekers of any tier they can take.
    #[must_use]
    pub fn free(&self) -> usize {
        if self.resting {
            return 0;
        }
        usize::from(self.shift.capacity()).saturating_sub(self.load)
    }

    /// Returns whether they would take one more, over their capacity, of the urgent tier.
    #[must_use]
    pub fn has_surge(&self) -> bool {
        let over = self.load <= usize::from(self.shift.capacity());
        !self.resting && over && self.shift.surges() && Tier::Urgent <= self.shift.clearance()
    }

    /// Returns how many more seekers they can take, if enough of them are urgent.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.free().saturating_add(self.has_surge().into())
    }
}
