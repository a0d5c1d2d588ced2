//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod ports;
pub mod protocol;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod vocab;
