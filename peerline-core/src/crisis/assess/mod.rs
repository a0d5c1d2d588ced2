//! Looking at one text for signs of danger.
//!
//! [`RiskAssessor`] is the trait, [`RuleAssessor`] the default: rules that can be read and
//! explained. A score or a rule orders the response and never describes a person, and nothing here
//! can stop anyone from asking for a human. What never lives here: a decision about a case.

mod assessor;
mod fold;
mod guards;
mod hits;
mod pattern;
mod rule_assessor;
mod slips;
mod spaced;
mod table;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

pub use assessor::HoldingAssessor;
pub use assessor::RiskAssessor;
pub use assessor::UnavailableAssessor;
pub use rule_assessor::RuleAssessor;
