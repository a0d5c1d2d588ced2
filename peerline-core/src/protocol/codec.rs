//! Frames to bytes and back, in either encoding.

use serde::Deserialize;
use serde::Serialize;

use super::ClientFrame;
use super::Encoding;
use super::Open;
use super::ServerFrame;
use super::cbor;
use super::decode_error::DecodeError;
use super::json;
use crate::vocab::Limits;

/// Reads a client's frame. What it says is borrowed from `bytes` where it can be.
///
/// # Errors
/// [`DecodeError`] says what was wrong; it never holds what the frame said.
pub fn decode_client<'a>(
    bytes: &'a [u8],
    encoding: Encoding,
    limits: &Limits,
) -> Result<ClientFrame<'a>, DecodeError> {
    let opened = Opened::new(bytes, encoding, limits)?;
    Ok(match opened.tag() {
        "hello" => ClientFrame::Hello(opened.read()?),
        "open" => ClientFrame::Open(with_number(opened.read()?)?),
        "close" => ClientFrame::Close(opened.read()?),
        "put" => ClientFrame::Put(opened.read()?),
        "drop" => ClientFrame::Drop(opened.read()?),
        "fetch" => ClientFrame::Fetch(opened.read()?),
        "ask" => ClientFrame::Ask(opened.read()?),
        "sig" => ClientFrame::Sig(opened.read()?),
        "ping" => ClientFrame::Ping(opened.read()?),
        _ => return Err(DecodeError::UnknownType),
    })
}

/// A frame of its own must say which answer is meant; inside `hello` it may be left out.
fn with_number(open: Open) -> Result<Open, DecodeError> {
    if open.reference.is_some() {
        Ok(open)
    } else {
        Err(DecodeError::Malformed { at: 0 })
    }
}

/// Reads a server's frame; `None` is a frame of a later version, to be passed over.
///
/// # Errors
/// [`DecodeError`] says what was wrong.
pub fn decode_server<'a>(
    bytes: &'a [u8],
    encoding: Encoding,
    limits: &Limits,
) -> Result<Option<ServerFrame<'a>>, DecodeError> {
    let opened = Opened::new(bytes, encoding, limits)?;
    Ok(Some(match opened.tag() {
        "hail" => ServerFrame::Hail(opened.read()?),
        "welcome" => ServerFrame::Welcome(opened.read()?),
        "opened" => ServerFrame::Opened(opened.read()?),
        "ev" => ServerFrame::Ev(opened.read()?),
        "ok" => ServerFrame::Ok(opened.read()?),
        "err" => ServerFrame::Err(opened.read()?),
        "gap" => ServerFrame::Gap(opened.read()?),
        "bye" => ServerFrame::Bye(opened.read()?),
        "sig" => ServerFrame::Sig(opened.read()?),
        "ping" => ServerFrame::Ping(opened.read()?),
        _ => return Ok(None),
    }))
}

/// Writes a client's frame.
#[must_use]
pub fn encode_client(frame: &ClientFrame<'_>, encoding: Encoding) -> Vec<u8> {
    encode(frame, encoding)
}

/// Writes a server's frame.
#[must_use]
pub fn encode_server(frame: &ServerFrame<'_>, encoding: Encoding) -> Vec<u8> {
    encode(frame, encoding)
}

/// A frame that was checked, and its `t`.
enum Opened<'a> {
    Json(&'a str, std::borrow::Cow<'a, str>),
    Cbor(&'a [u8], &'a str),
}

impl<'a> Opened<'a> {
    fn new(bytes: &'a [u8], encoding: Encoding, limits: &Limits) -> Result<Self, DecodeError> {
        let max = limits.frame_bytes;
        if max < bytes.len() {
            return Err(DecodeError::TooLong { max });
        }
        match encoding {
            Encoding::Json => json::open(bytes, limits).map(|(text, tag)| Self::Json(text, tag)),
            Encoding::Cbor => cbor::open(bytes, limits).map(|tag| Self::Cbor(bytes, tag)),
        }
    }

    fn tag(&self) -> &str {
        match self {
            Self::Json(_, tag) => tag,
            Self::Cbor(_, tag) => tag,
        }
    }

    fn read<T: Deserialize<'a>>(&self) -> Result<T, DecodeError> {
        match self {
            Self::Json(text, _) => json::parse(text),
            Self::Cbor(bytes, _) => cbor::from_slice(bytes),
        }
    }
}

fn encode(frame: &impl Serialize, encoding: Encoding) -> Vec<u8> {
    // Frames hold strings, whole numbers and bodies alone, which serialise without fail. A body of
    // another kind is found where it is written, and not by whoever gets nothing.
    let written = match encoding {
        Encoding::Json => serde_json::to_vec(frame).ok(),
        Encoding::Cbor => cbor::to_vec(frame).ok(),
    };
    debug_assert!(written.is_some(), "a frame that {encoding:?} cannot say");
    written.unwrap_or_default()
}
