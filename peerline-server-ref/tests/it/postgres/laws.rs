//! Every law of the journal and of due work, each in a database of its own.

use async_trait::async_trait;
use peerline_core::testkit::bench::Bench;
use peerline_core::testkit::law::LawResult;
use peerline_server_ref::store::PostgresStore;

use super::runtime;
use super::server::Server;
use super::server::open;

peerline_core::store_laws! {
    bench: Database::new(),
    run: |law| if Server::shared().is_some() { runtime().block_on(law) } else { LawResult::Ok(()) },
}

struct Database {
    reach: Option<String>,
}

impl Database {
    fn new() -> Self {
        let reach = Server::shared().map(Server::database);
        Self { reach }
    }

    async fn open(&self) -> PostgresStore {
        open(self.reach.as_ref().expect("there is a server")).await
    }
}

#[async_trait]
impl Bench for Database {
    type Store = PostgresStore;

    async fn fresh(&self) -> PostgresStore {
        self.open().await
    }

    async fn reopen(&self, store: PostgresStore) -> PostgresStore {
        store.close().await;
        self.open().await
    }
}
