//! The state as it will be after the facts decided so far, without a copy of the whole line.

use std::collections::BTreeSet;

use super::Again;
use super::Candidate;
use super::Context;
use super::Fact;
use super::Offer;
use super::Pool;
use super::State;
use super::Supporter;
use super::Ticket;
use super::apply;
use super::state::Desk;
use crate::vocab::AccountId;
use crate::vocab::OfferId;
use crate::vocab::TicketId;
use crate::vocab::Timestamp;

/// A state and the facts decided on top of it.
///
/// What a fact touches is copied from `base` into `over` first and answered from there alone, so a
/// command costs what it changes and not the length of the line.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    base: &'a State,
    over: State,
    tickets: BTreeSet<TicketId>,
    desks: BTreeSet<AccountId>,
    facts: Vec<Fact>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(base: &'a State) -> Self {
        Self {
            base,
            over: State::default(),
            tickets: BTreeSet::new(),
            desks: BTreeSet::new(),
            facts: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, fact: Fact) {
        self.touch(&fact);
        apply(&mut self.over, &fact);
        self.facts.push(fact);
    }

    pub(super) fn into_facts(self) -> Vec<Fact> {
        self.facts
    }

    pub(super) fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        let at = if self.tickets.contains(&id) {
            &self.over
        } else {
            self.base
        };
        at.tickets.get(&id)
    }

    pub(super) fn offer(&self, id: OfferId) -> Option<&Offer> {
        let untouched = |offer: &&Offer| !self.tickets.contains(&offer.ticket);
        let base = || self.base.offers.get(&id).filter(untouched);
        self.over.offers.get(&id).or_else(base)
    }

    pub(super) fn desk(&self, account: AccountId) -> Option<&Desk> {
        let at = if self.desks.contains(&account) {
            &self.over
        } else {
            self.base
        };
        at.desks.get(&account)
    }

    pub(super) fn supporter(&self, account: AccountId) -> Option<Supporter<'_>> {
        let supporter = self.desk(account)?.supporter(account)?;
        Some(self.at_rest(supporter))
    }

    /// Returns the breaks that are over.
    pub(super) fn rested(&self, now: Timestamp) -> Vec<AccountId> {
        let over = self.base.rests.iter().filter(|(_, until)| **until <= now);
        over.map(|(account, _)| *account).collect()
    }

    fn at_rest<'s>(&self, supporter: Supporter<'s>) -> Supporter<'s> {
        let at = if self.desks.contains(&supporter.account) {
            &self.over
        } else {
            self.base
        };
        at.at_rest(supporter)
    }

    pub(super) fn on_shift(&self) -> impl Iterator<Item = Supporter<'_>> {
        let untouched = |one: &Supporter<'_>| !self.desks.contains(&one.account);
        let base = self.base.supporters().filter(untouched);
        base.chain(self.over.supporters())
    }

    /// Returns who must not be asked for a ticket now: those who declined it. Once everybody who
    /// fits has declined, the one whose decline is oldest may be asked again; a supporter who alone
    /// fits is not, until they come on shift anew.
    pub(super) fn set_aside(&self, ctx: &Context<'_>, ticket: &Ticket) -> Vec<AccountId> {
        let at = if self.tickets.contains(&ticket.id) {
            &self.over
        } else {
            self.base
        };
        let wants_other = ticket.wish.wants_again() == Some(Again::Avoid);
        let last = Some(ticket.account).filter(|_| wants_other);
        let avoided = last.and_then(|seeker| self.base.met_last(seeker));
        let Some(declined) = at.declines.get(&ticket.id) else {
            return avoided.into_iter().collect();
        };
        let fitting: BTreeSet<AccountId> = self
            .on_shift()
            .filter(|one| ctx.fits(ticket, one) && Some(one.account) != avoided)
            .map(|one| one.account)
            .collect();
        let asked_all = 1 < fitting.len() && fitting.iter().all(|one| declined.contains(one));
        let mut set_aside: Vec<AccountId> = declined
            .iter()
            .copied()
            .filter(|decliner| fitting.contains(decliner))
            .collect();
        if asked_all {
            set_aside.remove(0);
        }
        set_aside.extend(avoided);
        set_aside
    }

    /// Returns who waits without an offer and who has a free slot; empty where nobody is free,
    /// whatever the length of the line.
    pub(super) fn pool(&self, ctx: &Context<'_>, now: Timestamp) -> Pool<'_> {
        let free: Vec<Supporter<'_>> = self.on_shift().filter(|one| 0 < one.slots()).collect();
        if free.is_empty() {
            return Pool::default();
        }
        let untouched = |ticket: &&Ticket| !self.tickets.contains(&ticket.id);
        let waiting = self
            .base
            .waiting()
            .filter(untouched)
            .chain(self.over.waiting())
            .filter(|ticket| ticket.offer.is_none())
            .map(|ticket| self.candidate(ctx, now, ticket));
        Pool::new(waiting.collect(), free)
    }

    fn candidate<'s>(
        &'s self,
        ctx: &Context<'_>,
        now: Timestamp,
        ticket: &'s Ticket,
    ) -> Candidate<'s> {
        let waited = now.since(ticket.arrived);
        let mut candidate = Candidate::new(ticket.id, ticket.account, &ticket.wish)
            .in_line(ticket.tier, ticket.arrived)
            .setting_aside(self.set_aside(ctx, ticket))
            .widened(ctx.ladder.widened(waited));
        let wants_same = ticket.wish.wants_again() == Some(Again::Prefer);
        let last = Some(ticket.account).filter(|_| wants_same);
        candidate.again = last.and_then(|seeker| self.base.met_last(seeker));
        candidate.overdue = ctx.ladder.is_overdue(waited);
        candidate
    }

    fn touch(&mut self, fact: &Fact) {
        match fact {
            Fact::Sought { ticket, .. }
            | Fact::WishChanged { ticket, .. }
            | Fact::TierRaised { ticket, .. }
            | Fact::Withdrawn { ticket, .. } => self.touch_ticket(*ticket),
            Fact::Ready { account, .. } => {
                self.touch_desk(*account);
                self.touch_declined_by(*account);
            }
            Fact::Away { account, .. } | Fact::Rested { account, .. } => self.touch_desk(*account),
            Fact::Offered {
                ticket, supporter, ..
            } => {
                self.touch_ticket(*ticket);
                self.touch_desk(*supporter);
            }
            Fact::Declined { offer }
            | Fact::Lapsed { offer }
            | Fact::OfferWithdrawn { offer, .. }
            | Fact::Matched { offer, .. } => self.touch_offer(*offer),
            Fact::Ended { room, .. } => {
                let Some(pair) = self.base.rooms.get(room).copied() else {
                    return;
                };
                self.touch_desk(pair.supporter);
                self.over.rooms.insert(*room, pair);
                self.over.talking.insert(pair.seeker, *room);
            }
        }
    }

    fn touch_offer(&mut self, offer: OfferId) {
        if let Some(Offer {
            ticket, supporter, ..
        }) = self.offer(offer).copied()
        {
            self.touch_ticket(ticket);
            self.touch_desk(supporter);
        }
    }

    fn touch_declined_by(&mut self, account: AccountId) {
        let declines = self.base.declines.iter();
        let declined = declines.filter(|(_, declined)| declined.contains(&account));
        for (ticket, _) in declined {
            self.touch_ticket(*ticket);
        }
    }

    fn touch_ticket(&mut self, id: TicketId) {
        if !self.tickets.insert(id) {
            return;
        }
        let Some(ticket) = self.base.tickets.get(&id).cloned() else {
            return;
        };
        let offer = ticket.offer.and_then(|offer| self.base.offers.get(&offer));
        if let Some(offer) = offer {
            self.over.offers.insert(offer.id, *offer);
        }
        if let Some(declined) = self.base.declines.get(&id) {
            self.over.declines.insert(id, declined.clone());
        }
        self.over.insert_ticket(ticket);
    }

    fn touch_desk(&mut self, account: AccountId) {
        if !self.desks.insert(account) {
            return;
        }
        if let Some(desk) = self.base.desks.get(&account) {
            self.over.desks.insert(account, desk.clone());
        }
        if let Some(until) = self.base.rests.get(&account) {
            self.over.rests.insert(account, *until);
        }
    }
}
