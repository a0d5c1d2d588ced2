//! What a newcomer is asked before they meet peers.
//!
//! A gate stands before the peers of a line and never before a responder: who does not pass is let in
//! all the same, with the standing `help_only`, and may call a person at once. It is asked about accounts
//! that the book does not know, and about nobody else.
//!
//! ```text
//! hello of an unknown account ─> Gate::admit ─ Ok ──> known from here on
//!                                    │
//!                                   Lack ──> help_only; answer it when you can
//! ```

mod door;
mod gates;
mod policy;
mod say;
mod work;

pub use door::Door;
pub use gates::AllOf;
pub use gates::InviteGate;
pub use gates::OpenGate;
pub use gates::RateGate;
pub use gates::WorkGate;
pub use gates::WorkWhen;
pub use policy::Asks;
pub use policy::Gate;
pub use policy::GateAnswer;
pub use policy::Knock;
pub use policy::Lack;
pub use say::say_lack;
pub use work::WorkChallenge;

#[cfg(test)]
mod tests;
