//! Blind tickets: leave to enter one room once, which not even the line that gave it can tie to
//! whoever asked for it.
//!
//! They are the output of a verifiable oblivious pseudorandom function (RFC 9497, mode VOPRF,
//! ristretto255-SHA512). The person draws a number, hides it, and has it evaluated; what they show
//! at a room later is the number and its value, which the line has never seen.
//!
//! ```text
//! device:  bind ─ blind ─> BlindRequest.blinded ─────> desk: sign (quota, standing) ─> BlindSigned
//! device:  finish (checks the proof) ─> BlindTicket
//! room:    BlindTicket ─ check ─> Shown with Link::unlinkable ─ enter ─> occupant + lease
//! ```
//!
//! A week has one key for everybody, so that a ticket says no more than its week. The proof shows
//! a client that its numbers were evaluated under the key that was published for all.
//!
//! What it costs: nothing leads from a name to an account any more. No sanction follows such a
//! name, no block holds under another one, and another room key is another name. What stands
//! against a returning abuser is that an account gets [`BlindTerms::a_day`] tickets a day and
//! none under a sanction.
//!
//! What never lives here: an account beside a number, and a way to open anything.

mod desk;
mod keys;
mod offer;
mod refusal;
mod request;
mod suite;
mod terms;
mod ticket;

pub use desk::BlindDesk;
pub use desk::WeeklyDesk;
pub use keys::BlindKey;
pub use offer::BlindOffer;
pub use offer::BlindSigned;
pub use offer::Blinded;
pub use refusal::BlindRefusal;
pub use request::BlindRequest;
pub use request::finish;
pub use terms::BlindTerms;
pub use ticket::BlindTicket;

#[cfg(test)]
mod tests;
