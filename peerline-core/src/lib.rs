//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod log;
pub mod ports;
pub mod protocol;
pub mod room;
pub mod session;
pub mod vocab;
