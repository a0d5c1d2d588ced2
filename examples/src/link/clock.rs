//! The only clock.

use std::time::Duration;
use std::time::SystemTime;

use peerline_core::vocab::Timestamp;

/// Returns the time.
#[expect(
    clippy::disallowed_methods,
    reason = "a host has to look at a clock somewhere: here"
)]
pub(super) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let millis = since.unwrap_or(Duration::ZERO).as_millis();
    Timestamp::from_unix_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

/// Returns how long it is until `at`.
pub(super) fn until(at: Timestamp) -> Duration {
    Duration::from_millis(at.since(now()).get())
}
