//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod crisis;
pub mod driver;
pub mod engine;
pub mod identity;
pub mod log;
pub mod matching;
pub mod memory;
pub mod moderation;
pub mod ports;
pub mod protocol;
pub mod resources;
pub mod room;
pub mod session;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod vocab;
