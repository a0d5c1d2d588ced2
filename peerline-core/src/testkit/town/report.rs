//! What comes out of a line at its boundary.

use serde_json::Value;
use serde_json::json;

use super::start::to_hex;
use crate::ports::Page;
use crate::protocol;
use crate::protocol::Encoding;
use crate::protocol::Key;
use crate::vocab::Limits;

/// Something that the line did, as those outside see it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Report {
    /// It sent a frame.
    Say {
        /// Over which connection.
        conn: u64,
        /// The frame's bytes.
        frame: Vec<u8>,
        /// In which encoding they are.
        encoding: Encoding,
    },
    /// It ended a connection.
    Closed {
        /// Which.
        conn: u64,
    },
    /// It called a person.
    Page(Page),
    /// It made an invitation, or none where it could not.
    Invite(Option<[u8; 32]>),
}

impl Report {
    /// Returns the report as one line of JSON says it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Say {
                conn,
                frame,
                encoding: Encoding::Cbor,
            } => json!({"conn": conn, "say": transcoded(frame), "cbor": to_hex(frame)}),
            Self::Say { conn, frame, .. } => json!({"conn": conn, "say": frame_to_json(frame)}),
            Self::Closed { conn } => json!({"conn": conn, "closed": true}),
            Self::Page(page) => json!({ "page": page }),
            Self::Invite(secret) => json!({ "invite": secret.map(Key) }),
        }
    }
}

/// Returns a frame as JSON; `null` where it is none.
pub(super) fn frame_to_json(frame: &[u8]) -> Value {
    serde_json::from_slice(frame).unwrap_or_default()
}

/// Returns a frame of the line that is in CBOR as JSON; `null` where it is none.
fn transcoded(frame: &[u8]) -> Value {
    match protocol::decode_server(frame, Encoding::Cbor, &Limits::default()) {
        Ok(Some(frame)) => frame_to_json(&protocol::encode_server(&frame, Encoding::Json)),
        Ok(None) | Err(_) => Value::Null,
    }
}
