//! Policies as files: rules that people can read, with their own tests.
//!
//! ```text
//! text -> source (TOML) -> read: lists, signals, rules, tests -> lint -> FilePolicy
//! ```
//!
//! A file that is wrong is refused with everything that is wrong with it, each with its place. A file
//! is only used when its own tests pass. No file is opened here: whoever reads one brings its text
//! and its lists.

mod expr;
mod fault;
mod lint;
mod pattern;
mod policy;
mod read;
mod read_rule;
mod read_signal;
mod read_test;
mod rule;
mod sense;
mod shipped;
mod source;
#[cfg(test)]
mod tests;
mod trace;
mod trial;

pub use fault::InvalidPolicy;
pub use fault::PolicyFault;
pub use policy::FilePolicy;
pub use read::ListFiles;
pub use shipped::Shipped;
pub use trace::Fired;
pub use trace::Found;
pub use trace::Trace;
pub use trial::Assess;
pub use trial::FailedTest;
