//! Laws that implementers run against their own parts. Not semver-stable.

pub mod crisis;
mod law;

pub use law::Broken;
pub use law::LawResult;
