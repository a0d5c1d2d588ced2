//! Looking at what people write before others see it: what is found, what follows, and how it is
//! undone.
//!
//! ```text
//! text -> Looked (folded once) -> Signal: Finding with spans
//!                                    |
//! History, RiskFinding ----> ModerationPolicy: Verdict -> screen -> Cleared | Stopped
//!                                    |
//!                        Decision -> appeal -> review -> undone by a new decision
//! ```
//!
//! A signal finds, a rule says what follows, and every act that lasts is a [`Decision`] that its
//! author can read and appeal. One thing is no policy's to choose: a message with a sign of danger
//! is published, see [`Reach`]. No model, no network and no clock live here.

mod breaker;
mod cleared;
mod command;
mod contact;
mod decide;
mod decision;
mod docket;
mod draft;
mod enforcer;
mod erase;
mod fact;
#[cfg(feature = "policy")]
pub mod file;
mod history;
mod house;
mod judgement;
#[cfg(test)]
mod measured;
mod name;
mod normalize;
mod policy;
mod say;
mod scores;
mod screening;
mod signal;
mod state;
mod tally;
mod tally_public;
#[cfg(test)]
mod tests;
mod verdict;
mod words;

pub use breaker::Breaker;
pub use breaker::Turned;
pub use cleared::Cleared;
pub use cleared::Screened;
pub use cleared::screen;
pub use command::Command;
pub use command::Refusal;
pub use contact::Contact;
pub use contact::ContactKind;
pub use contact::Helplines;
pub use decide::Decided;
pub use decide::decide;
pub use decision::Decision;
pub use decision::ReportGround;
pub use decision::Ruling;
pub use decision::Sealed;
pub use decision::Source;
pub use docket::Claim;
pub use docket::Docket;
pub use docket::Matter;
pub use docket::Reported;
pub use draft::Draft;
pub use draft::ROOM_KINDS;
pub use draft::Reach;
pub use draft::said_digest;
pub use enforcer::Enforcer;
pub use enforcer::Shadow;
pub use fact::Fact;
pub use history::History;
pub use history::Sent;
pub use history::Strike;
pub use house::HousePolicy;
pub use judgement::Judgement;
pub use name::InvalidRuleId;
pub use name::RuleId;
pub use normalize::NormalizedText;
pub use normalize::Step;
pub use normalize::Steps;
pub use policy::AllowAll;
pub use policy::ModerationPolicy;
pub use policy::PolicyId;
pub use say::Back;
pub use say::say;
pub use say::say_decided;
pub use say::say_released;
pub use say::say_ruled;
pub use say::say_sanction;
pub use say::say_undone;
pub use scores::Scores;
pub use screening::Outcome;
pub use screening::Screening;
pub use screening::screen_and_decide;
pub use signal::Finding;
pub use signal::Looked;
pub use signal::Signal;
pub use state::Standing;
pub use state::State;
pub use state::apply;
pub use state::apply_gone;
pub use state::apply_sent;
pub use tally::Counts;
pub use tally::Decider;
pub use tally::Ended;
pub use tally::Handled;
pub use tally::Kind;
pub use tally::Tally;
pub use tally_public::Many;
pub use tally_public::PublicCounts;
pub use tally_public::Table;
pub use verdict::Action;
pub use verdict::Label;
pub use verdict::Verdict;
pub use words::InvalidList;
pub use words::WordList;
