//! Everything that one act changes.

use super::Append;
use super::Fence;
use super::PutKey;
use super::Tomb;
use super::Work;
use super::WorkKey;
use crate::vocab::KeyName;
use crate::vocab::RoomName;

/// Everything that one act changes, durable together or not at all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Commit {
    /// Events to append, at most one entry per stream.
    pub appends: Vec<Append>,
    /// Earlier events whose bytes are destroyed.
    pub tombs: Vec<Tomb>,
    /// Streams that are destroyed whole, before anything is appended: the next event of one is its
    /// first.
    pub drops: Vec<RoomName>,
    /// Idempotency keys of earlier commits that are forgotten.
    pub forgets: Vec<Vec<u8>>,
    /// The act's idempotency key and what it answers.
    pub key: Option<PutKey>,
    /// Due work to put in; a row with the same key is replaced.
    pub work: Vec<Work>,
    /// Due work that is done with, taken out before `work` is put in; a key that is not there is no
    /// error.
    pub settle: Vec<WorkKey>,
    /// The writer's right to write.
    pub fence: Fence,
    /// Keys that are destroyed once this is durable, and with them all that they sealed. A store
    /// that seals nothing has none.
    pub forget: Vec<KeyName>,
}

impl Commit {
    /// The most bytes one event may have: a text of 4 KiB in JSON with every byte escaped, and room
    /// to spare.
    pub const MAX_EVENT_BYTES: usize = 64 * 1024;
    /// The most bytes a store takes for one event: room for what sealing adds.
    pub const MAX_ROW_BYTES: usize = Self::MAX_EVENT_BYTES + 2 * 1024;

    /// Makes a commit that changes nothing yet.
    #[must_use]
    pub const fn new(fence: Fence) -> Self {
        Self {
            appends: Vec::new(),
            tombs: Vec::new(),
            drops: Vec::new(),
            forgets: Vec::new(),
            key: None,
            work: Vec::new(),
            settle: Vec::new(),
            fence,
            forget: Vec::new(),
        }
    }

    /// Appends events.
    #[must_use]
    pub fn with_appends(mut self, appends: Vec<Append>) -> Self {
        self.appends = appends;
        self
    }

    /// Destroys the bytes of earlier events.
    #[must_use]
    pub fn with_tombs(mut self, tombs: Vec<Tomb>) -> Self {
        self.tombs = tombs;
        self
    }

    /// Destroys whole streams.
    #[must_use]
    pub fn with_drops(mut self, drops: Vec<RoomName>) -> Self {
        self.drops = drops;
        self
    }

    /// Forgets idempotency keys.
    #[must_use]
    pub fn with_forgets(mut self, forgets: Vec<Vec<u8>>) -> Self {
        self.forgets = forgets;
        self
    }

    /// Names the act's idempotency key.
    #[must_use]
    pub fn with_key(mut self, key: Option<PutKey>) -> Self {
        self.key = key;
        self
    }

    /// Puts in due work.
    #[must_use]
    pub fn with_work(mut self, work: Vec<Work>) -> Self {
        self.work = work;
        self
    }

    /// Takes out due work that is done with.
    #[must_use]
    pub fn with_settled(mut self, settle: Vec<WorkKey>) -> Self {
        self.settle = settle;
        self
    }

    /// Destroys keys once this is durable.
    #[must_use]
    pub fn with_forgotten(mut self, forget: Vec<KeyName>) -> Self {
        self.forget = forget;
        self
    }
}
