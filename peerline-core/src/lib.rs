//! Being built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod moderation;
pub mod vocab;
