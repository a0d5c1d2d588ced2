//! A day of [workload W1](super::workload) on a line, under any matcher: an event simulator.
//!
//! ```text
//!  Workload ── Trial ── Policy (matcher, ladder, surge) ──> Outcome ── Tally ──> Figures
//!                │  arrives, leaves, comes on shift, goes off, hangs up, widens
//!                └─ after each: the matcher is asked, `admit` checks, every offer is accepted
//! ```
//!
//! Time is logical, decisions are in integers, and every one goes into a digest: the same day under
//! the same policy is the same digest on every machine. What never lives here: threads, files,
//! clocks.

mod coverage;
mod erlang;
mod fifo;
mod figures;
mod outcome;
mod policy;
mod profiles;
mod run;
mod tally;
#[cfg(test)]
mod tests;
mod trial;

pub use coverage::Cover;
pub use coverage::covers;
pub use erlang::erlang_c_wait;
pub use fifo::GlobalFifo;
pub use figures::Figures;
pub use figures::OfTier;
pub use outcome::Outcome;
pub use outcome::Served;
pub use policy::Policy;
pub use tally::Group;
pub use tally::Tally;
pub use trial::Trial;
