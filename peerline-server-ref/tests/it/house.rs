//! A server with a line that echoes, and the raw words to talk to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use peerline_core::driver::Peer;
use peerline_core::driver::StaffMember;
use peerline_core::log::KeepAnswer;
use peerline_core::log::KeepWish;
use peerline_core::log::VaultAnswer;
use peerline_core::log::VaultWish;
use peerline_core::ports::End;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::Clearance;
use peerline_core::vocab::Limits;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Role;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::http::AdminHere;
use peerline_server_ref::http::App;
use peerline_server_ref::http::AppParts;
use peerline_server_ref::http::Assets;
use peerline_server_ref::http::LineCard;
use peerline_server_ref::http::Origins;
use peerline_server_ref::http::admin_router;
use peerline_server_ref::http::router;
use peerline_server_ref::line::Called;
use peerline_server_ref::line::NotNow;
use peerline_server_ref::line::OpenLine;
use peerline_server_ref::line::Vitals;
use peerline_server_ref::secrets::Secret;
use peerline_server_ref::server::Bounds;
use peerline_server_ref::server::Server;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::hunt;

/// A line that says back what it is told; `{"t":"bye"}` ends the connection.
#[derive(Debug, Default)]
pub(crate) struct Echo {
    pub(crate) vitals: Mutex<Vitals>,
    pub(crate) origins: Mutex<Vec<String>>,
    hand_over: Option<mpsc::UnboundedSender<End>>,
}

#[async_trait]
impl OpenLine for Echo {
    async fn keep(&self, _wish: KeepWish) -> Result<KeepAnswer, NotNow> {
        Err(NotNow)
    }

    async fn vault(&self, _wish: VaultWish) -> Result<VaultAnswer, NotNow> {
        Err(NotNow)
    }

    async fn serve(
        &self,
        mut source: Box<dyn FrameSource>,
        mut sink: Box<dyn FrameSink>,
        peer: Peer,
    ) {
        self.origins.lock().unwrap().push(peer.origin);
        if let Some(test) = &self.hand_over {
            test.send(End { source, sink }).unwrap();
            return;
        }
        while let Ok(Some(frame)) = source.next().await {
            if frame == br#"{"t":"bye"}"# {
                let _gone = sink.close().await;
                return;
            }
            let halves = frame.split_at(frame.len() / 2);
            let frames: &[&[u8]] = if frame == b"twice" {
                &[halves.0, halves.1]
            } else {
                &[&frame]
            };
            if sink.send(frames).await.is_err() {
                return;
            }
        }
    }

    async fn invite(&self, role: Role, _: Option<Clearance>) -> Result<[u8; 32], NotNow> {
        if role == Role::Observer {
            return Err(NotNow);
        }
        Ok([7; 32])
    }

    async fn invitation(&self, secret: [u8; 32]) -> Result<Option<Role>, NotNow> {
        Ok((secret == [7; 32]).then_some(Role::Responder))
    }

    async fn staff(&self) -> Result<Vec<StaffMember>, NotNow> {
        Ok(vec![StaffMember {
            account: AccountId::from_bytes([3; 16]),
            roles: vec![Role::Responder],
            clearance: None,
        }])
    }

    async fn clear(&self, _account: AccountId, _clearance: Clearance) -> Result<(), NotNow> {
        Ok(())
    }

    async fn dismiss(&self, _account: AccountId) -> Result<(), NotNow> {
        Ok(())
    }

    async fn drill(&self) -> Vec<Called> {
        vec![Called {
            on_call: None,
            changes: None,
            target: "last_resort".to_owned(),
            taken: false,
            ms: 7,
        }]
    }

    fn health(&self) -> Vitals {
        *self.vitals.lock().unwrap()
    }

    fn counters(&self) -> Vec<(&'static str, u64)> {
        vec![("connections", 3), ("pages_sent", 1)]
    }
}

/// A running server.
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    pub(crate) admin_address: SocketAddr,
    pub(crate) line: Arc<Echo>,
    pub(crate) app: App,
    pub(crate) key: String,
    _stop: watch::Sender<bool>,
}

impl House {
    /// Opens a server with short deadlines.
    pub(crate) async fn open() -> Self {
        Self::with(Bounds::default(), None).await
    }

