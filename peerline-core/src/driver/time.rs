//! The line's own time.

use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// The time by which the line acts. It never runs backwards and never stands still: where the clock
/// of the machine is set back by an hour, nobody waits an hour longer for a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineTime {
    line: Timestamp,
    clock: Timestamp,
}

impl LineTime {
    /// The most that the line's time moves at once while it is ahead of the clock: more than the
    /// loop ever sleeps.
    const STRIDE: Millis = Millis::from_secs(5);

    /// Starts at the clock, but not before what is already written down.
    pub(super) fn starting_at(clock: Timestamp, written: Timestamp) -> Self {
        Self {
            line: clock.max(written),
            clock,
        }
    }

    /// Returns the line's time, given the clock's.
    pub(super) fn read(&mut self, clock: Timestamp) -> Timestamp {
        let passed = clock.since(self.clock).min(Self::STRIDE);
        self.clock = clock;
        self.line = clock.max(self.line.after(passed));
        self.line
    }
}

#[cfg(test)]
mod tests;
