//! What is being tried for somebody who waits, and how worn somebody on shift is: read alone, for
//! who wants to know.

use super::Breaks;
use super::Context;
use super::Ladder;
use super::Rule;
use super::Shift;
use super::State;
use super::Ticket;
use super::Widened;
use super::Wish;
use super::fit;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// What is being tried for somebody who waits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Trying {
    /// What of this wish has given way to the wait, on the rungs of the ladder.
    pub widened: Widened,
    /// In how long something more of it gives way.
    pub next: Option<Millis>,
    /// Whether somebody is being asked right now.
    pub offered: bool,
}

/// How somebody on shift stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Duty<'a> {
    /// What they offer; missing where they are off shift.
    pub shift: Option<&'a Shift>,
    /// Conversations that run, and offers to them.
    pub load: usize,
    /// Load points since the last break.
    pub points: u16,
    /// After how many a break is due: the sooner of their own figure and the line's.
    pub break_after: Option<u16>,
    /// Whether a break is due when the conversations that run have ended.
    pub due: bool,
    /// Until when a break lasts, on shift or off it.
    pub rests_until: Option<Timestamp>,
}

impl State {
    /// Returns what is being tried for somebody, or `None` where they are not in line.
    #[must_use]
    pub fn trying(&self, ladder: &Ladder, account: AccountId, now: Timestamp) -> Option<Trying> {
        let ticket = self.ticket_of(account)?;
        let waited = now.since(ticket.arrived);
        let rungs = ladder.rungs().iter();
        let mut concerned = rungs.filter(|rung| concerns(rung.rule, &ticket.wish));
        let reached = concerned.clone().filter(|rung| rung.after <= waited);
        let widened = reached.map(|rung| rung.rule).collect();
        let next = concerned.find(|rung| waited < rung.after);
        Some(Trying {
            widened,
            next: next.map(|rung| ticket.arrived.after(rung.after).since(now)),
            offered: ticket.offer.is_some(),
        })
    }

    /// Returns how somebody stands who supports; all zero where they do not.
    #[must_use]
    pub fn duty_of(&self, breaks: &Breaks, account: AccountId) -> Duty<'_> {
        let desk = self.desks.get(&account);
        let duty = desk.and_then(|desk| desk.duty.as_ref());
        let own = duty.and_then(|duty| duty.shift.load_points());
        Duty {
            shift: duty.map(|duty| &duty.shift),
            load: desk.map_or(0, super::state::Desk::load),
            points: duty.map_or(0, |duty| duty.points),
            break_after: own.into_iter().chain(breaks.after_points).min(),
            due: duty.is_some_and(|duty| duty.needs_rest),
            rests_until: self.rests.get(&account).copied(),
        }
    }

    /// Returns whether anybody on shift could ever be asked for somebody, busy or free.
    #[must_use]
    pub fn is_covered(&self, ctx: &Context<'_>, ticket: &Ticket) -> bool {
        self.supporters().any(|one| ctx.fits(ticket, &one))
    }
}

/// Returns whether anything changes for somebody when a rule gives way.
fn concerns(rule: Rule, wish: &Wish) -> bool {
    match rule {
        Rule::Topic => !wish.topics().is_empty(),
        Rule::Style => fit::firm_style(wish).is_some(),
        Rule::Gender => fit::firm_gender(wish).is_some(),
        Rule::Language => wish.takes_any_language(),
    }
}