    /// Opens a server with the pages that are built in.
    pub(crate) async fn with_real_pages() -> Self {
        Self::furnished(Bounds::default(), None, Assets::embedded()).await
    }

    /// Opens a server with these bounds and this public URL.
    pub(crate) async fn with(bounds: Bounds, public: Option<&str>) -> Self {
        Self::furnished(bounds, public, three_pages()).await
    }

    /// Opens a server whose line hands its connections to the test.
    pub(crate) async fn handing_over() -> (Self, mpsc::UnboundedReceiver<End>) {
        let (hand_over, handed) = mpsc::unbounded_channel();
        let line = Echo {
            hand_over: Some(hand_over),
            ..Echo::default()
        };
        let house = Self::around(line, (Bounds::default(), None, Assets::default())).await;
        (house, handed)
    }

    async fn furnished(bounds: Bounds, public: Option<&str>, assets: Assets) -> Self {
        Self::around(Echo::default(), (bounds, public, assets)).await
    }

    async fn around(
        line: Echo,
        (mut bounds, public, assets): (Bounds, Option<&str>, Assets),
    ) -> Self {
        bounds.header = Duration::from_millis(300);
        let server = Server::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let admin = Server::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let (address, admin_address) = (server.address(), admin.address());
        let line = Arc::new(line);
        let admin_key = Secret::random().unwrap();
        let key = admin_key.reveal();
        let mut parts = parts(line.clone(), address, public, admin_key);
        parts.assets = assets;
        let app = App::new(parts);
        let (stop, stopped) = watch::channel(false);
        let people = router(app.clone(), AdminHere::Yes);
        tokio::spawn(server.run(people, bounds, stopped.clone()));
        tokio::spawn(admin.run(admin_router(app.clone()), bounds, stopped));
        Self {
            address,
            admin_address,
            line,
            app,
            key,
            _stop: stop,
        }
    }

    /// Opens a connection.
    pub(crate) async fn dial(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends a whole request as bytes and reads the whole answer.
    pub(crate) async fn raw(&self, request: &[u8]) -> String {
        raw_at(self.address, request).await
    }

    /// Gets a path, with further header lines.
    pub(crate) async fn get(&self, path: &str, more: &str) -> String {
        self.raw(get(path, self.address, more).as_bytes()).await
    }
}

/// The bytes of a GET request.
pub(crate) fn get(path: &str, host: SocketAddr, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n")
}

/// Sends bytes to an address and reads to the end.
pub(crate) async fn raw_at(address: SocketAddr, request: &[u8]) -> String {
    hunt::requested(request);
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    read_all(&mut stream).await
}

/// Reads to the end, which must come.
pub(crate) async fn read_all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end too.
    let _ended = timeout(PATIENCE, stream.read_to_end(&mut bytes))
        .await
        .expect("the server ends the connection");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the status of an answer.
pub(crate) fn status(answer: &str) -> u16 {
    answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("no status in {answer:?}"))
}

/// Returns a header of an answer.
pub(crate) fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next().unwrap();
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// Returns the body of an answer.
pub(crate) fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

fn parts(
    line: Arc<Echo>,
    address: SocketAddr,
    public: Option<&str>,
    admin_key: Secret,
) -> AppParts {
    let mut limits = Limits::default();
    limits.heartbeat = Millis::new(200);
    AppParts {
        line,
        clock: Arc::new(SystemClock::default()),
        card: LineCard {
            id: "line".to_owned(),
            name: "Test".to_owned(),
            topics: Vec::new(),
            experiences: Vec::new(),
            languages: vec!["en".parse().unwrap()],
            country: None,
            passkeys: "optional",
        },
        staff: None,
        origins: Origins::new(public.map(|url| url.parse().unwrap())),
        assets: Assets::default(),
        admin_key,
        limits,
        base_url: public.map_or_else(|| format!("http://{address}"), str::to_owned),
    }
}

fn three_pages() -> Assets {
    let page =
        |name: &str, text: &'static str| (name.to_owned(), Bytes::from_static(text.as_bytes()));
    Assets::of([
        page("index.html", "<!doctype html>seeker"),
        page("supporter.html", "<!doctype html>supporter"),
        page("ui/app.js", "export {};"),
    ])
}

/// How long anything may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
