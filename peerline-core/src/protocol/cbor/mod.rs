//! Frames as deterministic CBOR (RFC 8949, 4.2.1), by the table of the lexicon.
//!
//! `minicbor` writes and reads the single items. What stands here is what PLP/1 adds: that a frame
//! is checked whole before anything of it is believed, and that names, words and ids are written as
//! the lexicon says, behind serde, so that the types of frames are described once for both
//! encodings.

mod check;
mod error;
mod frame;
mod head;
mod order;
mod read;
mod read_map;
#[cfg(test)]
mod tests;
mod write;
mod write_parts;

pub(super) use error::Error;
pub(super) use frame::from_slice;
pub(super) use frame::open;
pub(super) use read::Reader;
pub(super) use write::to_vec;

/// The name under which a body that is still encoded passes through serde untouched.
pub(super) const RAW: &str = "$peerline::raw";
