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

mod acts;
mod answers;
mod called;
mod case;
mod command;
mod course;
mod decide;
mod erase;
mod fact;
mod fold_care;
mod fold_case;
mod followup;
mod ladder;
mod reasons;
mod rescue;
mod rota;
mod state;
mod timers;
mod turn;

#[cfg(test)]
mod tests;

pub use acts::CareAct;
pub use acts::FollowUpAct;
pub use acts::Judgment;
pub use acts::RescueAct;
pub use acts::SuperviseAct;
pub use answers::Answer;
pub use answers::Answers;
pub use answers::Asq;
pub use answers::Cssrs;
pub use answers::Grid;
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
pub use course::Call;
pub use course::Course;
pub use course::CourseFact;
pub use course::Want;
pub use decide::decide;
pub use fact::Fact;
pub use fact::What;
pub use followup::FollowUp;
pub use followup::FollowUpFact;
pub use followup::FollowUpState;
pub use followup::Outcome;
pub use followup::Recontact;
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
pub use rescue::Able;
pub use rescue::Consent;
pub use rescue::Further;
pub use rescue::Grounds;
pub use rescue::LocationSource;
pub use rescue::Moment;
pub use rescue::NextStepWhy;
pub use rescue::Precision;
pub use rescue::Rescue;
pub use rescue::RescueFact;
pub use rescue::RescueRule;
pub use rescue::Sent;
pub use rescue::Tried;
pub use rota::Rota;
pub use rota::Stretch;
pub use state::State;
pub use timers::Timers;
pub use turn::Turn;
