//! A store that fails on command.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::task::Poll;
use std::task::Waker;

use async_trait::async_trait;

use crate::memory::MemoryStore;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::ports::StoppedAt;
use crate::ports::Stored;
use crate::ports::StreamHead;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// How the next commits go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mood {
    Fine,
    /// Commits wait until the mood changes.
    Slow,
    /// Nothing can be written; what is there can be read.
    Full,
    /// One group is lost without a word, then all is fine.
    LostOnce,
    /// One group is written and not told so, then all is fine.
    MutedOnce,
    /// One group meets another writer, then all is fine.
    ConflictOnce,
}

#[derive(Clone, Debug)]
pub(super) struct Moody {
    pub(super) store: MemoryStore,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    mood: Mood,
    waiting: Vec<Waker>,
    empty_groups: u64,
    reads: Reads,
}

/// How reads go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reads {
    Fine,
    /// The next one is held back with what it has read.
    HoldNext,
    /// One is held back.
    Held,
}

impl Moody {
    pub(super) fn new(store: MemoryStore) -> Self {
        let state = State {
            mood: Mood::Fine,
            waiting: Vec::new(),
            empty_groups: 0,
            reads: Reads::Fine,
        };
        Self {
            store,
            state: Arc::new(Mutex::new(state)),
        }
    }

    pub(super) fn set(&self, mood: Mood) {
        let mut state = self.state();
        state.mood = mood;
        state.waiting.drain(..).for_each(Waker::wake);
    }

    /// Holds the next page back after it was read, as a slow disk might.
    pub(super) fn hold_next_read(&self) {
        self.state().reads = Reads::HoldNext;
    }

    pub(super) fn holds_a_read(&self) -> bool {
        self.state().reads == Reads::Held
    }

    pub(super) fn let_read_go(&self) {
        let mut state = self.state();
        state.reads = Reads::Fine;
        state.waiting.drain(..).for_each(Waker::wake);
    }

    async fn delay(&self) {
        if self.state().reads != Reads::HoldNext {
            return;
        }
        self.state().reads = Reads::Held;
        poll_fn(|context| {
            let mut state = self.state();
            if state.reads == Reads::Fine {
                return Poll::Ready(());
            }
            state.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    pub(super) fn empty_groups(&self) -> u64 {
        self.state().empty_groups
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    async fn settled_mood(&self) -> Mood {
        poll_fn(|context| {
            let mut state = self.state();
            if state.mood == Mood::Slow {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            let mood = state.mood;
            if mood != Mood::Full {
                state.mood = Mood::Fine;
            }
            Poll::Ready(mood)
        })
        .await
    }
}

#[async_trait]
impl Journal for Moody {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        if group.is_empty() {
            self.state().empty_groups += 1;
        }
        let unknown = || Err(StoppedAt::new(0, CommitError::Unknown(away())));
        match self.settled_mood().await {
            Mood::Fine | Mood::Slow => self.store.commit(group).await,
            Mood::Full => Err(StoppedAt::new(0, CommitError::Unavailable(away()))),
            Mood::LostOnce => unknown(),
            Mood::MutedOnce => {
                self.store.commit(group).await?;
                unknown()
            }
            Mood::ConflictOnce => {
                let stream = RoomName::Line;
                Err(StoppedAt::new(0, CommitError::Conflict { stream }))
            }
        }
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        let page = self.store.read(stream, after, limit).await;
        self.delay().await;
        page
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        self.store.heads(after, limit).await
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        if self.state().mood == Mood::Full {
            return Err(away());
        }
        self.store.hold().await
    }
}

const fn away() -> PortError {
    PortError::new("journal", PortErrorKind::Unavailable)
}
