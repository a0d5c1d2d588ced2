//! One direction of a lossy link: frames that are on their way until their time.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;

use futures_util::task::AtomicWaker;

use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Frames on their way in one direction.
#[derive(Default)]
pub(super) struct Lane {
    inside: Mutex<Inside>,
    reader: AtomicWaker,
    writer: AtomicWaker,
}

#[derive(Default)]
struct Inside {
    /// By when they arrive, and then by the order in which they were sent.
    frames: BTreeMap<(Timestamp, u64), Vec<u8>>,
    sent: u64,
    /// Nothing arrives before this that is not to overtake.
    settled: Timestamp,
    changes: u64,
    closed: bool,
    left: bool,
}

impl Lane {
    /// How many frames may be on their way.
    const CAPACITY: usize = 64;

    /// Sends a frame that arrives behind all before it.
    pub(super) fn put(&self, now: Timestamp, late: Millis, frame: &[u8]) {
        let mut inside = self.inside();
        inside.settled = inside.settled.max(now).after(late);
        let due = inside.settled;
        inside.add(due, frame);
        self.changed(inside);
    }

    /// Sends a frame that lets others pass until it arrives.
    pub(super) fn put_behind(&self, now: Timestamp, late: Millis, frame: &[u8]) {
        let mut inside = self.inside();
        let due = inside.settled.max(now).after(late);
        inside.add(due, frame);
        self.changed(inside);
    }

    /// Takes the frame whose time has come; `None` after the end.
    pub(super) fn take(&self, now: Timestamp) -> Poll<Option<Vec<u8>>> {
        let mut inside = self.inside();
        let is_due = |entry: &(Timestamp, u64)| entry.0 <= now;
        if inside.frames.keys().next().is_some_and(is_due) {
            let frame = inside.frames.pop_first().map(|(_, frame)| frame);
            drop(inside);
            self.writer.wake();
            return Poll::Ready(frame);
        }
        if inside.closed && inside.frames.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Pending
    }

    /// Returns when the next frame arrives, as it stands.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.inside().frames.keys().next().map(|(due, _)| *due)
    }

    /// Counts what has happened.
    pub(super) fn changes(&self) -> u64 {
        self.inside().changes
    }

    /// Waits until something has happened since.
    pub(super) fn poll_change(&self, context: &Context<'_>, since: u64) -> Poll<()> {
        self.reader.register(context.waker());
        if self.changes() == since {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    }

    /// Waits until a frame more may be on its way, or nothing arrives any more.
    pub(super) fn poll_room(&self, context: &Context<'_>) -> Poll<()> {
        self.writer.register(context.waker());
        if self.is_over() || self.inside().frames.len() < Self::CAPACITY {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }

    /// Nothing more is sent; what is on its way arrives.
    pub(super) fn close(&self) {
        let mut inside = self.inside();
        inside.closed = true;
        self.changed(inside);
    }

    /// Nothing more is sent, and nothing arrives.
    pub(super) fn cut(&self) {
        self.inside().frames.clear();
        self.close();
        self.writer.wake();
    }

    /// Nobody receives any more.
    pub(super) fn leave(&self) {
        self.inside().left = true;
        self.writer.wake();
    }

    /// Returns whether sending is in vain.
    pub(super) fn is_over(&self) -> bool {
        let inside = self.inside();
        inside.closed || inside.left
    }

    fn changed(&self, mut inside: MutexGuard<'_, Inside>) {
        inside.changes = inside.changes.saturating_add(1);
        drop(inside);
        self.reader.wake();
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn add(&mut self, due: Timestamp, frame: &[u8]) {
        if self.closed || self.left {
            return;
        }
        self.sent = self.sent.saturating_add(1);
        self.frames.insert((due, self.sent), frame.to_vec());
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} frames on their way", self.inside().frames.len())
    }
}
