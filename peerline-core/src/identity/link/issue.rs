//! How a ticket is made.

use super::Class;
use super::Ticket;
use super::TicketRefusal;
use super::WeekKeys;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::encoding::lp_joined;
use crate::vocab::AccountId;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::TicketNumber;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// Returns what a ticket is made for: a room key, hidden by 32 random bytes, so that who issues it
/// learns no room.
#[must_use]
pub fn bind(room_key: &PublicKey, r: &[u8; 32]) -> Digest {
    let mut builder = DigestBuilder::new("peerline/v1/bind");
    builder.bytes(room_key.as_bytes()).bytes(r).finish()
}

impl WeekKeys {
    /// Issues a ticket to an account under this week's key.
    ///
    /// Whether the account may have one is [`Standing::class`](crate::identity::Standing::class)'s
    /// to say. `entropy` is fresh for each call.
    ///
    /// # Errors
    /// [`TicketRefusal::KeyDestroyed`] where there is no key of this week.
    pub fn issue(
        &self,
        now: Timestamp,
        entropy: &mut Entropy,
        (account, class): (AccountId, Class),
        bind: Digest,
    ) -> Result<Ticket, TicketRefusal> {
        let week = Week::of(now);
        let key = self.keys.get(&week).ok_or(TicketRefusal::KeyDestroyed)?;
        let number = TicketNumber::from_bytes(entropy.draw());
        let link = key.seal(&self.line, week, entropy.draw(), account);
        let mut ticket = Ticket {
            class,
            expires: two_days_ahead(now),
            number,
            bind,
            link,
            signature: [0; 64],
        };
        ticket.signature = key.sign(&message(&self.line, &ticket.signed()));
        Ok(ticket)
    }
}

/// Returns what a week's key signs.
pub(super) fn message(line: &LineId, ticket: &[u8]) -> Vec<u8> {
    lp_joined(&[b"peerline/v1/ticket", line.as_bytes(), ticket])
}

/// Returns 00:00 UTC two days ahead: the same for everybody all day long.
fn two_days_ahead(now: Timestamp) -> Timestamp {
    let day = Millis::from_hours(24);
    let today = now.unix_millis().checked_div(day.get()).unwrap_or_default();
    Timestamp::ZERO.after(day.times(today.saturating_add(2)))
}
