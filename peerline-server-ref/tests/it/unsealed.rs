//! A store that no program holds, read with the keys beside it.

use std::path::Path;
use std::sync::Arc;

use peerline_core::sealing::Sealed;
use peerline_core::vocab::Seed;
use peerline_server_ref::shelf::FileShelf;
use peerline_server_ref::store::LineStore;
use peerline_server_ref::store::SqliteStore;

/// Opens the store, and what reads it; close the store when done.
pub(crate) fn unsealed(file: &Path) -> (Sealed, SqliteStore) {
    let store = SqliteStore::open(file).unwrap();
    let sealed = unsealed_in(store.clone(), &file.with_file_name("line.keys"));
    (sealed, store)
}

/// Reads any store with the keys of a folder.
pub(crate) fn unsealed_in(store: impl LineStore + Clone + 'static, keys: &Path) -> Sealed {
    let shelf = FileShelf::open(keys).unwrap();
    let (journal, work) = (Arc::new(store.clone()), Arc::new(store));
    Sealed::new(journal, work, Arc::new(shelf), &Seed::from_bytes([9; 32]))
}
