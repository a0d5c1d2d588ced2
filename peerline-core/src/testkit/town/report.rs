//! What comes out of a line at its boundary.

use serde_json::Value;
use serde_json::json;

use crate::ports::Page;
use crate::protocol::Key;

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
            Self::Say { conn, frame } => json!({"conn": conn, "say": frame_to_json(frame)}),
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
