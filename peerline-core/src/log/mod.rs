//! What one entry of a log holds, what a put asks for, and what is due later.
//!
//! The domains know nothing of one another; here their facts come together in one [`Fact`], so that
//! storing, replaying and showing an entry each have one home above. Values alone: no decision.

mod act;

pub use act::Act;
pub use act::CloseReason;
pub use act::DismissWhy;
