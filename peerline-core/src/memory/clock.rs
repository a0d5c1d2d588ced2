//! A clock that stands until it is moved.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use async_trait::async_trait;

use crate::ports::Clock;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Stands still until it is set or advanced; sleepers wake in any executor. Clones share the time.
#[derive(Clone, Default)]
pub struct ManualClock {
    face: Arc<Mutex<Face>>,
}

impl ManualClock {
    /// Makes a clock that stands at `now`.
    #[must_use]
    pub fn starting_at(now: Timestamp) -> Self {
        let clock = Self::default();
        clock.set(now);
        clock
    }

    /// Sets the time, in either direction, and wakes everybody whose time has come.
    pub fn set(&self, now: Timestamp) {
        let waking = {
            let mut face = self.face();
            face.now = now;
            face.take_due()
        };
        waking.into_iter().for_each(Waker::wake);
    }

    /// Moves the time forward.
    pub fn advance(&self, span: Millis) {
        let now = self.now().after(span);
        self.set(now);
    }

    /// Returns the earliest time that somebody sleeps until.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.face()
            .sleepers
            .values()
            .map(|sleeper| sleeper.due)
            .min()
    }

    fn face(&self) -> MutexGuard<'_, Face> {
        self.face.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.face().now
    }

    async fn sleep_until(&self, due: Timestamp) {
        Sleep {
            clock: self,
            due,
            id: None,
        }
        .await;
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ManualClock({})", self.now().unix_millis())
    }
}

#[derive(Default)]
struct Face {
    now: Timestamp,
    next_id: u64,
    sleepers: BTreeMap<u64, Sleeper>,
}

impl Face {
    fn take_due(&mut self) -> Vec<Waker> {
        let now = self.now;
        let due = self
            .sleepers
            .extract_if(.., |_, sleeper| sleeper.due <= now);
        due.map(|(_, sleeper)| sleeper.waker).collect()
    }
}

struct Sleeper {
    due: Timestamp,
    waker: Waker,
}

struct Sleep<'a> {
    clock: &'a ManualClock,
    due: Timestamp,
    id: Option<u64>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut face = self.clock.face();
        if self.due <= face.now {
            return Poll::Ready(());
        }
        let id = self.id.unwrap_or(face.next_id);
        face.next_id = face.next_id.max(id.saturating_add(1));
        let waker = context.waker().clone();
        face.sleepers.insert(
            id,
            Sleeper {
                due: self.due,
                waker,
            },
        );
        drop(face);
        self.id = Some(id);
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.clock.face().sleepers.remove(&id);
        }
    }
}
