//! The memory store behind everything that goes wrong with stores.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use async_trait::async_trait;
use futures_util::FutureExt as _;

use super::plant::Plant;
use crate::memory::ManualClock;
use crate::memory::MemoryStore;
use crate::ports::Claimed;
use crate::ports::Clock as _;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::ports::StoppedAt;
use crate::ports::Stored;
use crate::ports::StreamHead;
use crate::ports::WorkKey;
use crate::ports::WorkQueue;
use crate::protocol;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// How commits go from now on.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum StoreState {
    /// Well.
    #[default]
    Ok,
    /// Refused, until this changes.
    Busy,
    /// The next group is not written, and its writer is told so.
    FailOnce,
    /// The next group is not written, and its writer is not told whether it was.
    LostOnce,
    /// The next group is written, and its writer is not told whether it was.
    KeptOnce,
    /// The next read fails.
    BlindOnce,
}

impl StoreState {
    /// Every state with its name.
    pub const NAMED: [(&'static str, Self); 6] = [
        ("ok", Self::Ok),
        ("busy", Self::Busy),
        ("fail_once", Self::FailOnce),
        ("lost_once", Self::LostOnce),
        ("kept_once", Self::KeptOnce),
        ("blind_once", Self::BlindOnce),
    ];

    /// Returns its name in an order.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::NAMED.into_iter().find(|(_, state)| *state == self);
        named.map_or("ok", |(name, _)| name)
    }

    /// Returns the state of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let named = Self::NAMED.into_iter().find(|(known, _)| *known == name);
        named.map(|(_, state)| state)
    }
}

/// A store whose commits take time, fail on command, and are torn when the process is killed.
/// Clones share everything.
#[derive(Clone)]
pub(super) struct TownStore {
    clock: ManualClock,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    /// What a restart finds, but for what a planted lie holds back.
    store: MemoryStore,
    /// What is really safe, where the store lies about that.
    synced: Option<MemoryStore>,
    unsynced: u64,
    state: StoreState,
    /// The group that is being written.
    flying: Option<Vec<Commit>>,
    /// The most milliseconds that a commit takes.
    slowness: u64,
    chance: Entropy,
    plant: Plant,
}

impl TownStore {
    /// Under a planted lie about durability, how many commits are told of before one is safe.
    const LIES: u64 = 6;

    pub(super) fn new(clock: ManualClock, chance: Entropy, slowness: u64, plant: Plant) -> Self {
        let inner = Inner {
            store: MemoryStore::default(),
            synced: (plant == Plant::AnswersBeforeCommit).then(MemoryStore::default),
            unsynced: 0,
            state: StoreState::Ok,
            flying: None,
            slowness,
            chance,
            plant,
        };
        Self {
            clock,
            inner: Arc::new(Mutex::new(inner)),
        }
    }

    pub(super) fn set(&self, state: StoreState) {
        self.inner().state = state;
    }

    /// Returns what the store holds.
    pub(super) fn held(&self) -> MemoryStore {
        self.inner().store.clone()
    }

    /// The process is killed. Whatever was acknowledged stays; of a group that was being written, a
    /// part at its front may have become durable, each commit whole.
    pub(super) fn kill(&self) {
        let mut inner = self.inner();
        if let Some(mut group) = inner.flying.take() {
            let n = u64::try_from(group.len()).unwrap_or(0).saturating_add(1);
            let kept = inner.chance.below(n);
            group.truncate(usize::try_from(kept).unwrap_or(0));
            let store = inner.store.clone();
            // What the store refuses of it was not to be kept.
            let _ = store.commit(group).now_or_never();
        }
        inner.store = match &inner.synced {
            Some(synced) => synced.backup(),
            None => inner.store.reopen(),
        };
    }

    /// Puts another store in the place of this one.
    pub(super) fn put_back(&self, backup: &MemoryStore) {
        let mut inner = self.inner();
        inner.flying = None;
        inner.store = backup.backup();
        inner.synced = inner.synced.as_ref().map(|_| backup.backup());
    }

    /// Returns what can be read, unless this read is to fail.
    fn seen(&self) -> Result<MemoryStore, PortError> {
        let mut inner = self.inner();
        if inner.state == StoreState::BlindOnce {
            inner.state = StoreState::Ok;
            return Err(away());
        }
        Ok(inner.store.clone())
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the group down and returns how long it takes to write it.
    fn begin(&self, group: Vec<Commit>) -> Millis {
        let mut inner = self.inner();
        inner.flying = Some(group);
        let slowness = inner.slowness;
        let span = if slowness == 0 {
            0
        } else {
            inner.chance.below(slowness.saturating_add(1))
        };
        Millis::new(span)
    }
}

impl Inner {
    fn end(&mut self) -> Result<(), StoppedAt> {
        let group = self.flying.take().unwrap_or_default();
        let state = self.state;
        let is_passing = matches!(
            state,
            StoreState::FailOnce | StoreState::LostOnce | StoreState::KeptOnce
        );
        if is_passing {
            self.state = StoreState::Ok;
        }
        let unknown = || Err(StoppedAt::new(0, CommitError::Unknown(away())));
        match state {
            StoreState::Ok | StoreState::BlindOnce => self.write(group),
            StoreState::Busy | StoreState::FailOnce => {
                Err(StoppedAt::new(0, CommitError::Unavailable(away())))
            }
            StoreState::LostOnce => unknown(),
            StoreState::KeptOnce => {
                self.write(group)?;
                unknown()
            }
        }
    }

    fn write(&mut self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        let group = group.into_iter().map(|commit| self.plant.bend(commit));
        let written = self.store.commit(group.collect()).now_or_never();
        self.unsynced = self.unsynced.saturating_add(1);
        if TownStore::LIES < self.unsynced && self.synced.is_some() {
            self.unsynced = 0;
            self.synced = Some(self.store.backup());
        }
        written.unwrap_or_else(|| Err(StoppedAt::new(0, CommitError::Unknown(away()))))
    }
}

#[async_trait]
impl Journal for TownStore {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        let span = self.begin(group);
        if span != Millis::ZERO {
            self.clock.sleep_until(self.clock.now().after(span)).await;
        }
        self.inner().end()
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        let (store, plant) = (self.seen()?, self.inner().plant);
        let mut read = store.read(stream, after, limit).await?;
        if plant == Plant::ForgetsCids {
            read.iter_mut().for_each(forget_put);
        }
        Ok(read)
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        let store = self.seen()?;
        store.heads(after, limit).await
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        let store = self.held();
        if self.inner().state == StoreState::Busy {
            return Err(away());
        }
        store.hold().await
    }
}

#[async_trait]
impl WorkQueue for TownStore {
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        let store = self.held();
        store.claim(now, limit).await
    }

    async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
        let store = self.held();
        store.release(key).await
    }
}

impl fmt::Debug for TownStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TownStore({:?})", self.inner().state)
    }
}

fn forget_put(stored: &mut Stored) {
    if let Ok(mut entry) = protocol::decode_entry(&stored.event.body) {
        entry.put = None;
        stored.event.body = protocol::encode_entry(&entry).bytes;
    }
}

const fn away() -> PortError {
    PortError::new("journal", PortErrorKind::Unavailable)
}
