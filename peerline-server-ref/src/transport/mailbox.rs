//! What was posted to one event stream and waits for its session.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use bytes::Bytes;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::links::cut_post;
use tokio::sync::Notify;

/// The posts of one connection, taken in the order of their numbers, each once.
///
/// Bodies wait as they came and are cut when their frames are read, so that what waits is bounded
/// by the bytes that were posted.
#[derive(Debug)]
pub(super) struct Mailbox {
    encoding: Encoding,
    inside: Mutex<Inside>,
    changed: Notify,
}

#[derive(Default)]
struct Inside {
    taken: u64,
    bodies: VecDeque<Bytes>,
    waiting: usize,
    over: bool,
}

impl std::fmt::Debug for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes of {} posts", self.waiting, self.taken)
    }
}

/// What became of a post.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Posted {
    /// Its frames are on their way, now or since an earlier try.
    Taken,
    /// An earlier one is missing.
    TooEarly,
    /// The connection is over.
    Over,
    /// Too much waits already.
    Full,
}

impl Mailbox {
    /// The most bytes that may wait.
    pub(super) const CAPACITY: usize = 64 * 1024;

    /// Makes an empty one.
    pub(super) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            inside: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// Returns in which encoding frames come.
    pub(super) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Takes the post of this number, a list of whole frames, if it is its turn.
    pub(super) fn post(&self, number: u64, body: Bytes) -> Posted {
        let mut inside = self.inside();
        if inside.over {
            return Posted::Over;
        }
        if number <= inside.taken {
            return Posted::Taken;
        }
        if inside.taken.saturating_add(1) < number {
            return Posted::TooEarly;
        }
        let waiting = inside.waiting.saturating_add(body.len());
        if Self::CAPACITY < waiting {
            return Posted::Full;
        }
        inside.taken = number;
        inside.waiting = waiting;
        inside.bodies.push_back(body);
        drop(inside);
        self.changed.notify_one();
        Posted::Taken
    }

    /// Takes nothing more; what was taken can still be read.
    pub(super) fn end(&self) {
        self.inside().over = true;
        self.changed.notify_one();
    }

    /// Waits for the next frame; `None` once it is over and all is read.
    ///
    /// # Cancel safety
    /// Safe: no frame is lost when the future is dropped.
    pub(super) async fn next(&self) -> Option<Vec<u8>> {
        loop {
            let (frame, over) = {
                let mut inside = self.inside();
                (inside.cut(self.encoding), inside.over)
            };
            if frame.is_some() || over {
                return frame;
            }
            self.changed.notified().await;
        }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn cut(&mut self, encoding: Encoding) -> Option<Vec<u8>> {
        while let Some(body) = self.bodies.pop_front() {
            let length = body.len();
            // A body that is no list of frames was not taken.
            if let Ok(Some((frame, rest))) = cut_post(encoding, &body) {
                let frame = frame.to_vec();
                let rest = body.slice_ref(rest);
                let read = length.saturating_sub(rest.len());
                self.waiting = self.waiting.saturating_sub(read);
                self.bodies.push_front(rest);
                return Some(frame);
            }
            self.waiting = self.waiting.saturating_sub(length);
        }
        None
    }
}

#[cfg(test)]
mod tests;
