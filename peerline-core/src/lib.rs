//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod moderation;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod vocab;
