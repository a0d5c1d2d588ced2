//! Who talks with whom: safe first, then fast, then fitting, the same every time it is replayed.
//!
//! ```text
//!   Seek ──> in line ──Offered──> offered ──Accept──> Matched ──End──> Ended
//!               ^                    │
//!               └── Declined, Lapsed, OfferWithdrawn: back to the old place
//! ```
//!
//! Here live the people in line, the supporters on shift, the offers between them and the
//! [`Matcher`] that proposes pairs. A proposal is never trusted: [`decide()`] checks every hard
//! rule before an offer goes out and again when it is accepted. What never lives here: who is
//! blocked (asked through [`Context::compatible`]), what is said in a room, and paging a responder.

mod asked;
mod best_score;
mod bounds;
pub mod circles;
mod command;
mod decide;
mod deferred;
mod draft;
mod erase;
mod fact;
mod first_come;
pub mod fit;
mod fold;
mod honest;
mod hours;
mod ladder;
mod lists;
mod matcher;
mod pool;
mod say;
mod seen;
mod shift;
mod state;
#[cfg(test)]
mod tests;
mod trail;
mod traits;
mod two_phase;
mod widened;
mod wish;

pub use asked::Asked;
pub use best_score::BestScore;
pub use bounds::InvalidProfile;
pub use command::Breaks;
pub use command::Command;
pub use command::Context;
pub use command::Refusal;
pub use decide::decide;
pub use deferred::DeferredAcceptance;
pub use fact::AwayReason;
pub use fact::Fact;
pub use fact::LeaveReason;
pub use fact::Rest;
pub use fact::WithdrawReason;
pub use first_come::FirstCome;
pub use fold::apply;
pub use honest::Coverage;
pub use honest::Place;
pub use honest::WaitEstimate;
pub use hours::Hours;
pub use ladder::InvalidLadder;
pub use ladder::Ladder;
pub use ladder::Rung;
pub use lists::Lists;
pub use matcher::Matcher;
pub use matcher::Pairing;
pub use matcher::admit;
pub use pool::Candidate;
pub use pool::Pool;
pub use pool::Supporter;
pub(crate) use say::say;
pub use seen::Duty;
pub use seen::Trying;
pub use shift::Shift;
pub use state::Offer;
pub use state::State;
pub use state::Ticket;
pub use trail::Trail;
pub use traits::Again;
pub use traits::AgeBand;
pub use traits::Gender;
pub use traits::Need;
pub use traits::Preference;
pub use traits::Style;
pub use traits::Tag;
pub use traits::UnknownTrait;
pub use two_phase::TwoPhase;
pub use widened::NotARung;
pub use widened::Rule;
pub use widened::Widened;
pub use wish::Wish;
