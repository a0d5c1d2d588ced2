//! A real server around a line in memory, and a network in front of it that is not always kind.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use async_trait::async_trait;
use peerline_core::driver::Line;
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
use peerline_core::vocab::Role;
use peerline_examples::small_line;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::http::AdminHere;
use peerline_server_ref::http::App;
use peerline_server_ref::http::AppParts;
use peerline_server_ref::http::Assets;
use peerline_server_ref::http::LineCard;
use peerline_server_ref::http::Origins;
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
use tokio::io::copy_bidirectional;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What a server does with those who come.
#[derive(Debug)]
enum Door {
    /// They talk to a line.
    Line(Line),
    /// The test gets the server's end.
    Test(mpsc::UnboundedSender<End>),
}

#[async_trait]
impl OpenLine for Door {
    async fn serve(&self, source: Box<dyn FrameSource>, sink: Box<dyn FrameSink>, peer: Peer) {
        match self {
            Self::Line(line) => line.serve(source, sink, peer).await,
            Self::Test(test) => test.send(End { source, sink }).unwrap(),
        }
    }

    async fn invite(&self, _role: Role, _: Option<Clearance>) -> Result<[u8; 32], NotNow> {
        Err(NotNow)
    }

    async fn invitation(&self, _secret: [u8; 32]) -> Result<Option<Role>, NotNow> {
        Ok(None)
    }

    async fn staff(&self) -> Result<Vec<StaffMember>, NotNow> {
        Ok(Vec::new())
    }

    async fn keep(&self, _wish: KeepWish) -> Result<KeepAnswer, NotNow> {
        Err(NotNow)
    }

    async fn vault(&self, _wish: VaultWish) -> Result<VaultAnswer, NotNow> {
        Err(NotNow)
    }

    async fn clear(&self, _account: AccountId, _clearance: Clearance) -> Result<(), NotNow> {
        Ok(())
    }

    async fn dismiss(&self, _account: AccountId) -> Result<(), NotNow> {
        Ok(())
    }

    async fn drill(&self) -> Vec<Called> {
        Vec::new()
    }

    fn health(&self) -> Vitals {
        Vitals::default()
    }

    fn counters(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }
}

/// A running server.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    _stop: watch::Sender<bool>,
}

impl House {
    /// Opens a server with a line.
    pub(crate) async fn open() -> Self {
        Self::with(Door::Line(small_line::open().await.unwrap()))
    }

    /// Opens a server that hands its ends over.
    pub(crate) fn handing_over() -> (Self, mpsc::UnboundedReceiver<End>) {
        let (hand, handed) = mpsc::unbounded_channel();
        (Self::with(Door::Test(hand)), handed)
    }

    fn with(door: Door) -> Self {
        let server = Server::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = server.address();
        let app = App::new(AppParts {
            line: Arc::new(door),
            clock: Arc::new(SystemClock::default()),
            card: LineCard {
                id: String::new(),
                name: String::new(),
                topics: Vec::new(),
                experiences: Vec::new(),
                languages: Vec::new(),
                country: None,
                passkeys: "optional",
            },
            staff: None,
            origins: Origins::new(None),
            assets: Assets::default(),
            admin_key: Secret::random().unwrap(),
            limits: Limits::default(),
            base_url: format!("http://{address}"),
        });
        let (stop, stopped) = watch::channel(false);
        let people = router(app, AdminHere::Yes);
        tokio::spawn(server.run(people, Bounds::default(), stopped));
        Self {
            address,
            _stop: stop,
        }
    }
}

/// How a network treats WebSockets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Treatment {
    /// They go through.
    Kind,
    /// They are refused.
    Refuses,
    /// They open, and are cut off at once.
    Cuts,
}

/// What stands between a client and a server.
#[derive(Debug)]
pub(crate) struct Network {
    pub(crate) address: SocketAddr,
    links: Arc<Mutex<JoinSet<()>>>,
}

impl Network {
    /// Stands in front of a server.
    pub(crate) async fn before(house: &House, treatment: Treatment) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let links = Arc::new(Mutex::new(JoinSet::new()));
        let (open, server) = (Arc::clone(&links), house.address);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                open.lock().unwrap().spawn(carry(client, server, treatment));
            }
        });
        Self { address, links }
    }

    /// Breaks every connection there is.
    pub(crate) fn interrupt(&self) {
        self.links.lock().unwrap().abort_all();
    }
}

async fn carry(mut client: TcpStream, server: SocketAddr, treatment: Treatment) {
    let mut server = TcpStream::connect(server).await.unwrap();
    let head = head(&mut client).await;
    let is_socket = head.starts_with(b"GET /plp HTTP");
    if is_socket && treatment == Treatment::Refuses {
        return;
    }
    server.write_all(&head).await.unwrap();
    if is_socket && treatment == Treatment::Cuts {
        let answer = self::head(&mut server).await;
        client.write_all(&answer).await.unwrap();
        return;
    }
    // Either side may break off.
    let _ended = copy_bidirectional(&mut client, &mut server).await;
}

/// Reads the head of a request or an answer.
async fn head(stream: &mut TcpStream) -> Vec<u8> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return head,
        }
    }
    head
}
