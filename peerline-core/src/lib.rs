//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod matching;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod vocab;
