//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod ports;
pub mod protocol;
pub mod vocab;
