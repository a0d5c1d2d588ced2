//! One entry of one log.

use serde::Deserialize;
use serde::Serialize;

use super::Fact;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Digest;
use crate::vocab::OccupantId;
use crate::vocab::RoomName;
use crate::vocab::Salt;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// One entry of one log: what happened, when, by whom, and which put asked for it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct Entry {
    /// Its number among all entries of the line: the order to replay them in.
    pub n: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// Who did it, by their name in this room; the line itself where missing.
    pub who: Option<OccupantId>,
    /// Where in this log that member's newest `join` stands, in a room where people talk.
    pub joined: Option<Seq>,
    /// The entry it refers to.
    pub re: Option<Seq>,
    /// The put that asked for it.
    pub put: Option<PutMark>,
    /// What its digest is salted with; zeros where it is gone or never was.
    pub salt: Sensitive<Salt>,
    /// What happened.
    pub fact: Fact,
}

/// The put behind an entry, so that a retry finds its answer after any restart.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct PutMark {
    /// The room it was put to, where that is not the entry's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomName>,
    /// Who put it, by their name in that room.
    pub who: OccupantId,
    /// The client's id for it.
    pub cid: Cid,
    /// What it held; missing where those words are destroyed, for few words can be guessed from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What a retry is told.
    pub outcome: PutOutcome,
}

impl PutMark {
    /// Returns it without the digest of what was put, for words that are destroyed.
    #[must_use]
    pub(crate) fn without_digest(self) -> Self {
        Self {
            digest: None,
            ..self
        }
    }
}

/// What a put came to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PutOutcome {
    /// It is this entry.
    Done,
    /// A person looks at it first.
    Held(DecisionId),
    /// It was against the rules.
    Blocked(DecisionId),
}
