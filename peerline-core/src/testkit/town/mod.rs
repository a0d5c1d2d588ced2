//! A deterministic simulator of whole lines: the real line, real client sessions, and everything
//! that goes wrong between them.
//!
//! ```text
//!  people (ClientSession) ── links ── Host: Line + LineLoop + sessions + engine ── TownStore
//!        │                     │        one executor, one manual clock                │
//!        └──── one seed: who does what, when, what is cut, killed, lost, restored ────┘
//! ```
//!
//! [`Town`] runs seeds and holds each to the promises in [`Law`]. [`Host`] is the line alone, driven
//! by [`Order`]s, for conformance scripts.
//!
//! What lives here: worlds, people, faults, laws. What never does: real time, threads, sockets.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a world takes what concerns it and lets the rest pass"
)]

mod book;
mod chaos;
mod days;
mod door;
mod executor;
mod finding;
mod host;
mod laws;
mod ledger;
mod letters;
mod link;
mod order;
mod outcome;
mod person;
mod plant;
mod player;
mod recall;
mod report;
mod run;
mod script;
mod signer;
mod start;
mod store;
mod story;
mod tape;
#[cfg(test)]
mod tests;
mod traffic;
mod wire;
mod world;

pub use finding::Finding;
pub use finding::Law;
pub use host::Host;
pub use host::HostSetup;
pub use host::ORIGIN;
pub use order::NoOrder;
pub use order::Order;
pub use outcome::Counts;
pub use outcome::Outcome;
pub use plant::Plant;
pub use player::Player;
pub use report::Report;
pub use run::Town;
pub use script::Played;
pub use script::play;
pub use store::StoreState;
