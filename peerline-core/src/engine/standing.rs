//! Tickets for people, and what is done about somebody of whom a room knows a name alone.

use super::Answer;
use super::Asker;
use super::Engine;
use super::Info;
use super::Why;
use super::entering::alias;
use super::puts::Author;
use super::ways::Bar;
use crate::identity;
use crate::identity::Bearer;
use crate::identity::BearerRefusal;
use crate::identity::By;
use crate::identity::Order;
use crate::identity::Principal;
use crate::identity::Ticket;
use crate::identity::TicketRefusal;
use crate::identity::Whose;
use crate::log::Act;
use crate::log::Fact;
use crate::log::StandingAct;
use crate::room::LeaveWhy;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Digest;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seed;

/// How many tickets one request may bring.
const AT_ONCE: usize = 4;
/// How many tickets one account may have within an hour.
const AN_HOUR: u32 = 32;

impl Engine {
    /// Gives tickets. Nothing of it is written down.
    pub(super) fn tickets(&mut self, asker: Asker, binds: &[Digest], draw: &Seed) {
        let answer = match self.presence.account(asker.conn) {
            Some(account) => self.issue(account, binds, draw),
            None => Answer::refuse(Why::Denied),
        };
        self.tell(asker, answer);
    }

    fn issue(&mut self, account: AccountId, binds: &[Digest], draw: &Seed) -> Answer {
        if binds.is_empty() || AT_ONCE < binds.len() {
            return Answer::refuse(Why::TooBig);
        }
        if self.is_help_only(account) {
            return self.bar(account, Bar::HelpOnly, None);
        }
        let now = self.turn.now;
        let principal = Principal::assert_verified(account, "its connection proved it");
        let standing = &self.policies.standing;
        let class = standing.class(&self.state.identity, now, &principal);
        let (Some(class), Some(weeks)) = (class, self.weeks.clone()) else {
            return Answer::refuse(Why::Denied);
        };
        let n = u32::try_from(binds.len()).unwrap_or(u32::MAX);
        if !self.presence.may_have_tickets(account, now, (n, AN_HOUR)) {
            return Answer::Refused {
                why: Why::Rate,
                retry: Some(Millis::from_hours(1)),
                decision: None,
                say: None,
            };
        }
        let one = |(place, bind): (u64, &Digest)| {
            weeks.issue(now, &mut draw.entropy(place), (account, class), *bind)
        };
        let tickets: Result<Vec<Ticket>, TicketRefusal> = (0..).zip(binds).map(one).collect();
        match tickets {
            Ok(tickets) => Answer::Told(Info::Tickets(tickets)),
            Err(refusal) => self.bar(account, Bar::Ticket(refusal), None),
        }
    }

    /// Does what a moderator asks for about somebody's standing.
    pub(super) fn act_on_standing(&mut self, author: Author, act: Act) -> Answer {
        let Act::Standing(act) = act else {
            // Who keeps no rules learns nothing of what stands where they are kept.
            let kept = self.may(author.conn, Capability::Moderate);
            return Answer::refuse(kept.err().unwrap_or(Why::OutOfPlace));
        };
        let (sweeps, capability, target) = match act {
            StandingAct::Sanction(target) => (false, Capability::Sanction, target),
            StandingAct::Sweep(target) => (true, Capability::Sweep, target),
            StandingAct::Block { .. } => return Answer::refuse(Why::OutOfPlace),
        };
        if let Err(why) = self.may(author.conn, capability) {
            return Answer::refuse(why);
        }
        let Ok(ground) = target.ground.parse() else {
            return Answer::refuse(Why::OutOfPlace);
        };
        let bearer = Bearer {
            room: target.room,
            who: target.who,
        };
        let (Some(weeks), Some(whose)) = (self.weeks.clone(), self.whose(bearer)) else {
            return Answer::refuse(Why::Gone);
        };
        let order = Order {
            bearer,
            whose,
            ground,
            until: self.turn.now.after(target.span),
            by: By::Account(author.account),
        };
        let book = (&self.state.identity, &self.policies.terms, weeks.as_ref());
        let decided = if sweeps {
            identity::sweep_bearer(book, self.turn.now, &order)
        } else {
            identity::sanction_bearer(book, self.turn.now, &order)
        };
        match decided {
            Ok(facts) => {
                self.carry_out(facts, sweeps);
                Answer::DONE
            }
            Err(refusal) => refused(refusal),
        }
    }

