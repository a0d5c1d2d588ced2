//! WebSocket, by a client of another make.

use std::net::SocketAddr;

use async_trait::async_trait;
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use futures_util::stream::SplitSink;
use futures_util::stream::SplitStream;
use peerline_core::ports::End;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::protocol::Encoding;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use super::gone;
use crate::person::Gone;

type Socket = WebSocketStream<TcpStream>;

/// Dials once.
pub(super) async fn dial(address: SocketAddr, encoding: Encoding) -> Result<End, Gone> {
    let mut request = format!("ws://{address}/plp").into_client_request().unwrap();
    let protocol = encoding.subprotocol().parse().unwrap();
    request
        .headers_mut()
        .insert("Sec-WebSocket-Protocol", protocol);
    let stream = TcpStream::connect(address).await.map_err(|_| Gone)?;
    let (socket, _) = client_async(request, stream).await.map_err(|_| Gone)?;
    let (sink, source) = socket.split();
    let source = Source {
        half: source,
        encoding,
        ended: false,
    };
    let sink = Sink {
        half: sink,
        encoding,
    };
    Ok(End::new(source, sink))
}

#[derive(Debug)]
struct Source {
    half: SplitStream<Socket>,
    encoding: Encoding,
    ended: bool,
}

#[async_trait]
impl FrameSource for Source {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        while !self.ended {
            match self.half.next().await {
                Some(Ok(Message::Text(text))) if self.encoding == Encoding::Json => {
                    return Ok(Some(text.as_bytes().to_vec()));
                }
                Some(Ok(Message::Binary(bytes))) if self.encoding == Encoding::Cbor => {
                    return Ok(Some(bytes.to_vec()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(_) | Err(_)) | None => self.ended = true,
            }
        }
        Ok(None)
    }
}

#[derive(Debug)]
struct Sink {
    half: SplitSink<Socket, Message>,
    encoding: Encoding,
}

#[async_trait]
impl FrameSink for Sink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        for frame in frames {
            let message = match self.encoding {
                Encoding::Cbor => Message::binary(frame.to_vec()),
                Encoding::Json | _ => Message::text(String::from_utf8(frame.to_vec()).unwrap()),
            };
            self.half.feed(message).await.map_err(|_| gone())?;
        }
        self.half.flush().await.map_err(|_| gone())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.half.close().await.map_err(|_| gone())
    }
}
