//! A shelf of keys behind one lock.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use async_trait::async_trait;
use zeroize::Zeroizing;

use crate::ports::KeyShelf;
use crate::ports::PortError;
use crate::ports::ShelfKey;
use crate::vocab::KeyName;

/// Keeps keys in memory, with the promises of [`KeyShelf`] in full. Clones share one shelf.
#[derive(Clone, Default)]
pub struct MemoryShelf(Arc<Mutex<Keys>>);

type Keys = BTreeMap<KeyName, Zeroizing<Vec<u8>>>;

impl MemoryShelf {
    /// Returns a copy with a life of its own, as a shelf that was put into a backup would be.
    #[must_use]
    pub fn backup(&self) -> Self {
        Self(Arc::new(Mutex::new(self.keys().clone())))
    }

    /// Returns how many keys there are.
    #[must_use]
    pub fn n_keys(&self) -> usize {
        self.keys().len()
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl KeyShelf for MemoryShelf {
    async fn load(&self) -> Result<Vec<ShelfKey>, PortError> {
        let keys = self.keys();
        let keys = keys.iter();
        Ok(keys
            .map(|(name, bytes)| ShelfKey::new(name.clone(), bytes))
            .collect())
    }

    async fn keep(&self, keys: Vec<ShelfKey>) -> Result<(), PortError> {
        let mut kept = self.keys();
        for ShelfKey { name, bytes } in keys {
            kept.insert(name, bytes);
        }
        Ok(())
    }

    async fn destroy(&self, names: Vec<KeyName>) -> Result<(), PortError> {
        let mut kept = self.keys();
        for name in &names {
            kept.remove(name);
        }
        Ok(())
    }
}

impl fmt::Debug for MemoryShelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryShelf(..)")
    }
}
