//! The moderation policy of a line: read from where the configuration says, tried, and replaced
//! while the line runs. How it decides is the core's.

mod load;
mod place;

#[cfg(test)]
mod tests;

pub use load::PolicyError;
pub use load::for_line;
pub use load::load;
pub use place::NotChanged;
pub(crate) use place::PolicyPlace;
