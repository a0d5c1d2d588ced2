//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod crisis;
pub mod vocab;
