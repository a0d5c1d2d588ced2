//! Laws and fakes for those who bring their own parts. Not semver-stable.

pub mod bell;
pub mod bench;
#[cfg(feature = "blind-tickets")]
pub mod blind;
pub mod block_on;
pub mod crisis;
pub mod drops;
pub mod enforcer;
mod expect;
pub mod faulty;
pub mod fuzz;
pub mod gate;
pub mod identity;
pub mod journal;
pub mod law;
pub mod matching;
pub mod moderation;
pub mod shelf;
pub mod simulate;
pub mod sink;
pub mod slow_signal;
pub mod stored;
pub mod tombs;
pub mod town;
pub mod transport;
mod transport_laws;
#[cfg(feature = "vault")]
pub mod vault;
pub mod work;
pub mod workload;

#[cfg(test)]
mod tests;

pub use law::Broken;
pub use law::LawResult;
