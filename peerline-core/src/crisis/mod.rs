//! The way from the first sign of danger to a trained human, and what the person sees meanwhile.
//!
//! ```text
//! words, form, helper ──► RiskAssessor ──► Signal ──► decide ──► facts ──► Case
//!                                                       ▲                   │
//!                                EscalationPolicy ──────┘      wake() ──────┘
//! ```
//!
//! Software here orders and calls; it never judges a person, never closes a case and never starts a
//! rescue. What never lives here: sending of pages, clocks, rooms, and any text of a person.

pub mod assess;
pub mod rank;
pub mod reply;

mod called;
mod case;
mod command;
mod decide;
mod erase;
mod fact;
mod fold_case;
mod ladder;
mod reasons;
mod state;
mod timers;
mod turn;

#[cfg(test)]
mod tests;

pub use case::Case;
pub use case::Handoff;
pub use case::Offer;
pub use case::Owner;
pub use case::Phase;
pub use case::Stage;
pub use case::Wish;
pub use command::Command;
pub use command::Context;
pub use command::Refusal;
pub use command::Signal;
pub use decide::decide;
pub use fact::Fact;
pub use fact::What;
pub use ladder::EscalationPolicy;
pub use ladder::StandardLadder;
pub use ladder::Step;
pub use ladder::Target;
pub use reasons::AssessReason;
pub use reasons::CloseReason;
pub use reasons::DeclineReason;
pub use reasons::Kind;
pub use reasons::ReleaseReason;
pub use reasons::SkipReason;
pub use reasons::Source;
pub use state::State;
pub use timers::Timers;
pub use turn::Turn;
