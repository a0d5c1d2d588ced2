//! The laws of the crisis domain's traits.

pub mod assessor;
pub mod escalation;
