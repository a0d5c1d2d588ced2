//! How many sockets are open, and when the last one is gone.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;

/// The open sockets.
#[derive(Clone, Debug)]
pub struct Sockets {
    places: Arc<Semaphore>,
    closing: Arc<AtomicBool>,
}

impl Sockets {
    /// Takes a place, to be held as long as the socket lives; `None` once the line is closing.
    #[must_use]
    pub fn enter(&self) -> Option<OwnedSemaphorePermit> {
        if self.are_closing() {
            return None;
        }
        Arc::clone(&self.places).try_acquire_owned().ok()
    }

    /// Lets nobody in from now on.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    /// Returns whether nobody is let in any more.
    #[must_use]
    pub fn are_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// Returns how many are open.
    #[must_use]
    pub fn open(&self) -> u64 {
        let free = self.places.available_permits();
        u64::from(PLACES).saturating_sub(u64::try_from(free).unwrap_or(u64::MAX))
    }

    /// Waits until the last one is gone.
    ///
    /// # Cancel safety
    /// Safe.
    pub async fn gone(&self) {
        // The semaphore is never closed, so this ends when every place is free.
        let _all = self.places.acquire_many(PLACES).await;
    }
}

impl Default for Sockets {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(
                usize::try_from(PLACES).unwrap_or(usize::MAX),
            )),
            closing: Arc::default(),
        }
    }
}

/// More than one machine has file descriptors for.
const PLACES: u32 = 1 << 22;

#[cfg(test)]
mod tests;
