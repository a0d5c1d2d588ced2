//! Frames as JSON: bounded before they are parsed.

use std::borrow::Cow;

use serde::Deserialize;
use serde::Serialize;

use super::ClientFrame;
use super::Code;
use super::ServerFrame;
use crate::vocab::Limits;

/// Reads a client's frame.
///
/// # Errors
/// [`DecodeError`] says what was wrong; it never holds what the frame said.
pub fn decode_client(bytes: &[u8], limits: &Limits) -> Result<ClientFrame, DecodeError> {
    let text = check(bytes, limits)?;
    Ok(match tag(text)?.as_ref() {
        "hello" => ClientFrame::Hello(parse(text)?),
        "open" => ClientFrame::Open(parse(text)?),
        "close" => ClientFrame::Close(parse(text)?),
        "put" => ClientFrame::Put(parse(text)?),
        "drop" => ClientFrame::Drop(parse(text)?),
        "fetch" => ClientFrame::Fetch(parse(text)?),
        "ask" => ClientFrame::Ask(parse(text)?),
        "sig" => ClientFrame::Sig(parse(text)?),
        "ping" => ClientFrame::Ping(parse(text)?),
        _ => return Err(DecodeError::UnknownType),
    })
}

/// Reads a server's frame; `None` is a frame of a later version, to be passed over.
///
/// # Errors
/// [`DecodeError`] says what was wrong.
pub fn decode_server(bytes: &[u8], limits: &Limits) -> Result<Option<ServerFrame>, DecodeError> {
    let text = check(bytes, limits)?;
    Ok(Some(match tag(text)?.as_ref() {
        "hail" => ServerFrame::Hail(parse(text)?),
        "welcome" => ServerFrame::Welcome(parse(text)?),
        "opened" => ServerFrame::Opened(parse(text)?),
        "ev" => ServerFrame::Ev(parse(text)?),
        "ok" => ServerFrame::Ok(parse(text)?),
        "err" => ServerFrame::Err(parse(text)?),
        "gap" => ServerFrame::Gap(parse(text)?),
        "bye" => ServerFrame::Bye(parse(text)?),
        "sig" => ServerFrame::Sig(parse(text)?),
        "ping" => ServerFrame::Ping(parse(text)?),
        _ => return Ok(None),
    }))
}

/// Writes a client's frame.
#[must_use]
pub fn encode_client(frame: &ClientFrame) -> Vec<u8> {
    encode(frame)
}

/// Writes a server's frame.
#[must_use]
pub fn encode_server(frame: &ServerFrame) -> Vec<u8> {
    encode(frame)
}

/// Why bytes are no frame. Holds nothing of what they said.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Over the limit of bytes.
    #[error("a frame may have {max} bytes")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// Nested too deeply.
    #[error("a frame may nest {max} levels")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// Not UTF-8.
    #[error("a frame is UTF-8")]
    NotText,
    /// Not one JSON object with a `t`, or a field has the wrong shape.
    #[error("a frame is one JSON object of the documented shape; see column {column}")]
    Malformed {
        /// Where the parser stopped, 1-based.
        column: usize,
    },
    /// A `t` that no client sends.
    #[error("unknown frame type")]
    UnknownType,
}

impl DecodeError {
    /// Returns the code on the wire.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::TooLong { .. } => Code::TooBig,
            Self::TooDeep { .. } | Self::NotText | Self::Malformed { .. } | Self::UnknownType => {
                Code::Bad
            }
        }
    }
}

fn check<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, DecodeError> {
    if limits.frame_bytes < bytes.len() {
        return Err(DecodeError::TooLong {
            max: limits.frame_bytes,
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| DecodeError::NotText)?;
    if limits.frame_depth < depth(bytes) {
        return Err(DecodeError::TooDeep {
            max: limits.frame_depth,
        });
    }
    Ok(text)
}

/// Counts how deep brackets nest outside of strings, before any parser recurses into them.
fn depth(bytes: &[u8]) -> usize {
    let (mut deepest, mut now, mut quoted, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                now = now.saturating_add(1);
                deepest = deepest.max(now);
            }
            b'}' | b']' if !quoted => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn tag(text: &str) -> Result<Cow<'_, str>, DecodeError> {
    #[derive(Deserialize)]
    struct Tag<'a> {
        #[serde(borrow)]
        t: Cow<'a, str>,
    }
    if !text.trim_start().starts_with('{') {
        return Err(DecodeError::Malformed { column: 1 });
    }
    parse::<Tag<'_>>(text).map(|tag| tag.t)
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|error| DecodeError::Malformed {
        column: error.column(),
    })
}

fn encode(frame: &impl Serialize) -> Vec<u8> {
    // Frames hold strings, numbers and raw JSON alone, which serialise without fail.
    serde_json::to_vec(frame).unwrap_or_default()
}
