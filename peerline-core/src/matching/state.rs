//! The line as it stands.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use super::Ladder;
use super::Shift;
use super::Supporter;
use super::Wish;
use crate::vocab::AccountId;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// Who is in line, who is on shift, which offers run and who talks: a fold of
/// [`Fact`](super::Fact)s.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct State {
    pub(super) tickets: BTreeMap<TicketId, Ticket>,
    /// The same tickets in the order they are served within each tier.
    pub(super) line: BTreeMap<Tier, BTreeSet<(Timestamp, TicketId)>>,
    pub(super) in_line: BTreeMap<AccountId, TicketId>,
    /// Who declined a ticket still in line; the oldest decline first.
    pub(super) declines: BTreeMap<TicketId, Vec<AccountId>>,
    pub(super) offers: BTreeMap<OfferId, Offer>,
    pub(super) desks: BTreeMap<AccountId, Desk>,
    pub(super) rooms: BTreeMap<RoomId, Pair>,
    pub(super) talking: BTreeMap<AccountId, RoomId>,
    /// How long the last matched people of each tier waited, the oldest first.
    pub(super) waits: BTreeMap<Tier, VecDeque<Millis>>,
    /// Until when supporters rest, on shift or off it.
    pub(super) rests: BTreeMap<AccountId, Timestamp>,
    /// With whom people talked last, for who wants to meet again or not to.
    pub(super) met: BTreeMap<AccountId, Met>,
}

impl State {
    /// Returns everyone in line, in the order they are served; those with a running offer too.
    pub fn waiting(&self) -> impl Iterator<Item = &Ticket> {
        let in_order = self.line.values().rev().flatten();
        in_order.filter_map(|(_, ticket)| self.tickets.get(ticket))
    }

    /// Returns the place in line of one person.
    #[must_use]
    pub fn ticket_of(&self, account: AccountId) -> Option<&Ticket> {
        self.tickets.get(self.in_line.get(&account)?)
    }

    /// Returns the supporters on shift, by id.
    pub fn supporters(&self) -> impl Iterator<Item = Supporter<'_>> {
        let desks = self.desks.iter();
        desks.filter_map(|(account, desk)| Some(self.at_rest(desk.supporter(*account)?)))
    }

    /// Returns the running offers that name this person on either side.
    #[must_use]
    pub fn offers_of(&self, account: AccountId) -> Vec<&Offer> {
        let made_to = self.desks.get(&account).into_iter();
        let made_to = made_to.flat_map(|desk| &desk.offers);
        let made_for = self.ticket_of(account).and_then(|one| one.offer.as_ref());
        made_to
            .chain(made_for)
            .filter_map(|offer| self.offers.get(offer))
            .collect()
    }

    /// Returns a running offer.
    #[must_use]
    pub fn open_offer(&self, offer: OfferId) -> Option<&Offer> {
        self.offers.get(&offer)
    }

    /// Returns when the next offer is due to lapse, and which. The timers of a line are this alone,
    /// so they survive a replay.
    #[must_use]
    pub fn next_lapse(&self) -> Option<(Timestamp, OfferId)> {
        let due = self.offers.values().map(|offer| (offer.until, offer.id));
        due.min()
    }

    /// Returns the room in which a seeker talks with their supporter.
    #[must_use]
    pub fn partner_room(&self, account: AccountId) -> Option<RoomId> {
        self.talking.get(&account).copied()
    }

    /// Returns the rooms in which a supporter talks with seekers, on shift or not.
    pub fn rooms_of(&self, supporter: AccountId) -> impl Iterator<Item = RoomId> + '_ {
        let desk = self.desks.get(&supporter).into_iter();
        desk.flat_map(|desk| &desk.rooms).copied()
    }

    /// Returns the supporter as they are, on a break or not.
    pub(super) fn at_rest<'a>(&self, supporter: Supporter<'a>) -> Supporter<'a> {
        if self.rests.contains_key(&supporter.account) {
            return supporter.resting();
        }
        supporter
    }

    /// Returns with whom a person talked last.
    pub(super) fn met_last(&self, seeker: AccountId) -> Option<AccountId> {
        self.met.get(&seeker).map(|met| met.supporter)
    }

    /// Returns when the line is to be looked over again although nothing happened: a wish gives way,
    /// somebody is overdue, or a break is over. `None` where nothing of that is due.
    #[must_use]
    pub fn next_look(&self, ladder: &Ladder, now: Timestamp) -> Option<Timestamp> {
        let step = |ticket: &Ticket| {
            let step = ladder.next_step(now.since(ticket.arrived))?;
            Some(ticket.arrived.after(step))
        };
        let has_steps = ladder.next_step(Millis::ZERO).is_some();
        let waiting = self.tickets.values().filter(|_| has_steps);
        let steps = waiting.filter_map(step);
        steps.chain(self.rests.values().copied()).min()
    }

    /// Returns whether a person who is not urgent can still join. The urgent are not counted.
    pub(super) fn is_full(&self, limits: &Limits) -> bool {
        let counted = self.line.range(..Tier::Urgent);
        limits.waiting <= counted.map(|(_, places)| places.len()).sum()
    }

    pub(super) fn insert_ticket(&mut self, ticket: Ticket) {
        let place = (ticket.arrived, ticket.id);
        self.line.entry(ticket.tier).or_default().insert(place);
        if !ticket.account.is_nobody() {
            self.in_line.insert(ticket.account, ticket.id);
        }
        self.tickets.insert(ticket.id, ticket);
    }

    pub(super) fn remove_ticket(&mut self, id: TicketId) -> Option<Ticket> {
        let ticket = self.tickets.remove(&id)?;
        self.in_line.remove(&ticket.account);
        if let Some(places) = self.line.get_mut(&ticket.tier) {
            places.remove(&(ticket.arrived, id));
        }
        Some(ticket)
    }
}

