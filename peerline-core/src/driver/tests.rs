//! The loop against memory ports: real joins, real frames, a store that fails on command.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind of frame among all"
)]

#[cfg(feature = "blind-tickets")]
mod blind;
mod broken_store;
mod client;
mod ending;
mod in_memory;
mod lockers;
mod lossy;
mod manners;
#[cfg(feature = "policy")]
mod models;
mod moody;
mod paging;
mod redacting;
mod restart;
mod slow_reader;
mod stage;
mod talking;
mod ticket_names;
mod tickets;
mod unknown;
mod visitor;
mod weeks;
