//! A line by WebSocket.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use futures_util::stream::SplitSink;
use futures_util::stream::SplitStream;
use peerline_core::ports::End;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::ports::Transport;
use peerline_core::protocol::Encoding;
use tokio::net::TcpStream;
use tokio_tungstenite::MaybeTlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Bytes;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::ORIGIN;
use tokio_tungstenite::tungstenite::http::header::SEC_WEBSOCKET_PROTOCOL;

use super::closed;
use super::unavailable;

/// Dials a line by WebSocket.
#[derive(Clone, Debug)]
pub struct WebSocket {
    origin: String,
    encoding: Encoding,
}

impl WebSocket {
    /// Dials the line at `origin`, as in `http://127.0.0.1:7433`.
    #[must_use]
    pub fn to(origin: impl Into<String>, encoding: Encoding) -> Self {
        Self {
            origin: origin.into(),
            encoding,
        }
    }
}

#[async_trait]
impl Transport for WebSocket {
    fn encoding(&self) -> Encoding {
        self.encoding
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    async fn dial(&self) -> Result<End, PortError> {
        let url = format!("{}/plp", self.origin.replacen("http", "ws", 1));
        let mut request = url.into_client_request().map_err(|_| refused())?;
        let origin = HeaderValue::from_str(&self.origin).map_err(|_| refused())?;
        let headers = request.headers_mut();
        headers.insert(ORIGIN, origin);
        let name = HeaderValue::from_static(self.encoding.subprotocol());
        headers.insert(SEC_WEBSOCKET_PROTOCOL, name);
        let (stream, _) = connect_async(request).await.map_err(|_| unavailable())?;
        let (sink, stream) = stream.split();
        let encoding = self.encoding;
        let source = Source {
            stream,
            encoding,
            ended: false,
        };
        Ok(End::new(source, Sink { sink, encoding }))
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

#[derive(Debug)]
struct Source {
    stream: SplitStream<Socket>,
    encoding: Encoding,
    ended: bool,
}

#[async_trait]
impl FrameSource for Source {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        while !self.ended {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) if self.encoding == Encoding::Json => {
                    return Ok(Some(Bytes::from(text).into()));
                }
                Some(Ok(Message::Binary(bytes))) if self.encoding == Encoding::Cbor => {
                    return Ok(Some(bytes.into()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Text(_) | Message::Binary(_) | Message::Close(_)) | Err(_))
                | None => self.ended = true,
            }
        }
        Ok(None)
    }
}

#[derive(Debug)]
struct Sink {
    sink: SplitSink<Socket, Message>,
    encoding: Encoding,
}

impl Sink {
    async fn send_all(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        for frame in frames {
            let bytes = Bytes::copy_from_slice(frame);
            let message = if self.encoding == Encoding::Cbor {
                Message::Binary(bytes)
            } else {
                Message::Text(Utf8Bytes::try_from(bytes).map_err(|_| refused())?)
            };
            self.sink.feed(message).await.map_err(|_| closed())?;
        }
        self.sink.flush().await.map_err(|_| closed())
    }
}

#[async_trait]
impl FrameSink for Sink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let all = tokio::time::timeout(PATIENCE, self.send_all(frames));
        all.await.unwrap_or_else(|_| Err(closed()))
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.sink.close().await.map_err(|_| closed())
    }
}

const fn refused() -> PortError {
    PortError::new("transport", PortErrorKind::Refused)
}

/// How long a write may take before the other side counts as gone.
const PATIENCE: Duration = Duration::from_secs(10);
