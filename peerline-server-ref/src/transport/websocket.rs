//! PLP over WebSocket: the upgrade, the limits of the socket, and an honest end.
//!
//! The upgrade is done here and not by a framework, because the end needs the bytes below: after a
//! frame that is too long the close frame must get through, so the rest is read and thrown away
//! before the connection is dropped.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::extract::State;
use axum::http::Method;
use axum::http::Response;
use axum::http::StatusCode;
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use peerline_core::driver::Peer;
use peerline_core::vocab::Limits;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::closing::Closing;
use super::frames::Socket;
use super::frames::SocketSink;
use super::frames::SocketSource;
use super::frames::close_frame;
use super::handshake;
use crate::http::App;
use crate::http::plain;
use crate::server::Network;

/// Switches a request at `/plp` to PLP over WebSocket.
pub async fn upgrade(State(app): State<App>, mut request: Request) -> Response<Body> {
    let Some(origin) = app.origins().dialed(request.headers()) else {
        return plain(StatusCode::FORBIDDEN, "this origin may not connect here\n");
    };
    if request.method() != Method::GET {
        return handshake::Refused::NoUpgrade.response();
    }
    let (response, encoding) = match handshake::accept(request.headers()) {
        Ok(accepted) => accepted,
        Err(refused) => return refused.response(),
    };
    let Some(upgrade) = request.extensions_mut().remove::<OnUpgrade>() else {
        return handshake::Refused::NoUpgrade.response();
    };
    let Some(place) = app.sockets().enter() else {
        return plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "the line is closing; try again\n",
        );
    };
    let Network(network) = request.extensions_mut().remove().unwrap_or_default();
    tokio::spawn(async move {
        if let Ok(upgraded) = upgrade.await {
            let config = socket_config(app.limits());
            let io = TokioIo::new(upgraded);
            let socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
            let peer = Peer {
                origin,
                encoding,
                network,
            };
            serve(&app, socket, peer).await;
        }
        drop(place);
    });
    response
}

/// Serves one socket to its end, then closes it.
async fn serve(app: &App, socket: Socket, peer: Peer) {
    let closing = Closing::default();
    let idle = Duration::from_millis(app.limits().heartbeat.times(3).get());
    let (sink, stream) = socket.split();
    let (source, stream_back) = SocketSource::new(stream, closing.clone(), (peer.encoding, idle));
    let (sink, sink_back) = SocketSink::new(sink, closing.clone(), peer.encoding);
    app.line()
        .serve(Box::new(source), Box::new(sink), peer)
        .await;
    let (Ok(stream), Ok(sink)) = (stream_back.await, sink_back.await) else {
        return;
    };
    let Ok(socket) = stream.reunite(sink) else {
        return;
    };
    let otherwise = if app.sockets().are_closing() {
        CloseCode::Away
    } else {
        CloseCode::Normal
    };
    // A peer that does not let itself be told is dropped. Boxed: the scrap would otherwise take its
    // place in every open connection.
    let end = Box::pin(end(socket, closing.code(otherwise)));
    let _told = timeout(LINGER, end).await;
}

/// Says why, stops writing, and reads what is still on its way, so that the reason arrives.
async fn end(mut socket: Socket, code: CloseCode) {
    // Nothing may follow a close frame, so the answer to a ping goes out before it.
    let _answered = socket.flush().await;
    // Both fail where the other side closed first; then there is nothing left to read either.
    let _closed_before = socket.close(Some(close_frame(code))).await;
    let io = socket.get_mut();
    let _gone = io.shutdown().await;
    let mut scrap = [0; 4096];
    let mut left = LINGER_BYTES;
    while let Ok(n) = io.read(&mut scrap).await {
        left = left.saturating_sub(n);
        if n == 0 || left == 0 {
            return;
        }
    }
}

/// The limits of a socket: small buffers at rest, one write for many frames.
fn socket_config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(4096)
        // Bytes wait here until a flush or until there are so many; at rest it holds no memory.
        .write_buffer_size(16 * 1024)
        .max_write_buffer_size(limits.inflight_bytes.saturating_mul(2).max(64 * 1024))
        .max_message_size(Some(limits.frame_bytes))
        .max_frame_size(Some(limits.frame_bytes))
}

/// How long the end of a connection may take, and how much is read while it lasts.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 4 << 20;
