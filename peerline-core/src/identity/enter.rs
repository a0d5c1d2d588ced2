//! Entering a room with a ticket.

use super::Admission;
use super::Fact;
use super::Ground;
use super::Lease;
use super::Principal;
use super::PublicKey;
use super::Shown;
use super::Standing;
use super::State;
use super::TicketRefusal;
use super::WeekKeys;
use super::occupant_id;
use crate::vocab::Entropy;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// Somebody shows a ticket at a room.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Enter<'a> {
    /// Which room.
    pub room: RoomId,
    /// The key under which its members get their names.
    pub room_key: &'a Sensitive<[u8; 32]>,
    /// The room key that the ticket was made for and shown with.
    pub key: &'a PublicKey,
    /// The ticket, checked.
    pub shown: &'a Shown,
}

/// Somebody may be in a room.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// What they are called there: one name per account and room, so that neither another key nor
    /// another ticket gives another. With a blind ticket, one name per room key.
    pub who: OccupantId,
    /// When they must show a fresh ticket.
    pub until: Timestamp,
    /// What to write down.
    pub fact: Fact,
}

/// Somebody may not be in a room.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EnterRefusal {
    /// The ticket opens nothing.
    #[error(transparent)]
    Ticket(#[from] TicketRefusal),
    /// A sanction is in force: it leaves the way to a responder, which needs no ticket.
    #[error("a sanction is in force; a responder can always be reached with `signal`")]
    HelpOnly {
        /// When it ends.
        until: Timestamp,
        /// Why.
        ground: Ground,
    },
}

/// Spends a ticket and says who enters, under which name and for how long.
///
/// The account behind the ticket is neither returned nor written down. Behind a blind ticket there
/// is none: its bearer is named after the room key, so that another key is another name.
///
/// # Errors
/// [`EnterRefusal`], with nothing spent.
pub fn enter(
    (state, standing, keys): (&State, &dyn Standing, &WeekKeys),
    now: Timestamp,
    entropy: &mut Entropy,
    enter: &Enter<'_>,
) -> Result<Entry, EnterRefusal> {
    let shown = enter.shown;
    if shown.expires() <= now {
        return Err(TicketRefusal::Expired.into());
    }
    if state.is_spent(shown.number()) {
        return Err(TicketRefusal::Spent.into());
    }
    let account = if shown.link().is_unlinkable() {
        // Nobody's ticket: what there is to be named after is the key it was shown with.
        enter.key.account()
    } else {
        let account = keys.open(shown.link())?;
        let principal = Principal::assert_verified(account, "a ticket that the line itself sealed");
        if let Admission::HelpOnly { until, ground } = standing.admit(state, now, &principal) {
            return Err(EnterRefusal::HelpOnly { until, ground });
        }
        account
    };
    let who = occupant_id(enter.room_key, enter.room.as_bytes(), &account);
    let until = now.after(standing.lease(entropy));
    let fact = Fact::Entered {
        room: enter.room,
        who,
        lease: Box::new(Lease {
            link: *shown.link(),
            class: shown.class(),
            key: *enter.key,
            until,
        }),
        ticket: shown.number(),
        expires: shown.expires(),
    };
    Ok(Entry { who, until, fact })
}
