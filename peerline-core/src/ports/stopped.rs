//! Why a commit is not durable.

use super::Commit;
use super::PortError;
use crate::vocab::RoomName;

/// A group stopped before its end.
#[derive(Debug, thiserror::Error)]
#[error("{done} commits are durable, the next is not: {error}")]
#[non_exhaustive]
pub struct StoppedAt {
    /// How many commits at the front of the group are durable.
    pub done: usize,
    /// Why the next is not.
    pub error: CommitError,
}

impl StoppedAt {
    /// Makes the error.
    #[must_use]
    pub const fn new(done: usize, error: CommitError) -> Self {
        Self { done, error }
    }
}

/// Why a commit did not happen, or may not have.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// Another writer was there first.
    #[error("the log {stream} has moved on")]
    Conflict {
        /// Which stream.
        stream: RoomName,
    },
    /// The key is known; this was its result.
    #[error("this act was committed before")]
    AlreadyDone(Vec<u8>),
    /// A later holder writes now.
    #[error("another writer holds the line")]
    Fenced,
    /// An event is over the limit.
    #[error("an event is over {} bytes", Commit::MAX_EVENT_BYTES)]
    TooLarge,
    /// It was not written: the disk is full, read-only or away.
    #[error("the store cannot write now")]
    Unavailable(#[source] PortError),
    /// It may or may not have been written.
    #[error("the outcome is unknown")]
    Unknown(#[source] PortError),
}
