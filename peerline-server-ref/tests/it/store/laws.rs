//! Every law of the journal and of due work, each on a file of its own.

use async_trait::async_trait;
use peerline_core::testkit::bench::Bench;
use peerline_server_ref::store::SqliteStore;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;

use super::Scratch;

peerline_core::store_laws! {
    bench: Scratch::new(),
    run: |law| runtime().block_on(law),
}

#[async_trait]
impl Bench for Scratch {
    type Store = SqliteStore;

    async fn fresh(&self) -> SqliteStore {
        SqliteStore::open(self.file()).expect("a new file opens")
    }

    async fn reopen(&self, store: SqliteStore) -> SqliteStore {
        store.close().await;
        SqliteStore::open(self.file()).expect("what was closed opens again")
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .build()
        .expect("a runtime starts")
}
