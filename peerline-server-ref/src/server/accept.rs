//! Takes connections and serves HTTP/1.1 on each, within bounds.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use socket2::Domain;
use socket2::Protocol;
use socket2::SockRef;
use socket2::Socket;
use socket2::TcpKeepalive;
use socket2::Type;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::time::timeout;
use tower::ServiceExt as _;

use super::network::Network;
use super::prefix::Prefixes;

/// A bound listener.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

/// What one listener lets happen.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Bounds {
    /// How long the head of a request may take.
    pub header: Duration,
    /// The most connections from one network prefix.
    pub max_per_prefix: Option<u32>,
    /// Whether a proxy near by says from where people come.
    pub behind_proxy: bool,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(5),
            max_per_prefix: None,
            behind_proxy: false,
        }
    }
}

impl Server {
    /// Binds an address; port 0 takes a free one.
    ///
    /// # Errors
    /// Where the address is in use or not ours.
    pub fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = Socket::new(
            Domain::for_address(address),
            Type::STREAM,
            Some(Protocol::TCP),
        )?;
        socket.set_reuse_address(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        let listener = TcpListener::from_std(socket.into())?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// Returns where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` turns true, then lets the requests under way end, for at most a second.
    /// Connections that were upgraded are no longer this loop's.
    ///
    /// # Cancel safety
    /// Dropping the future stops accepting; connections under way go on.
    pub async fn run(self, router: Router, bounds: Bounds, mut stop: watch::Receiver<bool>) {
        let (under_way, mut all_gone) = mpsc::channel::<()>(1);
        let prefixes = Prefixes::new(bounds.max_per_prefix);
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    if let Some(place) = prefixes.enter(peer.ip()) {
                        prepare(&stream);
                        let from = (peer.ip(), bounds);
                        let connection = connection(stream, router.clone(), from, stop.clone());
                        let guard = under_way.clone();
                        tokio::spawn(async move {
                            connection.await;
                            drop((place, guard));
                        });
                    }
                }
                Err(error) => {
                    // Out of file descriptors, mostly: people who are in must stay in.
                    tracing::warn!(reason = %error.kind(), "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop((self.listener, under_way));
        let _still_open = timeout(Duration::from_secs(1), all_gone.recv()).await;
    }
}

/// Serves one connection until it ends or is upgraded; asked to stop, it ends after the request
/// under way.
async fn connection(
    stream: TcpStream,
    router: Router,
    (peer, bounds): (IpAddr, Bounds),
    mut stop: watch::Receiver<bool>,
) {
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        let network = Network::of(peer, request.headers(), bounds.behind_proxy);
        request.extensions_mut().insert(network);
        let router = router.clone();
        async move { Ok::<_, Infallible>(answer(router, request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.header)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut served = pin!(served);
    tokio::select! {
        // What a peer does to its own connection is no event of ours.
        _ended = served.as_mut() => return,
        _ = stop.wait_for(|stop| *stop) => served.as_mut().graceful_shutdown(),
    }
    let _ended = served.await;
}

async fn answer(router: Router, request: Request<Incoming>) -> axum::http::Response<Body> {
    match timeout(ANSWER, router.oneshot(request)).await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(_) => crate::http::plain(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            "this took too long\n",
        ),
    }
}

/// Small frames go out at once, and a peer that vanished is noticed. All three are wishes: a
/// kernel that knows none of them still carries the connection.
fn prepare(stream: &TcpStream) {
    let socket = SockRef::from(stream);
    let _wish = socket.set_tcp_nodelay(true);
    let _wish = socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(Duration::from_secs(60)));
    #[cfg(target_os = "linux")]
    let _wish = socket.set_tcp_user_timeout(Some(Duration::from_secs(60)));
}

/// Connections the kernel keeps waiting for us.
const BACKLOG: i32 = 4096;
/// Headers of one request.
const MAX_HEADERS: usize = 64;
/// Bytes of one request's head.
const MAX_HEAD: usize = 16 * 1024;
/// How long one request may take, its body included; upgrades answer at once.
const ANSWER: Duration = Duration::from_secs(10);
