//! One frame a server-sent event.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use super::text;
use crate::protocol::Encoding;
use crate::protocol::Key;

/// A comment that keeps proxies awake.
pub const KEEP_AWAKE: &[u8] = b":\n\n";

/// Adds a frame to `out` as one event.
pub fn encode_event(encoding: Encoding, frame: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"data: ");
    super::encode_line(encoding, frame, out);
    out.push(b'\n');
}

/// The secret by which posts find their event stream. Who has it speaks on that connection: it is
/// never logged, and `Debug` hides it.
#[derive(Clone, Copy, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "it is the message")]
pub struct LinkSecret {
    /// The secret.
    pub link: Key,
}

impl fmt::Debug for LinkSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkSecret(..)")
    }
}

/// Returns the first event of a stream: the secret for its posts.
#[must_use]
pub fn encode_link(secret: &LinkSecret) -> Vec<u8> {
    let data = serde_json::to_string(secret).unwrap_or_default();
    format!("event: link\ndata: {data}\n\n").into_bytes()
}

/// Reads the secret, where an event is the one that tells it.
#[must_use]
pub fn read_link(event: &SseEvent) -> Option<LinkSecret> {
    if event.name != b"link" {
        return None;
    }
    serde_json::from_slice(&event.data).ok()
}

/// One event.
#[derive(Clone, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a name and its data")]
pub struct SseEvent {
    /// What `event:` named; empty where nothing did, as for frames.
    pub name: Vec<u8>,
    /// The data, lines joined by line feeds.
    pub data: Vec<u8>,
}

impl fmt::Debug for SseEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SseEvent({} bytes)", self.data.len())
    }
}

/// An event is longer than a frame may be.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("an event is longer than a frame may be")]
#[non_exhaustive]
pub struct TooLong;

/// Finds the events in a stream that comes in chunks of any size.
///
/// It reads what the HTML standard calls `text/event-stream`: any line end, comments, several
/// `data` lines, a byte order mark; `id` and `retry` are passed over. It holds one unfinished event,
/// and no more of that than the text of a frame may have and 64 bytes for its own words.
pub struct SseReader {
    most: usize,
    line: Vec<u8>,
    event: SseEvent,
    has_data: bool,
    begun: bool,
    after_cr: bool,
    skipping: bool,
}

impl SseReader {
    /// Makes a reader of frames that have at most `frame_bytes` bytes.
    #[must_use]
    pub const fn new(encoding: Encoding, frame_bytes: usize) -> Self {
        Self {
            most: text::longest(encoding, frame_bytes).saturating_add(64),
            line: Vec::new(),
            event: SseEvent {
                name: Vec::new(),
                data: Vec::new(),
            },
            has_data: false,
            begun: false,
            after_cr: false,
            skipping: false,
        }
    }

    /// Takes bytes from the front of `input` until an event is there; `None` where all were taken.
    ///
    /// # Errors
    /// [`TooLong`], once, for an event that is longer than a frame may be; the next call goes on
    /// behind it.
    pub fn take(&mut self, input: &mut &[u8]) -> Option<Result<SseEvent, TooLong>> {
        while let Some((byte, rest)) = input.split_first() {
            *input = rest;
            let follows_cr = std::mem::replace(&mut self.after_cr, *byte == b'\r');
            match byte {
                b'\n' if follows_cr => {}
                b'\n' | b'\r' => {
                    if let Some(event) = self.end_line() {
                        return Some(Ok(event));
                    }
                }
                other => {
                    if self.add(*other) {
                        return Some(Err(TooLong));
                    }
                }
            }
        }
        None
    }

    /// Adds a byte to the line; `true` where the event has just become too long.
    fn add(&mut self, byte: u8) -> bool {
        let held = self.event.data.len().saturating_add(self.event.name.len());
        let held = held.saturating_add(self.line.len());
        if held < self.most {
            self.line.push(byte);
            return false;
        }
        // One byte is kept, so that the line does not pass for the empty one that ends an event.
        self.line.clear();
        self.line.push(byte);
        self.event = SseEvent::default();
        !std::mem::replace(&mut self.skipping, true)
    }

    fn end_line(&mut self) -> Option<SseEvent> {
        let line = std::mem::take(&mut self.line);
        let first = !std::mem::replace(&mut self.begun, true);
        let line = match line.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if first => rest,
            Some(_) | None => &line,
        };
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            let whole = std::mem::replace(&mut self.has_data, false);
            let skipped = std::mem::replace(&mut self.skipping, false);
            return (whole && !skipped).then_some(event);
        }
        if !self.skipping {
            self.take_field(line);
        }
        None
    }

    fn take_field(&mut self, line: &[u8]) {
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = line.split_at(colon.unwrap_or(line.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.event.data.push(b'\n');
                }
                self.event.data.extend_from_slice(value);
            }
            b"event" => self.event.name = value.to_vec(),
            _ => {}
        }
    }
}

impl fmt::Debug for SseReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SseReader")
            .field(
                "held",
                &self.event.data.len().saturating_add(self.line.len()),
            )
            .field("skipping", &self.skipping)
            .finish_non_exhaustive()
    }
}
