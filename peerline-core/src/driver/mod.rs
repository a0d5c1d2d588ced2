//! Performs the engine's outputs on the ports, and carries connections; on any executor.
//!
//! ```text
//! transport -> connection (ServerSession) -> LineLoop (Engine, one at a time) -> Journal
//!     ^                                         |
//!     +------ hub: encoded once, shared --------+  sinks <- due work
//! ```
//!
//! What lives here: the order in which outputs are performed (what follows from a commit only once
//! it is durable), group commit, fan-out, due work and the way back from a store that failed. No
//! decision about people is made here.

mod auditing;
#[cfg_attr(not(feature = "blind-tickets"), path = "no_blind.rs")]
mod blind;
mod burying;
mod claims;
mod commits;
mod connection;
mod core;
mod counters;
mod entering;
mod expiring;
mod hub;
mod keeping;
mod line;
mod line_loop;
mod line_tally;
mod lockers;
mod logins;
mod matters;
mod measuring;
mod message;
mod open;
mod outputs;
mod pages;
mod proof;
mod proving;
mod recovery;
mod scoring;
#[cfg(test)]
mod tests;
mod time;
mod translate;
mod translate_docket;
mod translate_line;
mod translate_talk;
mod weeks;
mod woken;
mod writing;

pub use auditing::AuditFailure;
pub use counters::Counters;
pub use counters::Health;
pub use line::AdminError;
pub use line::Line;
pub use line::Peer;
pub use line_loop::LineLoop;
pub use line_tally::LineCounts;
pub use line_tally::Waits;
pub use logins::StaffMember;
pub use open::AtRest;
pub use open::LineProfile;
pub use open::OpenError;
pub use open::Ports;
pub use open::Sinks;
pub use open::open;
