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