    /// Keeps two people apart from now on, whatever they are called.
    pub(super) fn block(&mut self, room: RoomId, author: Author, who: OccupantId) -> Answer {
        let own = self.state.room(room);
        let Some(own) = own.and_then(|room| room.member(author.account)) else {
            return Answer::refuse(Why::Denied);
        };
        let own = Bearer {
            room,
            who: own.occupant,
        };
        let both = self.behind(own).and_then(|own| {
            let other = self.behind(Bearer { room, who })?;
            Ok((own, other))
        });
        let (a, b) = match both {
            Ok(both) => both,
            Err(BearerRefusal::Unlinkable) => {
                return self.bar(author.account, Bar::Unlinkable, None);
            }
            Err(_) => return Answer::refuse(Why::Gone),
        };
        let block = identity::Command::Block { a, b, until: None };
        if self.identify(block) {
            Answer::DONE
        } else {
            Answer::refuse(Why::OutOfPlace)
        }
    }

    /// Returns the account behind a name, where anything still leads to it.
    fn behind(&self, bearer: Bearer) -> Result<AccountId, BearerRefusal> {
        let gone = BearerRefusal::Ticket(TicketRefusal::KeyDestroyed);
        match self.whose(bearer).ok_or(gone)? {
            Whose::Link(link) if link.is_unlinkable() => Err(BearerRefusal::Unlinkable),
            Whose::Link(link) => Ok(self.weeks.as_ref().ok_or(gone)?.open(&link)?),
            Whose::Account(account) => Ok(account),
        }
    }

    /// Returns how the person behind a name is found; `None` where nothing leads to them any more.
    fn whose(&self, bearer: Bearer) -> Option<Whose> {
        let Bearer { room, who } = bearer;
        if let Some(lease) = self.state.identity.lease(room, who) {
            return Some(Whose::Link(lease.link));
        }
        let account = self.state.room(room)?.account_of(who)?;
        if self.state.is_alias(account) {
            return self.link_of(account).map(Whose::Link);
        }
        Some(Whose::Account(account))
    }

    fn carry_out(&mut self, facts: Vec<identity::Fact>, sweeps: bool) {
        for fact in facts {
            if let identity::Fact::LeaseEnded { room, who } = fact {
                // Refused where they are not in it any more.
                let _ = self.leave_room(room, alias(who), LeaveWhy::Gone);
                self.end_lease(room, alias(who));
                continue;
            }
            let sanctioned = fact.sanctioned();
            self.append(&RoomName::Line, None, Fact::Identity(fact.clone()));
            if let Some(account) = sanctioned {
                if sweeps {
                    self.turn_out(account);
                }
                self.sanctioned(&fact);
            }
        }
    }

    /// Takes somebody out of every room that the line brought them to, but those where a responder
    /// is with them.
    fn turn_out(&mut self, account: AccountId) {
        let rooms = self.state.rooms_of.get(&account).cloned();
        for id in rooms.unwrap_or_default() {
            let room = self.state.room(id);
            if room.is_some_and(|room| room.kind != RoomKind::Crisis && !room.is_over()) {
                // Refused where they are not in it.
                let _ = self.leave_room(id, account, LeaveWhy::Gone);
            }
        }
    }
}

fn refused(refusal: BearerRefusal) -> Answer {
    let why = match refusal {
        BearerRefusal::Book(_) | BearerRefusal::SecondPersonNeeded => Why::Denied,
        BearerRefusal::Ticket(_) | BearerRefusal::Unlinkable => Why::Gone,
    };
    Answer::Refused {
        why,
        retry: None,
        decision: None,
        say: Some(refusal.to_string()),
    }
}
