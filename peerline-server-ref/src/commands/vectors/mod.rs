//! `peerline vectors`: what an implementation of PLP/1 is tried with, and our own client and server under it.

mod client;
mod decode;
mod expected;
mod frames;
mod library;
mod mapping;
mod pattern;
mod play;
mod proof;
mod run;
mod script;
mod server;
mod tell;
#[cfg(test)]
mod tests;

pub(crate) use client::client;
pub(crate) use run::RunError;
pub(crate) use run::run;
pub(crate) use server::server;
