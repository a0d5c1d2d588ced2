//! What is put, and as what it is kept until it is answered.

use serde::Deserialize;
use serde::Serialize;

use super::room::Cursor;
use crate::protocol::Address;
use crate::protocol::Body;
use crate::protocol::Kind;
use crate::protocol::read_owned;
use crate::vocab::Cid;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Something to put.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Draft {
    /// Into which room.
    pub room: Address,
    /// What it is.
    pub kind: Kind,
    /// What it holds, by kind.
    #[serde(deserialize_with = "read_owned")]
    pub body: Sensitive<Body<'static>>,
    /// The entry it refers to.
    pub re: Option<Seq>,
}

impl Draft {
    /// Makes a draft.
    #[must_use]
    pub const fn new(room: Address, kind: Kind, body: Body<'static>) -> Self {
        Self {
            room,
            kind,
            body: Sensitive::new(body),
            re: None,
        }
    }

    /// Refers to an entry of the same room, as a report does.
    #[must_use]
    pub const fn about(mut self, entry: Seq) -> Self {
        self.re = Some(entry);
        self
    }
}

/// A put without an answer, as it can be kept over the end of a program: written by whatever serde
/// writes, it is the same put when it is read again.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Unanswered {
    /// Its key, which is the same however often it is sent.
    pub cid: Cid,
    /// What is put.
    pub draft: Draft,
    /// How far its author had the room, where it refers to an entry of it.
    pub log: Option<Cursor>,
    /// When its author made it.
    pub made_at: Timestamp,
    /// Whether its author was nudged and has not said what to do.
    pub nudged: bool,
    /// Whether its author was nudged and wants it as it is.
    pub over: bool,
    /// Whether it was ever sent.
    pub was_sent: bool,
}
