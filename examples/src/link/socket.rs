//! One WebSocket link.

use std::time::Duration;

use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
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

/// A link that stands.
#[derive(Debug)]
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// The link is gone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost;

impl Socket {
    /// How long a write may take before the other side counts as gone.
    const PATIENCE: Duration = Duration::from_secs(10);

    /// Dials the line at `origin`.
    pub(super) async fn dial(origin: &str) -> Result<Self, Lost> {
        let url = format!("{}/plp", origin.replacen("http", "ws", 1));
        let mut request = url.into_client_request().map_err(|_| Lost)?;
        let origin = HeaderValue::from_str(origin).map_err(|_| Lost)?;
        let headers = request.headers_mut();
        headers.insert(ORIGIN, origin);
        headers.insert(
            SEC_WEBSOCKET_PROTOCOL,
            HeaderValue::from_static(Encoding::Json.subprotocol()),
        );
        let (stream, _) = connect_async(request).await.map_err(|_| Lost)?;
        Ok(Self(stream))
    }

    /// Waits for the next frame.
    ///
    /// # Cancel safety
    /// Safe: a frame that is not returned is still there.
    pub(super) async fn receive(&mut self) -> Result<Bytes, Lost> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text.into()),
                Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => {
                    return Err(Lost);
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            }
        }
    }

    /// Sends frames.
    pub(super) async fn send(&mut self, frames: Vec<Vec<u8>>) -> Result<(), Lost> {
        let all = async {
            for frame in frames {
                let text = Utf8Bytes::try_from(frame).map_err(|_| Lost)?;
                self.0.feed(Message::Text(text)).await.map_err(|_| Lost)?;
            }
            self.0.flush().await.map_err(|_| Lost)
        };
        tokio::time::timeout(Self::PATIENCE, all)
            .await
            .unwrap_or(Err(Lost))
    }
}
