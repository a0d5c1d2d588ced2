//! The other side of the webhook: it takes most pages, and is overloaded now and then.

use std::collections::BTreeMap;
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
pub(super) struct Hook(Arc<Mutex<BTreeMap<String, u32>>>);

impl Hook {
    /// Listens on a free port.
    pub(super) async fn open() -> (Self, SocketAddr) {
        let hook = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/", post(take))
            .with_state(hook.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (hook, address)
    }

    /// Returns how often each page was taken.
    pub(super) fn taken(&self) -> BTreeMap<String, u32> {
        self.0.lock().unwrap().clone()
    }
}

async fn take(State(hook): State<Hook>, headers: HeaderMap) -> StatusCode {
    if dice(6) == 0 {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    *hook.0.lock().unwrap().entry(key).or_default() += 1;
    StatusCode::NO_CONTENT
}
