//! Fuzz bodies: what holds for any bytes at all.
//!
//! A body takes bytes and panics where a promise is broken; it returns nothing. The fuzz targets
//! and the replay of the committed corpus call the same bodies, so a finding stays found. What
//! never lives here: a source of bytes.

mod links;
mod machines;
mod models;
#[cfg(feature = "policy")]
mod policies;
mod words;

use std::fmt::Debug;

use crate::protocol;
use crate::protocol::ClientFrame;
use crate::protocol::DecodeError;
use crate::protocol::Encoding;
use crate::protocol::read_act;
use crate::vocab::Limits;

pub use links::lines;
pub use links::post;
pub use links::sse;
pub use machines::session;
pub use machines::stored;
pub use models::rank;
#[cfg(feature = "policy")]
pub use policies::condition;
#[cfg(feature = "policy")]
pub use policies::policy;
pub use words::assess;
pub use words::normalize;
pub use words::phrase;

/// A fuzz body.
pub type Body = fn(&[u8]);

/// Returns every body with the name of its target and of its corpus.
#[must_use]
pub fn all_bodies() -> Vec<(&'static str, Body)> {
    vec![
        ("decode_client", decode_client as Body),
        ("decode_client_cbor", decode_client_cbor as Body),
        ("decode_server", decode_server as Body),
        ("decode_server_cbor", decode_server_cbor as Body),
        ("limits", limits as Body),
        ("session", session as Body),
        ("stored", stored as Body),
        ("lines", lines as Body),
        ("sse", sse as Body),
        ("post", post as Body),
        ("phrase", phrase as Body),
        ("normalize", normalize as Body),
        ("assess", assess as Body),
        ("rank", rank as Body),
        #[cfg(feature = "policy")]
        ("policy", policy as Body),
        #[cfg(feature = "policy")]
        ("condition", condition as Body),
    ]
}

/// Any bytes are a client's frame in JSON that survives both encodings, or an error that repeats
/// none of them.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn decode_client(bytes: &[u8]) {
    client(bytes, Encoding::Json);
}

/// Any bytes are a client's frame in CBOR, the one encoding of what it says, or an error that
/// repeats none of them.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn decode_client_cbor(bytes: &[u8]) {
    client(bytes, Encoding::Cbor);
}

/// Any bytes are a server's frame in JSON that survives both encodings, a frame of a later version,
/// or an error that repeats none of them.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn decode_server(bytes: &[u8]) {
    server(bytes, Encoding::Json);
}

/// The same in CBOR.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn decode_server_cbor(bytes: &[u8]) {
    server(bytes, Encoding::Cbor);
}

fn client(bytes: &[u8], encoding: Encoding) {
    match protocol::decode_client(bytes, encoding, &Limits::default()) {
        Ok(frame) => {
            for other in Encoding::ALL {
                let once = protocol::encode_client(&frame, other);
                let again = protocol::decode_client(&once, other, &roomy());
                let again = again.map(|frame| protocol::encode_client(&frame, other));
                assert_same(again, once);
            }
            act(&frame);
        }
        Err(error) => assert_tells_nothing(error, bytes),
    }
}

fn server(bytes: &[u8], encoding: Encoding) {
    match protocol::decode_server(bytes, encoding, &Limits::default()) {
        Ok(Some(frame)) => {
            for other in Encoding::ALL {
                let once = protocol::encode_server(&frame, other);
                let again = protocol::decode_server(&once, other, &roomy());
                let again =
                    again.map(|frame| frame.map(|frame| protocol::encode_server(&frame, other)));
                assert_same(again, Some(once));
            }
        }
        Ok(None) => {}
        Err(error) => assert_tells_nothing(error, bytes),
    }
}

/// The first two bytes set the bounds; what passes the bounds keeps them.
///
/// # Panics
/// Where a bound does not hold: that is the finding.
pub fn limits(bytes: &[u8]) {
    let [max_bytes, max_depth, frame @ ..] = bytes else {
        return;
    };
    let limits = Limits {
        frame_bytes: usize::from(*max_bytes).saturating_mul(4),
        frame_depth: usize::from(*max_depth % 12),
        ..Limits::default()
    };
    if protocol::decode_client(frame, Encoding::Json, &limits).is_ok() {
        assert!(
            frame.len() <= limits.frame_bytes,
            "over the limit of bytes, and taken"
        );
        assert!(
            protocol::decode_client(frame, Encoding::Json, &roomy()).is_ok(),
            "a wider limit refuses what a narrower one takes"
        );
    }
}

/// A put's body is an act or a refusal; reading it twice gives the same.
fn act(frame: &ClientFrame<'_>) {
    if let ClientFrame::Put(put) = frame {
        assert_eq!(
            read_act(put).ok(),
            read_act(put).ok(),
            "the same put reads as two acts"
        );
    }
}

fn roomy() -> Limits {
    let narrow = Limits::default();
    Limits {
        frame_bytes: narrow.frame_bytes.saturating_mul(8),
        frame_depth: narrow.frame_depth.saturating_mul(2),
        frame_items: narrow.frame_items.saturating_mul(2),
        ..narrow
    }
}

fn assert_same<T: Debug + PartialEq>(again: Result<T, DecodeError>, once: T) {
    assert_eq!(again, Ok(once), "a frame changes when it is encoded");
}

/// An error may say numbers and words of its own; any other word of the bytes is a leak.
fn assert_tells_nothing(error: DecodeError, bytes: &[u8]) {
    let input = String::from_utf8_lossy(bytes);
    let said = format!("{error} {error:?}");
    let mut words = said.split(|c: char| !c.is_alphabetic());
    let leak = words.find(|word| {
        SHORTEST_LEAK <= word.len() && !OWN_WORDS.contains(word) && input.contains(word)
    });
    assert_eq!(leak, None, "an error repeats what the frame said");
}

const SHORTEST_LEAK: usize = 5;

/// The longer words that [`DecodeError`] says of itself.
const OWN_WORDS: [&str; 26] = [
    "Malformed",
    "NotCanonical",
    "NotText",
    "Number",
    "TooDeep",
    "TooLong",
    "TooMany",
    "Trailing",
    "Twice",
    "UnknownType",
    "bytes",
    "column",
    "deterministic",
    "documented",
    "follow",
    "frame",
    "integer",
    "levels",
    "nothing",
    "number",
    "object",
    "position",
    "shape",
    "stand",
    "unknown",
    "values",
];
