//! Several frames in the body of one post.

use crate::protocol::Encoding;

/// A body is no list of frames.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the body is no list of frames: JSON frames each end with a line feed, CBOR frames follow each other as a sequence"
)]
#[non_exhaustive]
pub struct NotFrames;

/// A frame and what stands behind it, where there is one.
pub type Cut<'a> = Option<(&'a [u8], &'a [u8])>;

/// Cuts the first frame off a body and returns it with the rest; `None` where there is none left.
/// What the frame says is not looked at.
///
/// # Errors
/// [`NotFrames`] where the front of the body is no whole frame.
pub fn cut_post(encoding: Encoding, body: &[u8]) -> Result<Cut<'_>, NotFrames> {
    match encoding {
        Encoding::Json => cut_line(body),
        Encoding::Cbor => cut_item(body),
    }
}

/// Returns whether a body is a list of at least one frame.
#[must_use]
pub fn is_post(encoding: Encoding, body: &[u8]) -> bool {
    let mut rest = body;
    let mut any = false;
    loop {
        match cut_post(encoding, rest) {
            Ok(Some((_, behind))) => rest = behind,
            Ok(None) => return any,
            Err(NotFrames) => return false,
        }
        any = true;
    }
}

/// Makes the body that holds these frames.
#[must_use]
pub fn join_post<'a>(encoding: Encoding, frames: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for frame in frames {
        match encoding {
            Encoding::Json => super::encode_line(encoding, frame, &mut body),
            Encoding::Cbor => body.extend_from_slice(frame),
        }
    }
    body
}

fn cut_line(mut body: &[u8]) -> Result<Cut<'_>, NotFrames> {
    while !body.is_empty() {
        let end = body.iter().position(|byte| *byte == b'\n');
        let (line, rest) = body.split_at(end.ok_or(NotFrames)?);
        body = rest.get(1..).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() {
            return Ok(Some((line, body)));
        }
    }
    Ok(None)
}

fn cut_item(body: &[u8]) -> Result<Cut<'_>, NotFrames> {
    if body.is_empty() {
        return Ok(None);
    }
    let length = item_length(body).ok_or(NotFrames)?;
    body.split_at_checked(length).map(Some).ok_or(NotFrames)
}

/// Returns how many bytes the first CBOR item has. It only counts: no recursion, no memory, and no
/// more steps than there are bytes.
fn item_length(body: &[u8]) -> Option<usize> {
    let mut at = 0_usize;
    let mut missing = 1_u64;
    while 0 < missing {
        missing = missing.checked_sub(1)?;
        let head = *body.get(at)?;
        let (argument, behind) = argument(body, at)?;
        at = behind;
        match head >> 5 {
            2 | 3 => at = at.checked_add(usize::try_from(argument).ok()?)?,
            4 => missing = missing.checked_add(argument)?,
            5 => missing = missing.checked_add(argument.checked_mul(2)?)?,
            6 => missing = missing.checked_add(1)?,
            _ => {}
        }
        let left = body.len().checked_sub(at)?;
        // Every item has a byte at least.
        if u64::try_from(left).ok()? < missing {
            return None;
        }
    }
    Some(at)
}

/// Reads the number in the head of an item and where the head ends; no indefinite lengths.
fn argument(body: &[u8], at: usize) -> Option<(u64, usize)> {
    let short = *body.get(at)? & 0x1f;
    let start = at.checked_add(1)?;
    let width: usize = match short {
        0..=23 => return Some((u64::from(short), start)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let end = start.checked_add(width)?;
    let bytes = body.get(start..end)?;
    let number = bytes
        .iter()
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    Some((number, end))
}
