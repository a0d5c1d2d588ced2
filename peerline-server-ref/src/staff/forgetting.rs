//! Passkeys go with the account: they stand beside the log, where an erasure does not reach.

use std::sync::Arc;

use async_trait::async_trait;
use peerline_core::ports::KeyShelf;
use peerline_core::ports::PortError;
use peerline_core::ports::ShelfKey;
use peerline_core::vocab::KeyName;
use peerline_core::vocab::RoomName;

use crate::store::Passkeys;

/// A shelf that forgets the passkeys of an account when the key of the account's own log is
/// destroyed. That order is repeated until it was carried out, also after a crash, and so this is.
#[derive(Debug)]
pub struct ForgettingShelf {
    shelf: Arc<dyn KeyShelf>,
    store: Arc<dyn Passkeys>,
}

impl ForgettingShelf {
    /// Puts a shelf beside the store of passkeys.
    #[must_use]
    pub fn new(shelf: Arc<dyn KeyShelf>, store: Arc<dyn Passkeys>) -> Self {
        Self { shelf, store }
    }
}

#[async_trait]
impl KeyShelf for ForgettingShelf {
    async fn load(&self) -> Result<Vec<ShelfKey>, PortError> {
        self.shelf.load().await
    }

    async fn keep(&self, keys: Vec<ShelfKey>) -> Result<(), PortError> {
        self.shelf.keep(keys).await
    }

    async fn destroy(&self, names: Vec<KeyName>) -> Result<(), PortError> {
        for name in &names {
            if let KeyName::Log(RoomName::Me(account)) = name {
                self.store.forget_passkeys(*account).await?;
            }
        }
        self.shelf.destroy(names).await
    }
}
