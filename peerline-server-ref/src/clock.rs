//! The wall clock: the one place of the server that reads the time.

use std::time::Duration;
use std::time::UNIX_EPOCH;

use async_trait::async_trait;
use peerline_core::ports::Clock;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;

/// The clock of the machine.
///
/// Waiting is done in slices of at most a second, so a clock that is set forward, or a machine that
/// was asleep, delays due work by no more than that.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everything else is given"
    )]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_unix_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    async fn sleep_until(&self, due: Timestamp) {
        loop {
            let left = due.since(self.now());
            if left == Millis::ZERO {
                return;
            }
            tokio::time::sleep(Duration::from_millis(left.min(SLICE).get())).await;
        }
    }
}

const SLICE: Millis = Millis::from_secs(1);

#[cfg(test)]
mod tests;
