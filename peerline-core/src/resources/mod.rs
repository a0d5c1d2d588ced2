//! Real help outside the line: helplines and emergency numbers, with where each was read and when a
//! person last checked it.
//!
//! A wrong number is the worst bug there is, so nothing here guesses: no number of another country
//! ever stands in for a missing one, and what nobody has checked is marked so. What never lives
//! here: the wording around a number, and any look-up that leaves the process.

mod calling;
mod check;
mod day;
mod directory;
mod freshness;
mod service;
mod snapshot;

#[cfg(test)]
mod tests;

pub use check::Fault;
pub use check::Finding;
pub use day::Day;
pub use day::InvalidDay;
pub use directory::Directory;
pub use directory::Found;
pub use directory::InvalidDirectory;
pub use directory::Listed;
pub use directory::SEED;
pub use freshness::Freshness;
pub use service::Channel;
pub use service::ChannelKind;
pub use service::Country;
pub use service::Emergency;
pub use service::Finder;
pub use service::InvalidCountry;
pub use service::Provenance;
pub use service::Service;
pub use service::SourceClass;
pub use service::Status;
pub use snapshot::Snapshot;
pub use snapshot::SnapshotError;
