//! Tickets into rooms: who has one may enter once, and nobody learns which account it was.
//!
//! ```text
//! issue ─> Ticket (182 bytes) ─ check ─> Shown ─ open ─> account ─> occupant + lease
//!              │                            │
//!              └── Link (the sealed tag) <──┘  what a sanction, a sweep and a block work on
//! ```
//!
//! The registrar seals an account's tag under a random key of the week. Whoever keeps the room
//! holds the [`Link`] and can name nobody by it; once the week's key is destroyed, nobody can.

mod issue;
mod lease;
mod refusal;
mod shown;
mod ticket;
mod week_key;
mod weeks;

pub use issue::bind;
pub use lease::Lease;
pub use lease::LeaseTerms;
pub use refusal::TicketRefusal;
pub use shown::Shown;
pub use shown::Verifiers;
pub use ticket::Class;
pub use ticket::Link;
pub use ticket::Ticket;
pub use week_key::WeekKey;
pub use weeks::WeekKeys;

#[cfg(test)]
mod tests;
