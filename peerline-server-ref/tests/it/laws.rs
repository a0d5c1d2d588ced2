//! The transport and the webhook keep the promises of their traits, over real sockets.

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
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use futures_util::stream::SplitSink;
use futures_util::stream::SplitStream;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::testkit;
use peerline_core::testkit::sink::Desk;
use peerline_core::testkit::transport::End;
use peerline_core::testkit::transport::Link;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::sinks::WebhookSink;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::house::House;
use crate::house::PATIENCE;
use crate::socket::join;

/// Links from a client of another make to the server's own end, either way round.
struct Loopback {
    house: House,
    handed: tokio::sync::Mutex<mpsc::UnboundedReceiver<End>>,
    from_server: bool,
}

#[async_trait]
impl Link for Loopback {
    async fn connect(&self) -> (End, End) {
        let (sink, source) = join(&self.house).await.split();
        let ended = false;
        let source = ClientSource {
            half: source,
            ended,
        };
        let client = End::new(source, ClientSink(sink));
        let server = self.handed.lock().await.recv().await.unwrap();
        if self.from_server {
            (server, client)
        } else {
            (client, server)
        }
    }
}

type Socket = WebSocketStream<TcpStream>;

#[derive(Debug)]
struct ClientSource {
    half: SplitStream<Socket>,
    ended: bool,
}

#[async_trait]
impl FrameSource for ClientSource {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        while !self.ended {
            match self.half.next().await {
                Some(Ok(Message::Text(text))) => return Ok(Some(text.as_bytes().to_vec())),
                Some(Ok(Message::Close(_)) | Err(_)) | None => self.ended = true,
                Some(Ok(_)) => {}
            }
        }
        Ok(None)
    }
}

#[derive(Debug)]
struct ClientSink(SplitSink<Socket, Message>);

#[async_trait]
impl FrameSink for ClientSink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        for frame in frames {
            let text = String::from_utf8(frame.to_vec()).unwrap();
            self.0.feed(Message::text(text)).await.map_err(|_| gone())?;
        }
        self.0.flush().await.map_err(|_| gone())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.0.close().await.map_err(|_| gone())
    }
}

fn gone() -> PortError {
    PortError::new("transport", PortErrorKind::Closed)
}

#[tokio::test]
async fn the_websocket_keeps_the_laws_of_a_transport_both_ways() {
    for from_server in [false, true] {
        let (house, handed) = House::handing_over().await;
        let link = Loopback {
            house,
            handed: handed.into(),
            from_server,
        };
        let laws = timeout(PATIENCE, testkit::transport::judge(&link));
        laws.await.expect("no law waits for ever").unwrap();
    }
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

#[async_trait]
impl Desk for Counter {
    async fn sink(&self, takes: bool) -> Box<dyn EscalationSink> {
        let path = if takes { "takes" } else { "refuses" };
        let url = format!("http://{}/{path}", self.address).parse().unwrap();
        let clock = Arc::new(SystemClock::default());
        let deadline = Duration::from_secs(5);
        Box::new(WebhookSink::with_deadline(url, &[7; 32], clock, deadline).unwrap())
    }

    async fn keys(&self) -> Vec<String> {
        self.listener.keys.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn the_webhook_keeps_the_laws_of_a_sink() {
    let desk = Counter::open().await;
    testkit::sink::judge(&desk).await.unwrap();
}
