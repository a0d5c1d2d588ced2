//! A store that fails when it is told to.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use async_trait::async_trait;

use crate::ports::Claimed;
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
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Wraps a store and fails at chosen calls, counted from 0 over all its methods.
#[derive(Debug)]
pub struct Faulty<S> {
    inner: S,
    faults: BTreeMap<u64, Fault>,
    calls: AtomicU64,
}

/// How a call fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing is done, and the caller is told so.
    Unavailable,
    /// Nothing is done; a commit's caller is not told whether.
    Unknown,
    /// Everything is done; a commit's caller is not told whether.
    AfterTheFact,
}

impl<S> Faulty<S> {
    /// Wraps a store without a fault.
    pub const fn new(inner: S) -> Self {
        Self {
            inner,
            faults: BTreeMap::new(),
            calls: AtomicU64::new(0),
        }
    }

    /// Adds a fault at a call.
    #[must_use]
    pub fn failing_at(mut self, call: u64, fault: Fault) -> Self {
        self.faults.insert(call, fault);
        self
    }

    /// Returns how many calls there were.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Gives the store back.
    pub fn into_inner(self) -> S {
        self.inner
    }

    fn next_fault(&self) -> Option<Fault> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        self.faults.get(&call).copied()
    }

    /// Reads and claims tell no difference between the faults: the caller gets nothing.
    fn refuse(&self) -> Result<(), PortError> {
        match self.next_fault() {
            None => Ok(()),
            Some(_) => Err(unavailable()),
        }
    }
}

#[async_trait]
impl<S: Journal> Journal for Faulty<S> {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        match self.next_fault() {
            None => self.inner.commit(group).await,
            Some(Fault::Unavailable) => {
                Err(StoppedAt::new(0, CommitError::Unavailable(unavailable())))
            }
            Some(Fault::Unknown) => Err(StoppedAt::new(0, CommitError::Unknown(unavailable()))),
            Some(Fault::AfterTheFact) => {
                self.inner.commit(group).await?;
                Err(StoppedAt::new(0, CommitError::Unknown(unavailable())))
            }
        }
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        self.refuse()?;
        self.inner.read(stream, after, limit).await
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        self.refuse()?;
        self.inner.heads(after, limit).await
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        self.refuse()?;
        self.inner.hold().await
    }
}

#[async_trait]
impl<S: WorkQueue> WorkQueue for Faulty<S> {
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        self.refuse()?;
        self.inner.claim(now, limit).await
    }

    async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
        self.refuse()?;
        self.inner.release(key).await
    }
}

const fn unavailable() -> PortError {
    PortError::new("journal", PortErrorKind::Unavailable)
}
