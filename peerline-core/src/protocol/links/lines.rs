//! One frame a line.

use std::fmt;

use super::text;
use crate::protocol::Encoding;

/// Finds the frames in lines that come in chunks of any size.
///
/// It holds one unfinished line at most, and no more of that than a frame may have. What stands
/// behind the last line feed is no frame yet; at the end of the input it never becomes one.
///
/// # Privacy
/// `Debug` shows sizes alone.
pub struct LineReader {
    encoding: Encoding,
    frame_bytes: usize,
    held: Vec<u8>,
    skipping: bool,
}

/// A line that is no frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BadLine {
    /// It is longer than a frame may be. Said once, as soon as that shows; the rest is skipped.
    #[error("a line is longer than a frame may be")]
    TooLong,
    /// It is no canonical base64url.
    #[error("a line is not base64url")]
    NotBase64,
}

impl BadLine {
    /// Returns bytes that a decoder refuses for the same reason: what a source of frames hands on
    /// in place of the line, so that it is answered.
    #[must_use]
    pub fn stand_in(self, frame_bytes: usize) -> Vec<u8> {
        match self {
            Self::TooLong => vec![b' '; frame_bytes.saturating_add(1)],
            Self::NotBase64 => Vec::new(),
        }
    }
}

impl LineReader {
    /// Makes a reader of frames that have at most `frame_bytes` bytes.
    #[must_use]
    pub const fn new(encoding: Encoding, frame_bytes: usize) -> Self {
        Self {
            encoding,
            frame_bytes,
            held: Vec::new(),
            skipping: false,
        }
    }

    /// Takes bytes from the front of `input` until a line is there; `None` where all were taken.
    ///
    /// # Errors
    /// [`BadLine`] for a line that is no frame; the next call goes on behind it.
    pub fn take(&mut self, input: &mut &[u8]) -> Option<Result<Vec<u8>, BadLine>> {
        while !input.is_empty() {
            let end = input.iter().position(|byte| *byte == b'\n');
            let (piece, rest) = input.split_at(end.unwrap_or(input.len()));
            let whole = end.is_some();
            *input = rest.get(usize::from(whole)..).unwrap_or_default();
            let told = self.skipping;
            self.hold(piece);
            let ends_skipping = whole && std::mem::replace(&mut self.skipping, false);
            match (told, self.skipping || ends_skipping) {
                (false, true) => {
                    // The rest of the line is still to come where it was not whole.
                    return Some(Err(BadLine::TooLong));
                }
                (true, _) => {}
                (false, false) if whole => {
                    if let Some(frame) = self.finish() {
                        return Some(frame);
                    }
                }
                (false, false) => {}
            }
        }
        None
    }

    /// Adds to the unfinished line, or notes that it has become too long.
    fn hold(&mut self, piece: &[u8]) {
        if self.skipping {
            return;
        }
        let longest = text::longest(self.encoding, self.frame_bytes);
        let length = self.held.len().saturating_add(piece.len());
        // One byte more may still be the carriage return before the line feed.
        let last = piece.last().or(self.held.last());
        let over = length.saturating_sub(longest);
        if over == 0 || (over == 1 && last == Some(&b'\r')) {
            self.held.extend_from_slice(piece);
        } else {
            self.held = Vec::new();
            self.skipping = true;
        }
    }

    fn finish(&mut self) -> Option<Result<Vec<u8>, BadLine>> {
        let mut line = std::mem::take(&mut self.held);
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        if line.is_empty() {
            return None;
        }
        match text::frame_of(self.encoding, line) {
            Some(frame) if frame.len() <= self.frame_bytes => Some(Ok(frame)),
            Some(_) => Some(Err(BadLine::TooLong)),
            None => Some(Err(BadLine::NotBase64)),
        }
    }
}

impl fmt::Debug for LineReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineReader")
            .field("encoding", &self.encoding)
            .field("held", &self.held.len())
            .field("skipping", &self.skipping)
            .finish_non_exhaustive()
    }
}

/// Adds a frame to `out` as one line, its end included.
///
/// A line end inside JSON can only be space between its parts, and becomes a blank.
pub fn encode_line(encoding: Encoding, frame: &[u8], out: &mut Vec<u8>) {
    let text = text::text_of(encoding, frame);
    out.extend(text.iter().map(|byte| match byte {
        b'\n' | b'\r' => b' ',
        other => *other,
    }));
    out.push(b'\n');
}