/// A person's place in line.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Ticket {
    /// The place.
    pub id: TicketId,
    /// Who.
    pub account: AccountId,
    /// What they ask for.
    pub wish: Wish,
    /// How soon.
    pub tier: Tier,
    /// Since when they count as waiting.
    pub arrived: Timestamp,
    /// The offer that runs for them.
    pub offer: Option<OfferId>,
}

/// A running offer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Offer {
    /// The offer.
    pub id: OfferId,
    /// Whose place.
    pub ticket: TicketId,
    /// Who waits.
    pub seeker: AccountId,
    /// Who was asked.
    pub supporter: AccountId,
    /// When it is due to lapse.
    pub until: Timestamp,
}

/// A supporter: on shift, or off it with rooms that go on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Desk {
    pub(super) duty: Option<Duty>,
    pub(super) offers: BTreeSet<OfferId>,
    pub(super) rooms: BTreeSet<RoomId>,
}

impl Desk {
    pub(super) fn load(&self) -> usize {
        self.offers.len().saturating_add(self.rooms.len())
    }

    pub(super) fn is_idle(&self) -> bool {
        self.duty.is_none() && self.load() == 0
    }

    pub(super) fn supporter(&self, account: AccountId) -> Option<Supporter<'_>> {
        let duty = self.duty.as_ref()?;
        let supporter = Supporter::new(account, &duty.shift).with_load(self.load(), duty.since);
        let supporter = match duty.n_unanswered {
            0 => supporter,
            _ => supporter.leaving_unanswered(),
        };
        Some(if duty.needs_rest {
            supporter.resting()
        } else {
            supporter
        })
    }
}

/// A supporter's time on shift.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Duty {
    pub(super) shift: Shift,
    pub(super) since: Timestamp,
    /// Offers left unanswered since the last answer.
    pub(super) n_unanswered: u8,
    /// Load points since the last break.
    pub(super) points: u16,
    /// Whether a break is due when the conversations that run have ended.
    pub(super) needs_rest: bool,
}

/// The last conversation of a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Met {
    pub(super) supporter: AccountId,
    pub(super) at: Timestamp,
}

/// Two people who talk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Pair {
    pub(super) seeker: AccountId,
    pub(super) supporter: AccountId,
}
