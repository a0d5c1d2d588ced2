//! The store as the driver sees it.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::RwLockReadGuard;
use std::sync::RwLockWriteGuard;

use super::ring::Ring;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::KeyShelf;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::ports::StreamHead;
use crate::ports::WorkQueue;
use crate::vocab::Entropy;
use crate::vocab::Seed;

/// A store in which everything is sealed, over another and a shelf of keys.
///
/// It keeps the promises of [`Journal`] and [`WorkQueue`] that the store below it keeps, with room
/// for events that are a little smaller. New keys are durable before the commit that needs them.
/// What a commit wants [forgotten](crate::ports::Commit::forget) is due work of that commit, so that
/// a crash between the two leaves the destruction to the next start, and nothing is handed out
/// before it is done.
pub struct Sealed {
    pub(super) journal: Arc<dyn Journal>,
    pub(super) work: Arc<dyn WorkQueue>,
    pub(super) shelf: Arc<dyn KeyShelf>,
    ring: RwLock<Ring>,
    memory: Mutex<Memory>,
}

/// What it remembers beside the keys.
pub(super) struct Memory {
    pub(super) entropy: Entropy,
    /// Whether the shelf was read.
    pub(super) loaded: bool,
    /// The newest right to write.
    pub(super) fence: Fence,
    /// All heads in order, as they were when the first page of them was asked for.
    pub(super) heads: Vec<StreamHead>,
}

impl Sealed {
    /// Seals a store with the keys of a shelf. `seed` is secret and fresh at each start: keys and
    /// nonces are drawn from it.
    #[must_use]
    pub fn new(
        journal: Arc<dyn Journal>,
        work: Arc<dyn WorkQueue>,
        shelf: Arc<dyn KeyShelf>,
        seed: &Seed,
    ) -> Self {
        let memory = Memory {
            entropy: seed.apart("sealing").entropy(0),
            loaded: false,
            fence: Fence::default(),
            heads: Vec::new(),
        };
        Self {
            journal,
            work,
            shelf,
            ring: RwLock::default(),
            memory: Mutex::new(memory),
        }
    }

    pub(super) fn ring(&self) -> RwLockReadGuard<'_, Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ring_mut(&self) -> RwLockWriteGuard<'_, Ring> {
        self.ring.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the shelf, unless it was read before.
    pub(super) async fn load_once(&self) -> Result<(), PortError> {
        let loaded = self.memory().loaded;
        if loaded { Ok(()) } else { self.load().await }
    }

    pub(super) async fn load(&self) -> Result<(), PortError> {
        let kept = self.shelf.load().await?;
        self.ring_mut().reload(&kept);
        self.memory().loaded = true;
        Ok(())
    }

    /// Keeps the keys that were made and not kept yet.
    pub(super) async fn keep_fresh(&self) -> Result<(), PortError> {
        let fresh = self.ring().fresh();
        if fresh.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = fresh.iter().map(|key| key.name.clone()).collect();
        self.shelf.keep(fresh).await?;
        self.ring_mut().kept(names.iter());
        Ok(())
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({:?})", self.ring())
    }
}

/// The keys of a store are not on the shelf.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the keys of this store are not on this shelf; put the shelf back that belongs to it: without \
     its keys nobody can read the store"
)]
#[expect(clippy::exhaustive_structs, reason = "it says all there is to say")]
pub struct Unmatched;

impl Unmatched {
    pub(super) fn error() -> PortError {
        PortError::new("shelf", PortErrorKind::Corrupt).because(Self)
    }
}

/// A row that the key of its log does not open.
pub(super) const fn unreadable() -> PortError {
    PortError::new("journal", PortErrorKind::Corrupt)
}
