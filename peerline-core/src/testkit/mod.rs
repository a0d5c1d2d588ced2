//! Laws that implementers run against their own parts. Not semver-stable.

pub mod law;
pub mod moderation;

pub use law::Broken;
pub use law::LawResult;
