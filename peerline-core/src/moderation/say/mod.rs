//! What the author reads: what happened, why, what can be done now, and how to appeal.

mod catalog;
mod ruled;

#[cfg(test)]
mod tests;

pub use catalog::say;
pub use catalog::say_sanction;
pub use ruled::Back;
pub use ruled::say_decided;
pub use ruled::say_released;
pub use ruled::say_ruled;
pub use ruled::say_undone;
