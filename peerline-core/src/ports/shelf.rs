//! Where the keys lie that seal what is stored: apart from the store, and out of its backups.

use std::fmt;
use std::fmt::Debug;

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::PortError;
use crate::vocab::KeyName;

/// Keeps the random keys that seal what is stored, durably, until they are destroyed.
///
/// The shelf and the store are two things on purpose: who has only the store reads nothing, and a
/// key that was destroyed takes what it sealed with it, in every backup of the store.
///
/// # Contract
/// - Kept: `Ok` means that a power cut at any later instant loses none of the keys
///   (`keys_survive_reopening`).
/// - Faithful: `load` returns every key that was kept and not destroyed, byte for byte, once
///   (`shelf_returns_what_was_kept`).
/// - Replaced: a key that is kept under a known name takes the place of the old one
///   (`newer_key_replaces_the_older`).
/// - Destroyed: a key that was destroyed is gone, also after a restart; destroying what is not there
///   is no error (`destroyed_keys_are_gone`).
/// - Sparing: destroying some keys leaves all others as they are (`destroying_spares_the_others`).
#[async_trait]
pub trait KeyShelf: Debug + Send + Sync {
    /// Returns every key.
    ///
    /// # Errors
    /// `Unavailable`, or `Corrupt` where what lies there is not a shelf or not whole.
    ///
    /// # Cancel safety
    /// Safe.
    async fn load(&self) -> Result<Vec<ShelfKey>, PortError>;

    /// Keeps keys. The caller seals nothing with them that is to last before this is `Ok`.
    ///
    /// # Errors
    /// `Unavailable`; some of the keys may have been kept.
    ///
    /// # Cancel safety
    /// Dropping the future may leave some of the keys kept, or none.
    async fn keep(&self, keys: Vec<ShelfKey>) -> Result<(), PortError>;

    /// Destroys keys: when this is `Ok`, no byte of them is left where the shelf can reach.
    ///
    /// # Errors
    /// `Unavailable`; the caller repeats the call until it is `Ok`.
    ///
    /// # Cancel safety
    /// Dropping the future may leave some of the keys destroyed, or none; repeat the call.
    async fn destroy(&self, names: Vec<KeyName>) -> Result<(), PortError>;
}

/// One key with its name.
///
/// # Privacy
/// `Debug` shows neither: whose keys there are is nobody's business. The bytes are overwritten when
/// the value is dropped.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct ShelfKey {
    /// What it is called.
    pub name: KeyName,
    /// Its bytes: at most 64.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl ShelfKey {
    /// Makes a key.
    #[must_use]
    pub fn new(name: KeyName, bytes: &[u8]) -> Self {
        Self {
            name,
            bytes: Zeroizing::new(bytes.to_vec()),
        }
    }
}

impl Debug for ShelfKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShelfKey(..)")
    }
}
