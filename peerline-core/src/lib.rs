//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod memory;
pub mod ports;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod vocab;
