//! Laws and fakes for those who bring their own parts. Not semver-stable.

pub mod crisis;
pub mod identity;
pub mod law;
pub mod matching;
pub mod moderation;

pub use law::Broken;
pub use law::LawResult;
