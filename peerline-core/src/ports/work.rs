//! Due work: outbox and timers in one table.

use std::fmt;
use std::fmt::Debug;

use async_trait::async_trait;

use super::PortError;
use crate::vocab::Timestamp;

/// Hands out work whose time has come, at least once.
///
/// Work is put in and settled by commits, so it can't be lost between the act that needs it and
/// the hand that does it.
///
/// # Contract
/// - Due: only work whose time has come is claimed, the most overdue first (`only_due_work_is_claimed`).
/// - Again: claimed work that is not settled is handed out again after a restart
///   (`unsettled_work_returns_after_reopening`), and after [`WorkQueue::release`]
///   (`released_work_is_handed_out_again`).
/// - Alone: until then nobody else gets it (`claimed_work_is_not_handed_out_twice`).
/// - Settled: work that a commit settled is never handed out again (`settled_work_stays_settled`).
/// - Replaced: putting in work under a known key replaces it and voids an earlier claim
///   (`replaced_work_is_due_at_its_new_time`).
/// - Next: `next` names the earliest due time of unclaimed work (`next_names_the_earliest`).
#[async_trait]
pub trait WorkQueue: Debug + Send + Sync {
    /// Claims at most `limit` pieces of work due at `now`.
    ///
    /// # Errors
    /// `Unavailable` or `Corrupt`.
    ///
    /// # Cancel safety
    /// Work claimed by a dropped future is handed out again after a restart at the latest.
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError>;

    /// Gives a claim back, to be handed out again.
    ///
    /// # Errors
    /// `Unavailable`.
    ///
    /// # Cancel safety
    /// Safe.
    async fn release(&self, key: &WorkKey) -> Result<(), PortError>;
}

/// What was claimed, and when to come back.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Claimed {
    /// The work, most overdue first.
    pub work: Vec<Work>,
    /// When the next unclaimed work is due.
    pub next: Option<Timestamp>,
}

impl Claimed {
    /// Makes an answer.
    #[must_use]
    pub const fn new(work: Vec<Work>, next: Option<Timestamp>) -> Self {
        Self { work, next }
    }
}

/// Something to do at a time. `Debug` shows the size of the body, not the body.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Work {
    /// Its idempotency key.
    pub key: WorkKey,
    /// When.
    pub due: Timestamp,
    /// What, opaque to the store.
    pub body: Vec<u8>,
}

impl Work {
    /// Makes a piece of work.
    #[must_use]
    pub const fn new(key: WorkKey, due: Timestamp, body: Vec<u8>) -> Self {
        Self { key, due, body }
    }
}

impl Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, due, body } = self;
        write!(
            f,
            "Work({key} at {}, {} bytes)",
            due.unix_millis(),
            body.len()
        )
    }
}

/// The idempotency key of a piece of work: at most 160 bytes of ASCII.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct WorkKey(Box<str>);

impl WorkKey {
    /// Makes a key.
    #[must_use]
    pub fn new(key: impl Into<Box<str>>) -> Self {
        Self(key.into())
    }

    /// Returns the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
