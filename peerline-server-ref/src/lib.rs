//! The reference server of Peerline: WebSocket, SQLite and accessible pages around
//! `peerline-core`.
//!
//! ```text
//!   browser ── /plp ──> transport ──> line (core's driver) ──> store (SQLite)
//!      └────── /    ──> http: pages, health, metrics, admin      └──> sinks (pages to humans)
//! ```
//!
//! What lives here: doors. What never does: a decision about a person; those are the core's.
#![forbid(unsafe_code)]

pub mod cli;
pub mod clock;
mod commands;
pub mod config;
pub mod epoch;
pub mod gate;
pub mod http;
pub mod line;
pub mod logs;
pub mod models;
pub mod policy;
pub mod secrets;
pub mod server;
pub mod shelf;
pub mod sinks;
pub mod staff;
pub mod store;
pub mod transparency;
pub mod transport;
