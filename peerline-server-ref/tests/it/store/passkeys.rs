//! Passkeys go with whoever erased themselves.

use std::sync::Arc;

use peerline_core::memory::MemoryShelf;
use peerline_core::ports::KeyShelf as _;
use peerline_core::ports::ShelfKey;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::KeyName;
use peerline_core::vocab::RoomName;
use peerline_server_ref::staff::ForgettingShelf;
use peerline_server_ref::store::PasskeyRow;
use peerline_server_ref::store::Passkeys;
use peerline_server_ref::store::SqliteStore;

use super::Scratch;

fn account(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

fn own_log(n: u8) -> KeyName {
    KeyName::Log(RoomName::Me(account(n)))
}

#[tokio::test]
async fn the_key_of_an_own_log_takes_the_passkeys_of_its_account_along_and_no_others() {
    let scratch = Scratch::new();
    let store = SqliteStore::open(scratch.file()).expect("a store can be opened");
    take_along(Arc::new(store)).await;
}

/// Holds any store of passkeys to it.
pub(crate) async fn take_along(store: Arc<dyn Passkeys>) {
    for n in [1, 2] {
        let row = PasskeyRow {
            credential: vec![n; 8],
            account: account(n),
            body: "{}".to_owned(),
            made: 1,
            used: 1,
        };
        assert!(store.keep_passkey(row).await.expect("it is kept"));
    }
    let inside = MemoryShelf::default();
    let shelf = ForgettingShelf::new(Arc::new(inside.clone()), store.clone());
    let keys = [1, 2].map(|n| ShelfKey::new(own_log(n), &[n; 32]));
    shelf.keep(keys.to_vec()).await.expect("they are kept");
    let locker = KeyName::Log(RoomName::Locker(account(2)));
    let gone = vec![own_log(1), locker];
    shelf.destroy(gone).await.expect("they are destroyed");
    let left = inside.load().await.expect("it is read");
    let left: Vec<_> = left.into_iter().map(|key| key.name).collect();
    assert_eq!(left, [own_log(2)]);
    let n_of = async |n| store.passkeys(account(n)).await.expect("it is read").len();
    assert_eq!((n_of(1).await, n_of(2).await), (0, 1));
}
