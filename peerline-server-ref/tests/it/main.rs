//! The server over real sockets on loopback.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its world is not as it should be"
)]

mod abuses;
mod alerting;
mod at_rest;
mod audited;
mod bad_input;
mod cleared;
mod command;
mod doors;
mod erased;
mod events;
mod full_disk;
mod heard;
mod house;
mod http;
mod hunt;
mod in_memory;
mod kill;
mod laws;
mod links;
mod logs;
mod mail;
mod models;
mod offered;
mod one_room;
mod person;
mod policy;
mod postgres;
mod restored;
mod rota;
mod running;
mod socket;
mod stdio;
mod store;
mod taint;
mod talk;
mod tokens;
mod transparency;
mod unsealed;
mod vault;
mod vectors;
mod webhook;
mod wishes;
