//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod crisis;
pub mod resources;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod vocab;
