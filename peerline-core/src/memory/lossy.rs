//! A link in one process that loses, repeats, delays, reorders and cuts, by a seed and a clock.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use async_trait::async_trait;
use futures_util::future::select;

use super::lane::Lane;
use crate::ports::Clock;
use crate::ports::End;
use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Seed;

/// How often a link does what it should not, each in a thousand frames.
///
/// The default does nothing of it: then the link keeps every law of a transport.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Faults {
    /// Frames that do not arrive.
    pub lost: u16,
    /// Frames that arrive twice.
    pub repeated: u16,
    /// Frames that arrive late, and all behind them later still.
    pub delayed: u16,
    /// Frames that arrive behind some that were sent after them.
    pub reordered: u16,
    /// Frames at which the link breaks: what is on its way in both directions does not arrive.
    pub cut: u16,
    /// How late a frame can be.
    pub latest: Millis,
}

impl Faults {
    /// Makes a link that does everything it should not, each in `each` of a thousand frames, and is
    /// late by up to `latest`.
    #[must_use]
    pub const fn all(each: u16, latest: Millis) -> Self {
        Self {
            lost: each,
            repeated: each,
            delayed: each,
            reordered: each,
            cut: each,
            latest,
        }
    }
}

/// Makes a link of two ends with these faults. The same seed, frames and times give the same link.
///
/// Nothing moves but the clock: with a [`ManualClock`](super::ManualClock), a late frame comes when
/// the time is set.
#[must_use]
pub fn lossy(clock: &Arc<dyn Clock>, seed: &Seed, faults: Faults) -> (End, End) {
    let lanes = [Arc::new(Lane::default()), Arc::new(Lane::default())];
    let [here, there] = &lanes;
    let end = |stream: u64, out: &Arc<Lane>, back: &Arc<Lane>| {
        let source = LossySource {
            clock: Arc::clone(clock),
            lane: Arc::clone(back),
        };
        let sink = LossySink {
            clock: Arc::clone(clock),
            lane: Arc::clone(out),
            back: Arc::clone(back),
            dice: seed.entropy(stream),
            faults,
        };
        End::new(source, sink)
    };
    (end(1, here, there), end(2, there, here))
}

/// Receives what the other end sends, where and when it arrives.
struct LossySource {
    clock: Arc<dyn Clock>,
    lane: Arc<Lane>,
}

#[async_trait]
impl FrameSource for LossySource {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        loop {
            let changes = self.lane.changes();
            if let Poll::Ready(frame) = self.lane.take(self.clock.now()) {
                return Ok(frame);
            }
            let changed = poll_fn(|context| self.lane.poll_change(context, changes));
            let Some(due) = self.lane.next_due() else {
                changed.await;
                continue;
            };
            // Either may have come; the lane knows.
            let _woken = select(changed, self.clock.sleep_until(due)).await;
        }
    }
}

impl Drop for LossySource {
    fn drop(&mut self) {
        self.lane.leave();
    }
}

impl fmt::Debug for LossySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LossySource({:?})", self.lane)
    }
}

/// Sends to the other end, as the faults will have it.
struct LossySink {
    clock: Arc<dyn Clock>,
    lane: Arc<Lane>,
    back: Arc<Lane>,
    dice: Entropy,
    faults: Faults,
}

impl LossySink {
    fn happens(&mut self, in_a_thousand: u16) -> bool {
        0 < in_a_thousand && self.dice.below(1000) < u64::from(in_a_thousand)
    }

    fn late(&mut self) -> Millis {
        let most = self.faults.latest.get().max(1);
        Millis::new(self.dice.below(most).saturating_add(1))
    }

    fn throw(&mut self, frame: &[u8]) {
        let now = self.clock.now();
        if self.happens(self.faults.cut) {
            self.lane.cut();
            self.back.cut();
        }
        if self.happens(self.faults.lost) {
            return;
        }
        let copies = if self.happens(self.faults.repeated) {
            2
        } else {
            1
        };
        for _ in 0..copies {
            if self.happens(self.faults.reordered) {
                let late = self.late();
                self.lane.put_behind(now, late, frame);
            } else if self.happens(self.faults.delayed) {
                let late = self.late();
                self.lane.put(now, late, frame);
            } else {
                self.lane.put(now, Millis::ZERO, frame);
            }
        }
    }
}

#[async_trait]
impl FrameSink for LossySink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        for frame in frames {
            poll_fn(|context| self.lane.poll_room(context)).await;
            if self.lane.is_over() {
                return Err(gone());
            }
            self.throw(frame);
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        if self.lane.is_over() {
            return Err(gone());
        }
        self.lane.close();
        Ok(())
    }
}

impl Drop for LossySink {
    fn drop(&mut self) {
        self.lane.close();
    }
}

impl fmt::Debug for LossySink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LossySink({:?}, {:?})", self.lane, self.faults)
    }
}

const fn gone() -> PortError {
    PortError::new("transport", PortErrorKind::Closed)
}

#[cfg(test)]
mod tests;
