//! A journal and a queue of due work behind one lock.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use async_trait::async_trait;

use super::state::State;
use crate::ports::Claimed;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::PortError;
use crate::ports::StoppedAt;
use crate::ports::Stored;
use crate::ports::StreamHead;
use crate::ports::WorkKey;
use crate::ports::WorkQueue;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Keeps everything in memory, with the promises of [`Journal`] and [`WorkQueue`] in full.
///
/// Clones share one state. [`MemoryStore::reopen`] is a restart of the process that lost nothing
/// durable: the same logs, keys and work, with every claim forgotten.
#[derive(Clone, Default)]
pub struct MemoryStore {
    state: Arc<Mutex<State>>,
    // Locked after `state`, never before.
    claims: Arc<Mutex<BTreeSet<WorkKey>>>,
}

impl MemoryStore {
    /// Opens what this store holds once more, without its claims.
    #[must_use]
    pub fn reopen(&self) -> Self {
        Self {
            state: Arc::clone(&self.state),
            claims: Arc::default(),
        }
    }

    /// Returns a copy with a life of its own, as a backup is: the same logs, keys and work.
    #[must_use]
    pub fn backup(&self) -> Self {
        Self {
            state: Arc::new(Mutex::new(self.state().clone())),
            claims: Arc::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn claims(&self) -> MutexGuard<'_, BTreeSet<WorkKey>> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn commit_one(&self, commit: Commit) -> Result<(), CommitError> {
        let put_in = commit.work.iter().map(|work| work.key.clone());
        let voided: Vec<WorkKey> = commit.settle.iter().cloned().chain(put_in).collect();
        let mut state = self.state();
        state.commit(commit)?;
        let mut claims = self.claims();
        for key in &voided {
            claims.remove(key);
        }
        Ok(())
    }
}

#[async_trait]
impl Journal for MemoryStore {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        for (done, commit) in group.into_iter().enumerate() {
            self.commit_one(commit)
                .map_err(|error| StoppedAt::new(done, error))?;
        }
        Ok(())
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        Ok(self.state().read(stream, after, limit))
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        Ok(self.state().heads(after, limit))
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        Ok(self.state().raise_fence())
    }
}

#[async_trait]
impl WorkQueue for MemoryStore {
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        let mut state = self.state();
        state.forget_expired(now);
        let mut claims = self.claims();
        let mut claimed = Claimed::default();
        for work in state.by_due() {
            if claims.contains(&work.key) {
                continue;
            }
            if now < work.due || claimed.work.len() == limit {
                claimed.next = Some(work.due);
                break;
            }
            claims.insert(work.key.clone());
            claimed.work.push(work.clone());
        }
        Ok(claimed)
    }

    async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
        self.claims().remove(key);
        Ok(())
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore(..)")
    }
}
