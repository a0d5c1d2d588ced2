//! A ticket that was shown and is genuine.

use std::collections::BTreeMap;

use ed25519_dalek::Signature;
use ed25519_dalek::VerifyingKey;

use super::Class;
use super::Link;
use super::Ticket;
use super::TicketRefusal;
use super::issue::bind;
use super::issue::message;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::vocab::TicketNumber;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// The public halves of [`WeekKeys`](super::WeekKeys): they check tickets and open none.
#[derive(Clone, Debug)]
pub struct Verifiers {
    pub(super) line: LineId,
    pub(super) keys: BTreeMap<Week, VerifyingKey>,
}

impl Verifiers {
    /// Checks a ticket that is shown with a room key: signature, time, and whom it was made for.
    ///
    /// Whether it was used before is the account book's to say
    /// ([`State::is_spent`](crate::identity::State::is_spent)); that the room key itself is there
    /// says the join it came with ([`verify_join`](crate::identity::verify_join)).
    ///
    /// # Errors
    /// [`TicketRefusal`], the first that holds.
    pub fn check(
        &self,
        now: Timestamp,
        ticket: &[u8],
        room_key: &PublicKey,
        r: &[u8; 32],
    ) -> Result<Shown, TicketRefusal> {
        let ticket = Ticket::decode(ticket)?;
        if ticket.expires <= now {
            return Err(TicketRefusal::Expired);
        }
        if Week::of(now) < ticket.link.week {
            return Err(TicketRefusal::NotYet);
        }
        let key = self.keys.get(&ticket.link.week);
        let key = key.ok_or(TicketRefusal::KeyDestroyed)?;
        let signature = Signature::from_bytes(&ticket.signature);
        key.verify_strict(&message(&self.line, &ticket.signed()), &signature)
            .map_err(|_| TicketRefusal::NotOurs)?;
        if bind(room_key, r) != ticket.bind {
            return Err(TicketRefusal::WrongBind);
        }
        Ok(Shown {
            class: ticket.class,
            link: ticket.link,
            number: ticket.number,
            expires: ticket.expires,
        })
    }
}

/// What is left of a ticket that was checked. There is no other way to one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown {
    class: Class,
    link: Link,
    number: TicketNumber,
    expires: Timestamp,
}

impl Shown {
    /// Makes what is left of a blind ticket that its desk has checked: nobody's, and a member's.
    #[cfg(feature = "blind-tickets")]
    pub(in crate::identity) const fn blind(
        week: Week,
        number: TicketNumber,
        expires: Timestamp,
    ) -> Self {
        Self {
            class: Class::Member,
            link: Link::unlinkable(week),
            number,
            expires,
        }
    }

    /// Returns as what its bearer enters.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.class
    }

    /// Returns whose it was, sealed.
    #[must_use]
    pub const fn link(&self) -> &Link {
        &self.link
    }

    /// Returns what it is spent by.
    #[must_use]
    pub const fn number(&self) -> TicketNumber {
        self.number
    }

    /// Returns until when it must be remembered as spent.
    #[must_use]
    pub const fn expires(&self) -> Timestamp {
        self.expires
    }
}
