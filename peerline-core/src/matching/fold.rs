//! What each fact does to the state.

use super::Fact;
use super::Offer;
use super::Rest;
use super::Shift;
use super::State;
use super::Ticket;
use super::state::Duty;
use super::state::Met;
use super::state::Pair;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// Changes the state by one fact. Total: a fact that names what is not there changes nothing.
pub fn apply(state: &mut State, fact: &Fact) {
    match fact {
        Fact::Sought {
            ticket,
            account,
            wish,
            tier,
            arrived,
        } => state.join(Ticket {
            id: *ticket,
            account: *account,
            wish: wish.clone(),
            tier: *tier,
            arrived: *arrived,
            offer: None,
        }),
        Fact::WishChanged { ticket, wish } => {
            if let Some(ticket) = state.tickets.get_mut(ticket) {
                ticket.wish = wish.clone();
            }
        }
        Fact::TierRaised { ticket, tier } => state.raise(*ticket, *tier),
        Fact::Withdrawn { ticket, why: _ } => state.leave(*ticket),
        Fact::Ready { account, shift, at } => state.come(*account, shift, *at),
        Fact::Away { account, why: _ } => state.go(*account),
        Fact::Rested { account, rest } => state.rest(*account, *rest),
        Fact::Offered {
            offer,
            ticket,
            supporter,
            until,
        } => state.offer(*offer, *ticket, *supporter, *until),
        Fact::Declined { offer } => state.decline(*offer),
        Fact::Lapsed { offer } => state.lapse(*offer),
        Fact::OfferWithdrawn { offer, why: _ } => {
            state.close(*offer);
        }
        Fact::Matched {
            offer, room, at, ..
        } => state.pair(*offer, *room, *at),
        Fact::Ended { room, at } => state.end(*room, *at),
    }
}

impl State {
    /// How many waits the estimate looks back on: an hour or two of a small line, so that it
    /// follows the night.
    const WAITS_KEPT: usize = 32;

    /// How long it is kept with whom somebody talked last.
    const MET_KEPT: Millis = Millis::from_hours(7 * 24);

    fn join(&mut self, ticket: Ticket) {
        let known = self.in_line.contains_key(&ticket.account);
        if !known && !self.tickets.contains_key(&ticket.id) {
            self.insert_ticket(ticket);
        }
    }

    fn raise(&mut self, ticket: TicketId, tier: Tier) {
        if let Some(mut ticket) = self.remove_ticket(ticket) {
            ticket.tier = tier.max(ticket.tier);
            self.insert_ticket(ticket);
        }
    }

    fn leave(&mut self, ticket: TicketId) {
        let offer = self.tickets.get(&ticket).and_then(|one| one.offer);
        if let Some(offer) = offer {
            self.close(offer);
        }
        self.remove_ticket(ticket);
        self.declines.remove(&ticket);
    }

    fn come(&mut self, account: AccountId, shift: &Shift, at: Timestamp) {
        let desk = self.desks.entry(account).or_default();
        let before = desk.duty.as_ref();
        desk.duty = Some(Duty {
            shift: shift.clone(),
            since: before.map_or(at, |duty| duty.since),
            n_unanswered: 0,
            points: before.map_or(0, |duty| duty.points),
            needs_rest: before.is_some_and(|duty| duty.needs_rest),
        });
        self.declines.retain(|_, declined| {
            declined.retain(|decliner| *decliner != account);
            !declined.is_empty()
        });
    }

    fn go(&mut self, account: AccountId) {
        if let Some(desk) = self.desks.get_mut(&account) {
            desk.duty = None;
        }
        self.clear_desk(account);
    }

    fn rest(&mut self, account: AccountId, rest: Rest) {
        let desk = self.desks.get_mut(&account);
        if let Some(duty) = desk.and_then(|desk| desk.duty.as_mut()) {
            duty.points = 0;
            duty.needs_rest = rest == Rest::Due;
        }
        match rest {
            Rest::Until(until) if !account.is_nobody() => {
                self.rests.insert(account, until);
            }
            Rest::Until(_) | Rest::Due => {}
            Rest::Over => {
                self.rests.remove(&account);
            }
        }
    }

