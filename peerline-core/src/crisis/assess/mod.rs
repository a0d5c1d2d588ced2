//! Looking at one text for signs of danger.
//!
//! [`RiskAssessor`] is the trait, [`RuleAssessor`] the default: rules that can be read and
//! explained. A score or a rule orders the response and never describes a person, and nothing here
//! can stop anyone from asking for a human. What never lives here: a decision about a case.

mod asked;
mod assessor;
mod fold;
mod guards;
mod hits;
mod pattern;
mod raising;
mod rule_assessor;
mod slips;
mod spaced;
mod table;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

pub use asked::ask;
pub use asked::ask_after;
pub use assessor::HoldingAssessor;
pub use assessor::RiskAssessor;
pub use assessor::UnavailableAssessor;
pub use raising::RaisingAssessor;
pub use rule_assessor::RuleAssessor;
