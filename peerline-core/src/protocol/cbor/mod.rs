//! Frames as deterministic CBOR (RFC 8949, 4.2.1), by the table of the lexicon.
//!
//! `minicbor` writes and reads the single items. What stands here is what PLP/1 adds: that a frame
//! is checked whole before anything of it is believed, and that names, words and ids are written as
//! the lexicon says, behind serde, so that the types of frames are described once for both
//! encodings.

mod check;
mod error;
mod head;
mod order;
mod read;
mod read_map;
#[cfg(test)]
mod tests;
mod write;
mod write_parts;

use serde::Deserialize;

pub(super) use self::error::Error;
pub(super) use self::read::Reader;
pub(super) use self::write::to_vec;
use super::DecodeError;
use super::json::bounds::Bounds;
use crate::vocab::Limits;

/// Checks a frame, and returns its `t`: always the first field, since it has the lowest number.
///
/// # Errors
/// [`DecodeError`] names what was wrong.
pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, DecodeError> {
    check::check(bytes, Bounds::of(limits))?;
    read::first_word(bytes).ok_or(DecodeError::Malformed { at: 0 })
}

/// Reads a checked value.
///
/// # Errors
/// [`DecodeError::Malformed`] where it does not have the shape of its type.
pub(super) fn from_slice<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes);
    let at = |_: Error| DecodeError::Malformed { at: 0 };
    T::deserialize(&mut reader).map_err(at)
}

/// The name under which a body that is still encoded passes through serde untouched.
pub(super) const RAW: &str = "$peerline::raw";