    fn offer(&mut self, id: OfferId, ticket: TicketId, supporter: AccountId, until: Timestamp) {
        let Some(ticket) = self.tickets.get_mut(&ticket) else {
            return;
        };
        if ticket.offer.is_some() || self.offers.contains_key(&id) {
            return;
        }
        ticket.offer = Some(id);
        let offer = Offer {
            id,
            ticket: ticket.id,
            seeker: ticket.account,
            supporter,
            until,
        };
        self.offers.insert(id, offer);
        self.desks.entry(supporter).or_default().offers.insert(id);
    }

    fn decline(&mut self, offer: OfferId) {
        let Some(offer) = self.close(offer) else {
            return;
        };
        self.count_unanswered(offer.supporter, |_| 0);
        if offer.supporter.is_nobody() {
            return;
        }
        let declined = self.declines.entry(offer.ticket).or_default();
        declined.retain(|decliner| *decliner != offer.supporter);
        declined.push(offer.supporter);
    }

    fn lapse(&mut self, offer: OfferId) {
        if let Some(offer) = self.close(offer) {
            self.count_unanswered(offer.supporter, |n| n.saturating_add(1));
        }
    }

    fn pair(&mut self, offer: OfferId, room: RoomId, at: Timestamp) {
        let Some(offer) = self.close(offer) else {
            return;
        };
        let ticket = self.remove_ticket(offer.ticket);
        let tier = ticket
            .as_ref()
            .map(|ticket| ticket.tier)
            .unwrap_or_default();
        if let Some(ticket) = ticket {
            self.keep_wait(tier, at.since(ticket.arrived));
        }
        self.declines.remove(&offer.ticket);
        self.count_unanswered(offer.supporter, |_| 0);
        let pair = Pair {
            seeker: offer.seeker,
            supporter: offer.supporter,
        };
        self.rooms.insert(room, pair);
        self.talking.insert(pair.seeker, room);
        let desk = self.desks.entry(pair.supporter).or_default();
        desk.rooms.insert(room);
        if let Some(duty) = &mut desk.duty {
            duty.since = at;
            duty.points = duty.points.saturating_add(tier_points(tier));
        }
        self.remember(pair, at);
    }

    /// Keeps who talked with whom for as long as somebody may ask for it, and no longer.
    fn remember(&mut self, pair: Pair, at: Timestamp) {
        self.met.retain(|_, met| at.since(met.at) < Self::MET_KEPT);
        if !pair.seeker.is_nobody() && !pair.supporter.is_nobody() {
            let supporter = pair.supporter;
            self.met.insert(pair.seeker, Met { supporter, at });
        }
    }

    fn end(&mut self, room: RoomId, at: Timestamp) {
        let Some(pair) = self.rooms.remove(&room) else {
            return;
        };
        self.talking.remove(&pair.seeker);
        if let Some(desk) = self.desks.get_mut(&pair.supporter) {
            desk.rooms.remove(&room);
            if let Some(duty) = &mut desk.duty {
                duty.since = at;
            }
        }
        self.clear_desk(pair.supporter);
    }

    /// Ends a running offer; the ticket is back at its place, which it never gave up.
    fn close(&mut self, offer: OfferId) -> Option<Offer> {
        let offer = self.offers.remove(&offer)?;
        if let Some(ticket) = self.tickets.get_mut(&offer.ticket) {
            ticket.offer = None;
        }
        if let Some(desk) = self.desks.get_mut(&offer.supporter) {
            desk.offers.remove(&offer.id);
        }
        Some(offer)
    }

    fn count_unanswered(&mut self, supporter: AccountId, count: impl FnOnce(u8) -> u8) {
        let desk = self.desks.get_mut(&supporter);
        if let Some(duty) = desk.and_then(|desk| desk.duty.as_mut()) {
            duty.n_unanswered = count(duty.n_unanswered);
        }
    }

    fn keep_wait(&mut self, tier: Tier, wait: Millis) {
        let waits = self.waits.entry(tier).or_default();
        if Self::WAITS_KEPT <= waits.len() {
            waits.pop_front();
        }
        waits.push_back(wait);
    }

    fn clear_desk(&mut self, account: AccountId) {
        if self.desks.get(&account).is_some_and(|desk| desk.is_idle()) {
            self.desks.remove(&account);
        }
    }
}

/// Returns the load points of a conversation: what is harder counts for more. The line's own choice.
pub(super) const fn tier_points(tier: Tier) -> u16 {
    match tier {
        Tier::Routine => 1,
        Tier::Soon => 2,
        Tier::Urgent => 4,
    }
}
