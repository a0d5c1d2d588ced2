//! Laws and fakes for those who bring their own parts. Not semver-stable.

pub mod identity;
mod law;
pub mod matching;

pub use law::Broken;
pub use law::LawResult;
