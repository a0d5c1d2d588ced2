//! Whole frames.

use serde::Deserialize;

use super::super::DecodeError;
use super::super::json::Bounds;
use super::Error;
use super::Reader;
use super::check::check;
use super::read::first_word;
use crate::vocab::Limits;

/// Checks a frame, and returns its `t`: always the first field, since it has the lowest number.
///
/// # Errors
/// [`DecodeError`] names what was wrong.
pub(in super::super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, DecodeError> {
    check(bytes, Bounds::of(limits))?;
    first_word(bytes).ok_or(DecodeError::Malformed { at: 0 })
}

/// Reads a checked value.
///
/// # Errors
/// [`DecodeError::Malformed`] where it does not have the shape of its type.
pub(in super::super) fn from_slice<'a, T: Deserialize<'a>>(
    bytes: &'a [u8],
) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes);
    let at = |_: Error| DecodeError::Malformed { at: 0 };
    T::deserialize(&mut reader).map_err(at)
}
