//! A store that no program holds, read with the keys beside it.

use std::path::Path;
use std::sync::Arc;

use peerline_core::sealing::Sealed;
use peerline_core::vocab::Seed;
use peerline_server_ref::shelf::FileShelf;
use peerline_server_ref::store::SqliteStore;

/// Opens the store, and what reads it; close the store when done.
pub(crate) fn unsealed(file: &Path) -> (Sealed, SqliteStore) {
    let store = SqliteStore::open(file).unwrap();
    let shelf = FileShelf::open(file.with_file_name("line.keys")).unwrap();
    let (journal, work) = (Arc::new(store.clone()), Arc::new(store.clone()));
    let sealed = Sealed::new(journal, work, Arc::new(shelf), &Seed::from_bytes([9; 32]));
    (sealed, store)
}
