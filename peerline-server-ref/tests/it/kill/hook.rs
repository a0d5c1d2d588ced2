//! The other side of the webhook: it takes most pages, and is overloaded now and then.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;

use crate::person::dice;

/// How often each page was taken, by its key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hook(Arc<Mutex<Desk>>);

#[derive(Debug, Default)]
struct Desk {
    taken: BTreeMap<String, u32>,
    refused: BTreeSet<String>,
}

impl Hook {
    /// Listens on a free port.
    pub(crate) async fn open() -> (Self, SocketAddr) {
        let hook = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/", post(take))
            .with_state(hook.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (hook, address)
    }

    /// Returns whether all these pages were taken.
    pub(crate) fn has(&self, pages: &BTreeSet<String>) -> bool {
        let desk = self.0.lock().unwrap();
        pages.iter().all(|page| desk.taken.contains_key(page))
    }

    /// Returns how often each page was taken.
    pub(super) fn taken(&self) -> BTreeMap<String, u32> {
        self.0.lock().unwrap().taken.clone()
    }
}

async fn take(State(hook): State<Hook>, headers: HeaderMap) -> StatusCode {
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    let mut desk = hook.0.lock().unwrap();
    // Once for a page at most, or the pauses between tries would outlast the test.
    if dice(6) == 0 && desk.refused.insert(key.clone()) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    *desk.taken.entry(key).or_default() += 1;
    StatusCode::NO_CONTENT
}
