//! What is done about somebody of whom a room knows a name and a sealed link.

use super::By;
use super::Command;
use super::Fact;
use super::Ground;
use super::Link;
use super::Refusal;
use super::State;
use super::Terms;
use super::TicketRefusal;
use super::WeekKeys;
use super::decide;
use super::decide::may;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// Somebody, by a name in a room.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct Bearer {
    /// Which room.
    pub room: RoomId,
    /// Their name there.
    pub who: OccupantId,
}

/// How a person behind a name is found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Whose {
    /// They entered with a ticket: by what it left behind, while the key of its week is kept.
    Link(Link),
    /// The line brought them there itself.
    Account(AccountId),
}

/// What a moderator or supervisor asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Order {
    /// Against whom.
    pub bearer: Bearer,
    /// How they are found.
    pub whose: Whose,
    /// Why.
    pub ground: Ground,
    /// Until when they reach responders alone.
    pub until: Timestamp,
    /// Who asks.
    pub by: By,
}

/// It was not done.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BearerRefusal {
    /// The account book refuses.
    #[error(transparent)]
    Book(#[from] Refusal),
    /// The link opens no more.
    #[error(transparent)]
    Ticket(#[from] TicketRefusal),
    /// The same person signed before.
    #[error("a sweep takes two people; somebody else has to sign, too")]
    SecondPersonNeeded,
    /// They came with a blind ticket, which leads to no account: no sanction and no block can
    /// follow them.
    #[error(
        "this name came with a blind ticket: nothing leads from it to an account, so nothing was \
         done; a sweep by two people takes the name out of this one room"
    )]
    Unlinkable,
}

/// How long a first signature waits for a second one.
const SIGNED: Millis = Millis::from_hours(24);

/// Sanctions whoever bears a name. Nothing changes at once in any room: leases run on until they
/// end, and are not renewed.
///
/// # Errors
/// [`BearerRefusal`]; [`TicketRefusal::KeyDestroyed`] where nobody can say any more who it was,
/// [`BearerRefusal::Unlinkable`] where nobody ever could.
pub fn sanction_bearer(
    (state, terms, keys): (&State, &Terms, &WeekKeys),
    now: Timestamp,
    order: &Order,
) -> Result<Vec<Fact>, BearerRefusal> {
    // Before the link is opened: who may not sanction must not learn whether it opens.
    may(state, now, order.by, Capability::Moderate)?;
    let account = find(keys, order.whose)?.ok_or(BearerRefusal::Unlinkable)?;
    let command = Command::Sanction {
        account,
        ground: order.ground.clone(),
        until: order.until,
        by: order.by,
    };
    Ok(decide(state, terms, now, command)?)
}

/// Takes whoever bears a name out of every room at once, where two people ask for it: for urgent
/// threats. The first call notes a signature; the second, by somebody else within 24 hours,
/// sanctions and ends every lease of that account, in whatever room. Of somebody who came with a
/// blind ticket it ends the lease in that room, which is all that anybody can find.
///
/// # Errors
/// [`BearerRefusal`]. It fails closed where the key of the link's week is destroyed.
pub fn sweep_bearer(
    (state, terms, keys): (&State, &Terms, &WeekKeys),
    now: Timestamp,
    order: &Order,
) -> Result<Vec<Fact>, BearerRefusal> {
    may(state, now, order.by, Capability::Moderate)?;
    let account = find(keys, order.whose)?;
    let Bearer { room, who } = order.bearer;
    match state.sweep_signed(now, room, who) {
        Some(first) if first == order.by => Err(BearerRefusal::SecondPersonNeeded),
        Some(_) => {
            let mut facts = Vec::new();
            if let Some(account) = account {
                facts = sanction_bearer((state, terms, keys), now, order)?;
                facts.extend(ends(state, keys, now, account));
            }
            let here = Fact::LeaseEnded { room, who };
            if !facts.contains(&here) {
                facts.push(here);
            }
            Ok(facts)
        }
        None => Ok(vec![Fact::SweepSigned {
            room,
            who,
            by: order.by,
            until: now.after(SIGNED),
        }]),
    }
}

/// Ends every lease that runs and was opened by a ticket of `account`.
fn ends<'a>(
    state: &'a State,
    keys: &'a WeekKeys,
    now: Timestamp,
    account: AccountId,
) -> impl Iterator<Item = Fact> + 'a {
    let running = state
        .leases()
        .filter(move |(_, _, lease)| now < lease.until);
    let theirs = running.filter(move |(_, _, lease)| keys.open(&lease.link) == Ok(account));
    theirs.map(|(room, who, _)| Fact::LeaseEnded { room, who })
}

/// Returns who it is; `None` where nobody ever could say.
fn find(keys: &WeekKeys, whose: Whose) -> Result<Option<AccountId>, TicketRefusal> {
    match whose {
        Whose::Link(link) if link.is_unlinkable() => Ok(None),
        Whose::Link(link) => keys.open(&link).map(Some),
        Whose::Account(account) => Ok(Some(account)),
    }
}
