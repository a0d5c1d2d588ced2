//! What follows from a command.

use super::AwayReason;
use super::Command;
use super::Context;
use super::Fact;
use super::LeaveReason;
use super::Offer;
use super::Pairing;
use super::Refusal;
use super::Rest;
use super::Shift;
use super::State;
use super::Ticket;
use super::Wish;
use super::WithdrawReason;
use super::admit;
use super::draft::Draft;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// Decides what a command changes; whoever can be offered after it is offered in the same breath.
///
/// An `Accept` of two who no longer fit is not a refusal: it gives
/// [`Fact::OfferWithdrawn`] with [`WithdrawReason::NoLongerFits`], and the seeker is back at the
/// old place.
///
/// # Errors
/// [`Refusal`] where the command does not apply; then nothing has changed.
pub fn decide(
    state: &State,
    ctx: &Context<'_>,
    now: Timestamp,
    entropy: &mut Entropy,
    command: Command,
) -> Result<Vec<Fact>, Refusal> {
    let mut act = Act {
        state,
        ctx,
        now,
        entropy,
        draft: Draft::new(state),
    };
    let next = match command {
        Command::Seek {
            account,
            wish,
            tier,
        } => act.seek(account, wish, tier)?,
        Command::Withdraw { account, why } => act.withdraw(account, why)?,
        Command::Ready { account, shift } => act.ready(account, shift)?,
        Command::Away { account } => act.away(account)?,
        Command::Accept {
            account,
            offer,
            room,
        } => act.accept(account, offer, room)?,
        Command::Decline { account, offer } => act.decline(account, offer)?,
        Command::Lapse { offer } => act.lapse(offer),
        Command::Pair => Next::Pair,
        Command::End { room } => act.end(room)?,
        Command::RaiseTier { account, tier } => act.raise(account, tier)?,
        Command::Spare { account } => act.spare(account),
    };
    match next {
        Next::Pair => act.pair(),
        Next::Rest => {}
    }
    Ok(act.draft.into_facts())
}

/// How many offers in a row a supporter may leave unanswered before they count as away.
const UNANSWERED_BEFORE_AWAY: u8 = 2;

/// Whether who can be paired may have changed.
enum Next {
    Pair,
    Rest,
}

/// One decision being made.
struct Act<'a> {
    state: &'a State,
    ctx: &'a Context<'a>,
    now: Timestamp,
    entropy: &'a mut Entropy,
    draft: Draft<'a>,
}

