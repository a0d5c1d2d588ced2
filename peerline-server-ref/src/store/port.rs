//! What a line is kept in, whichever database it is.

use async_trait::async_trait;
use peerline_core::ports::Journal;
use peerline_core::ports::WorkQueue;

use super::Passkeys;
use super::PostgresStore;
use super::SqliteStore;

/// A store for everything that a line keeps.
#[async_trait]
pub trait LineStore: Journal + WorkQueue + Passkeys {
    /// Ends it once what is waiting is done. Calls that come later are refused.
    ///
    /// # Cancel safety
    /// It may be closed even if the future is dropped.
    async fn close(&self);
}

#[async_trait]
impl LineStore for SqliteStore {
    async fn close(&self) {
        Self::close(self).await;
    }
}

#[async_trait]
impl LineStore for PostgresStore {
    async fn close(&self) {
        Self::close(self).await;
    }
}
