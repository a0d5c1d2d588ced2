//! What the author reads: what happened, why, what can be done now, and how to appeal.

mod catalog;

#[cfg(test)]
mod tests;

pub use catalog::say;
pub use catalog::say_sanction;