impl Act<'_> {
    fn seek(&mut self, account: AccountId, wish: Wish, tier: Tier) -> Result<Next, Refusal> {
        wish.check(self.ctx.limits)?;
        if let Some(ticket) = self.state.ticket_of(account) {
            return Ok(self.seek_again(ticket, wish, tier));
        }
        if self.state.talking.contains_key(&account) {
            return Err(Refusal::AlreadyTalking);
        }
        if tier < Tier::Urgent && self.state.is_full(self.ctx.limits) {
            return Err(Refusal::Full);
        }
        let ticket = self.new_ticket();
        let arrived = self.now;
        self.draft.push(Fact::Sought {
            ticket,
            account,
            wish,
            tier,
            arrived,
        });
        Ok(Next::Pair)
    }

    fn seek_again(&mut self, open: &Ticket, wish: Wish, tier: Tier) -> Next {
        if open.wish == wish && tier <= open.tier {
            return Next::Rest;
        }
        let ticket = open.id;
        if open.wish != wish {
            self.draft.push(Fact::WishChanged { ticket, wish });
        }
        if open.tier < tier {
            self.draft.push(Fact::TierRaised { ticket, tier });
        }
        self.recheck_offer_of(ticket);
        Next::Pair
    }

    fn withdraw(&mut self, account: AccountId, why: LeaveReason) -> Result<Next, Refusal> {
        let ticket = self.state.ticket_of(account).ok_or(Refusal::NotInLine)?;
        if let Some(offer) = ticket.offer {
            let why = WithdrawReason::SeekerLeft;
            self.draft.push(Fact::OfferWithdrawn { offer, why });
        }
        let ticket = ticket.id;
        self.draft.push(Fact::Withdrawn { ticket, why });
        Ok(Next::Pair)
    }

    fn ready(&mut self, account: AccountId, shift: Shift) -> Result<Next, Refusal> {
        shift.check(self.ctx.limits)?;
        let at = self.now;
        self.draft.push(Fact::Ready { account, shift, at });
        for offer in self.offers_to(account) {
            self.recheck_offer_of(offer.ticket);
        }
        self.shed_offers(account);
        Ok(Next::Pair)
    }

    /// Takes offers back from a supporter who now takes fewer, the last in line first.
    fn shed_offers(&mut self, account: AccountId) {
        let mut offers = self.offers_to(account);
        let place = |offer: &Offer| {
            let ticket = self.state.tickets.get(&offer.ticket);
            ticket.map(|ticket| (ticket.tier, std::cmp::Reverse((ticket.arrived, ticket.id))))
        };
        offers.sort_by_key(place);
        for offer in offers {
            let supporter = self.draft.supporter(account);
            let over = supporter.is_some_and(|one| usize::from(one.shift.capacity()) < one.load);
            if over {
                self.draft.push(Fact::OfferWithdrawn {
                    offer: offer.id,
                    why: WithdrawReason::SlotGone,
                });
            }
        }
    }

    fn away(&mut self, account: AccountId) -> Result<Next, Refusal> {
        let desk = self.state.desks.get(&account);
        if desk.is_none_or(|desk| desk.duty.is_none()) {
            return Err(Refusal::NotOnShift);
        }
        self.leave_shift(account, AwayReason::Chose);
        Ok(Next::Pair)
    }

    fn leave_shift(&mut self, account: AccountId, why: AwayReason) {
        for offer in self.offers_to(account) {
            self.draft.push(Fact::Lapsed { offer: offer.id });
        }
        let duty = self.draft.desk(account).and_then(|one| one.duty.as_ref());
        if duty.is_some_and(|duty| duty.needs_rest) {
            // Whoever goes off shift with conversations still running rests from then on.
            let rest = Rest::Until(self.now.after(self.ctx.breaks.length));
            self.draft.push(Fact::Rested { account, rest });
        }
        self.draft.push(Fact::Away { account, why });
    }

    fn accept(
        &mut self,
        account: AccountId,
        offer: OfferId,
        room: RoomId,
    ) -> Result<Next, Refusal> {
        let open = self.offer_made_to(account, offer)?;
        if self.state.rooms.contains_key(&room) {
            return Err(Refusal::RoomInUse);
        }
        if !self.still_fits(open) {
            let why = WithdrawReason::NoLongerFits;
            self.draft.push(Fact::OfferWithdrawn { offer, why });
            return Ok(Next::Pair);
        }
        self.draft.push(Fact::Matched {
            offer,
            ticket: open.ticket,
            seeker: open.seeker,
            supporter: open.supporter,
            room,
            at: self.now,
        });
        if !self.is_worn(account) {
            return Ok(Next::Rest);
        }
        for other in self.offers_to(account) {
            let (offer, why) = (other.id, WithdrawReason::SlotGone);
            self.draft.push(Fact::OfferWithdrawn { offer, why });
        }
        let rest = Rest::Due;
        self.draft.push(Fact::Rested { account, rest });
        Ok(Next::Pair)
    }

    /// Begins a break whatever the load; offers that run go back to the line.
    fn spare(&mut self, account: AccountId) -> Next {
        for open in self.offers_to(account) {
            let (offer, why) = (open.id, WithdrawReason::SlotGone);
            self.draft.push(Fact::OfferWithdrawn { offer, why });
        }
        let desk = self.draft.desk(account);
        let talks = desk.is_some_and(|desk| desk.duty.is_some() && !desk.rooms.is_empty());
        let rest = if talks {
            Rest::Due
        } else {
            Rest::Until(self.now.after(self.ctx.breaks.length))
        };
        self.draft.push(Fact::Rested { account, rest });
        Next::Pair
    }

    /// Returns whether a supporter has had as many load points as they take without a break.
    fn is_worn(&self, account: AccountId) -> bool {
        let duty = self.draft.desk(account).and_then(|one| one.duty.as_ref());
        duty.is_some_and(|duty| {
            let own = duty.shift.load_points().into_iter();
            let sooner = own.chain(self.ctx.breaks.after_points).min();
            sooner.is_some_and(|most| most <= duty.points)
        })
    }

    /// Begins the break of a supporter who needs one and talks with nobody.
    fn begin_rest(&mut self, account: AccountId) {
        let Some(desk) = self.draft.desk(account) else {
            return;
        };
        let is_due = desk.duty.as_ref().is_some_and(|duty| duty.needs_rest);
        if is_due && desk.rooms.is_empty() {
            let rest = Rest::Until(self.now.after(self.ctx.breaks.length));
            self.draft.push(Fact::Rested { account, rest });
        }
    }

    fn decline(&mut self, account: AccountId, offer: OfferId) -> Result<Next, Refusal> {
        self.offer_made_to(account, offer)?;
        self.draft.push(Fact::Declined { offer });
        Ok(Next::Pair)
    }

    fn lapse(&mut self, offer: OfferId) -> Next {
        let Some(open) = self.state.open_offer(offer) else {
            return Next::Rest;
        };
        let supporter = open.supporter;
        self.draft.push(Fact::Lapsed { offer });
        let duty = self.draft.desk(supporter).and_then(|one| one.duty.as_ref());
        if duty.is_some_and(|duty| UNANSWERED_BEFORE_AWAY <= duty.n_unanswered) {
            self.leave_shift(supporter, AwayReason::Unanswered);
        }
        Next::Pair
    }

    fn end(&mut self, room: RoomId) -> Result<Next, Refusal> {
        let pair = self.state.rooms.get(&room).ok_or(Refusal::NoSuchRoom)?;
        let (at, supporter) = (self.now, pair.supporter);
        self.draft.push(Fact::Ended { room, at });
        self.begin_rest(supporter);
        Ok(Next::Pair)
    }

    fn raise(&mut self, account: AccountId, tier: Tier) -> Result<Next, Refusal> {
        let open = self.state.ticket_of(account).ok_or(Refusal::NotInLine)?;
        if tier <= open.tier {
            return Ok(Next::Rest);
        }
        let ticket = open.id;
        self.draft.push(Fact::TierRaised { ticket, tier });
        self.recheck_offer_of(ticket);
        Ok(Next::Pair)
    }

    /// Takes back the offer that runs for a ticket if the two no longer fit.
    fn recheck_offer_of(&mut self, ticket: TicketId) {
        let offer = self.draft.ticket(ticket).and_then(|ticket| ticket.offer);
        let open = offer.and_then(|offer| self.draft.offer(offer)).copied();
        if let Some(open) = open.filter(|open| !self.still_fits(open)) {
            self.draft.push(Fact::OfferWithdrawn {
                offer: open.id,
                why: WithdrawReason::NoLongerFits,
            });
        }
    }

    fn still_fits(&self, offer: &Offer) -> bool {
        let ticket = self.draft.ticket(offer.ticket);
        let supporter = self.draft.supporter(offer.supporter);
        ticket
            .zip(supporter)
            .is_some_and(|(ticket, one)| self.ctx.fits(ticket, &one))
    }

    fn offers_to(&self, account: AccountId) -> Vec<Offer> {
        let desk = self.draft.desk(account).into_iter();
        desk.flat_map(|desk| &desk.offers)
            .filter_map(|offer| self.draft.offer(*offer).copied())
            .collect()
    }

    fn offer_made_to(&self, account: AccountId, offer: OfferId) -> Result<&'_ Offer, Refusal> {
        let open = self.state.open_offer(offer).ok_or(Refusal::NoSuchOffer)?;
        if open.supporter == account {
            return Ok(open);
        }
        Err(Refusal::NotYourOffer)
    }

    /// Asks the matcher, checks what it says, and makes the offers.
    fn pair(&mut self) {
        for account in self.draft.rested(self.now) {
            let rest = Rest::Over;
            self.draft.push(Fact::Rested { account, rest });
        }
        for pairing in self.proposals() {
            let offer = self.new_offer();
            self.draft.push(Fact::Offered {
                offer,
                ticket: pairing.ticket,
                supporter: pairing.supporter,
                until: self.now.after(self.ctx.offer_time),
            });
        }
    }

    fn proposals(&self) -> Vec<Pairing> {
        let pool = self.draft.pool(self.ctx, self.now);
        if pool.is_empty() {
            return Vec::new();
        }
        let may_meet = |one, other| self.ctx.may_meet(one, other);
        let proposed = self.ctx.matcher.propose(self.now, &pool, &may_meet);
        admit(&pool, &may_meet, proposed)
    }

    /// Draws an id that is not in use. The loop ends: ids are 128 random bits.
    fn new_ticket(&mut self) -> TicketId {
        loop {
            let id = TicketId::from_bytes(self.entropy.draw());
            if self.draft.ticket(id).is_none() {
                return id;
            }
        }
    }

    fn new_offer(&mut self) -> OfferId {
        loop {
            let id = OfferId::from_bytes(self.entropy.draw());
            if self.draft.offer(id).is_none() {
                return id;
            }
        }
    }
}
