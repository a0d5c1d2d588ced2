//! The transport and the webhook keep the promises of their traits, over real sockets.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::routing::post;
use peerline_core::ports::End;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::GuardianBell;
use peerline_core::protocol::Encoding;
use peerline_core::testkit;
use peerline_core::testkit::bell::Bedside;
use peerline_core::testkit::sink::Desk;
use peerline_core::testkit::transport::Link;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::sinks::WebhookSink;
use tokio::net::TcpListener;
use tokio::net::UnixStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::house::House;
use crate::house::PATIENCE;
use crate::links::Way;
use crate::links::lines;

/// Links from a client of another make to the server's own end, either way round.
struct Loopback {
    house: House,
    handed: tokio::sync::Mutex<mpsc::UnboundedReceiver<End>>,
    way: Way,
    from_server: bool,
}

impl Loopback {
    async fn over(way: Way, from_server: bool) -> Self {
        let (house, handed) = House::handing_over().await;
        Self {
            house,
            handed: handed.into(),
            way,
            from_server,
        }
    }
}

#[async_trait]
impl Link for Loopback {
    fn encoding(&self) -> Encoding {
        self.way.encoding()
    }

    async fn connect(&self) -> (End, End) {
        let client = self.way.dial(self.house.address).await.unwrap();
        let server = self.handed.lock().await.recv().await.unwrap();
        if self.from_server {
            (server, client)
        } else {
            (client, server)
        }
    }
}

/// Links of lines over a pair of sockets.
struct Paired(Encoding);

#[async_trait]
impl Link for Paired {
    fn encoding(&self) -> Encoding {
        self.0
    }

    async fn connect(&self) -> (End, End) {
        let (near, far) = UnixStream::pair().unwrap();
        let end = |stream: UnixStream| {
            let (read, write) = stream.into_split();
            lines(read, write, self.0)
        };
        (end(near), end(far))
    }
}

/// Runs a law, which must not wait for ever.
pub(crate) fn run<T>(law: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let law = async { timeout(PATIENCE, law).await };
    runtime.block_on(law).expect("no law waits for ever")
}

mod websocket_from_the_client {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Socket(super::Encoding::Json), false).await,
        run: super::run,
    }
}

mod websocket_from_the_client_in_cbor {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Socket(super::Encoding::Cbor), false).await,
        run: super::run,
    }
}

mod websocket_from_the_server {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Socket(super::Encoding::Json), true).await,
        run: super::run,
    }
}

mod websocket_from_the_server_in_cbor {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Socket(super::Encoding::Cbor), true).await,
        run: super::run,
    }
}

mod posts_from_the_client {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Events(super::Encoding::Json), false).await,
        run: super::run,
    }
}

mod posts_from_the_client_in_cbor {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Events(super::Encoding::Cbor), false).await,
        run: super::run,
    }
}

mod events_from_the_server {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Events(super::Encoding::Json), true).await,
        run: super::run,
    }
}

mod events_from_the_server_in_cbor {
    peerline_core::transport_laws! {
        link: super::Loopback::over(super::Way::Events(super::Encoding::Cbor), true).await,
        run: super::run,
    }
}

mod lines_of_json {
    peerline_core::transport_laws! { link: super::Paired(super::Encoding::Json), run: super::run }
}

mod lines_of_cbor {
    peerline_core::transport_laws! { link: super::Paired(super::Encoding::Cbor), run: super::run }
}

/// A listener that notes keys, and takes pages at one path alone.
#[derive(Clone, Default)]
struct Listener {
    keys: Arc<Mutex<Vec<String>>>,
}

struct Counter {
    listener: Listener,
    address: SocketAddr,
}

impl Counter {
    async fn open() -> Self {
        let listener = Listener::default();
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let router = Router::new()
            .route("/takes", post(take))
            .with_state(listener.clone());
        tokio::spawn(async move { axum::serve(socket, router).await });
        Self { listener, address }
    }
}

async fn take(State(listener): State<Listener>, headers: HeaderMap) -> StatusCode {
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    listener.keys.lock().unwrap().push(key);
    StatusCode::ACCEPTED
}

impl Counter {
    fn webhook(&self, takes: bool) -> WebhookSink {
        let path = if takes { "takes" } else { "refuses" };
        let url = format!("http://{}/{path}", self.address).parse().unwrap();
        let clock = Arc::new(SystemClock::default());
        let deadline = Duration::from_secs(5);
        WebhookSink::with_deadline(url, &[7; 32], clock, deadline).unwrap()
    }
}

#[async_trait]
impl Desk for Counter {
    async fn sink(&self, takes: bool) -> Box<dyn EscalationSink> {
        Box::new(self.webhook(takes))
    }

    async fn keys(&self) -> Vec<String> {
        self.listener.keys.lock().unwrap().clone()
    }
}

#[async_trait]
impl Bedside for Counter {
    async fn bell(&self, takes: bool) -> Box<dyn GuardianBell> {
        Box::new(self.webhook(takes))
    }

    async fn keys(&self) -> Vec<String> {
        Desk::keys(self).await
    }
}

#[tokio::test]
async fn the_webhook_keeps_the_laws_of_a_sink_and_of_a_bell() {
    let desk = Counter::open().await;
    testkit::sink::judge(&desk).await.unwrap();
    let side = Counter::open().await;
    testkit::bell::judge(&side).await.unwrap();
}
