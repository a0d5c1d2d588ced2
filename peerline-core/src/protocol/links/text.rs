//! A frame as text: JSON is text already, CBOR goes in base64url.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::protocol::Encoding;

/// Reads the text of one frame; `None` where it is no canonical base64url.
#[must_use]
pub fn frame_of(encoding: Encoding, text: Vec<u8>) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Json => Some(text),
        Encoding::Cbor => URL_SAFE_NO_PAD.decode(text).ok(),
    }
}

/// Returns the text of a frame.
pub(super) fn text_of(encoding: Encoding, frame: &[u8]) -> Cow<'_, [u8]> {
    match encoding {
        Encoding::Json => Cow::Borrowed(frame),
        Encoding::Cbor => Cow::Owned(URL_SAFE_NO_PAD.encode(frame).into_bytes()),
    }
}

/// Returns how long the text of a frame of so many bytes can be.
pub(super) const fn longest(encoding: Encoding, frame_bytes: usize) -> usize {
    match encoding {
        Encoding::Json => frame_bytes,
        Encoding::Cbor => frame_bytes.div_ceil(3).saturating_mul(4),
    }
}
