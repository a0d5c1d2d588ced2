//! Whole frames.

use std::borrow::Cow;

use serde::Deserialize;

use super::super::DecodeError;
use super::bounds::Bounds;
use super::check;
use crate::vocab::Limits;

/// Checks a frame, and returns its text and its `t`.
///
/// # Errors
/// [`DecodeError`] names what was wrong.
pub(in super::super) fn open<'a>(
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<(&'a str, Cow<'a, str>), DecodeError> {
    #[derive(Deserialize)]
    struct Tag<'a> {
        #[serde(borrow)]
        t: Cow<'a, str>,
    }
    let text = std::str::from_utf8(bytes).map_err(|_| DecodeError::NotText)?;
    check::check(text, Bounds::of(limits))?;
    let Tag { t } = parse(text)?;
    Ok((text, t))
}

/// Reads a checked frame.
///
/// # Errors
/// [`DecodeError::Malformed`] where it does not have the shape of its type.
pub(in super::super) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|error| check::malformed(&error))
}
