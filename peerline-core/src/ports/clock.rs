//! Where time comes from.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::vocab::Timestamp;

/// Reads the time and waits for it.
///
/// # Contract
/// - Waits: `sleep_until` returns at or after the given time, at once where it has passed.
/// - Honest: `now` may jump either way; the engine clamps and counts a clock that runs backwards.
#[async_trait]
pub trait Clock: Debug + Send + Sync {
    /// Returns the time.
    fn now(&self) -> Timestamp;

    /// Waits until `due`.
    ///
    /// # Cancel safety
    /// Nothing is lost when the future is dropped.
    async fn sleep_until(&self, due: Timestamp);
}
