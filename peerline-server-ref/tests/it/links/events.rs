//! An event stream and posts, by a client of another make.

use std::net::SocketAddr;
use std::time::Duration;

use async_trait::async_trait;
use peerline_core::ports::End;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::links::SseEvent;
use peerline_core::protocol::links::SseReader;
use peerline_core::protocol::links::frame_of;
use peerline_core::protocol::links::join_post;
use peerline_core::protocol::links::read_link;
use reqwest::Client;
use reqwest::Response;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::FRAME_BYTES;
use super::gone;
use crate::person::Gone;

/// Makes a client that opens a connection for each request.
pub(crate) fn http() -> Client {
    // Somebody else may have been first.
    let _there = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .build()
        .unwrap()
}

/// The events of an open stream.
#[derive(Debug)]
pub(crate) struct EventStream {
    pub(crate) response: Response,
    reader: SseReader,
    unread: Vec<u8>,
}

impl EventStream {
    /// Opens a stream; `query` is what stands behind the question mark.
    pub(crate) async fn open(address: SocketAddr, query: &str) -> Result<Self, Gone> {
        let url = format!("http://{address}/plp/sse?{query}");
        let request = http().get(url).header("accept", "text/event-stream");
        let response = request.send().await.map_err(|_| Gone)?;
        if response.status() != 200 {
            return Err(Gone);
        }
        Ok(Self {
            response,
            reader: SseReader::new(Encoding::Cbor, FRAME_BYTES),
            unread: Vec::new(),
        })
    }

    /// Waits for the next event.
    pub(crate) async fn next(&mut self) -> Result<SseEvent, Gone> {
        loop {
            let mut rest = &self.unread[..];
            let event = self.reader.take(&mut rest);
            let left = rest.len();
            self.unread.drain(..self.unread.len() - left);
            if let Some(event) = event {
                return event.map_err(|_| Gone);
            }
            let chunk = self.response.chunk().await.map_err(|_| Gone)?;
            self.unread.extend(chunk.ok_or(Gone)?);
        }
    }

    /// Waits for the first event, which names the link.
    pub(crate) async fn link(&mut self) -> Result<String, Gone> {
        let event = self.next().await?;
        let secret = read_link(&event).ok_or(Gone)?;
        Ok(json!(secret)["link"].as_str().unwrap().to_owned())
    }
}

/// Dials once.
pub(super) async fn dial(address: SocketAddr, encoding: Encoding) -> Result<End, Gone> {
    let name = encoding.subprotocol().replace('+', "%2B");
    let mut stream = EventStream::open(address, &format!("enc={name}")).await?;
    let link = stream.link().await?;
    let (tell, told) = mpsc::channel(1);
    let reader = tokio::spawn(async move {
        while let Ok(event) = stream.next().await {
            let Some(frame) = frame_of(encoding, event.data) else {
                return;
            };
            if tell.send(frame).await.is_err() {
                return;
            }
        }
    });
    let sink = Sink {
        client: http(),
        url: format!("http://{address}/plp/post"),
        link,
        posted: 0,
        encoding,
        reader,
    };
    Ok(End::new(Source(told), sink))
}

#[derive(Debug)]
struct Source(mpsc::Receiver<Vec<u8>>);

#[async_trait]
impl FrameSource for Source {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.0.recv().await)
    }
}

struct Sink {
    client: Client,
    url: String,
    link: String,
    posted: u64,
    encoding: Encoding,
    reader: JoinHandle<()>,
}

impl Sink {
    /// Posts until it is taken, the same post under the same number.
    async fn post(&self, body: Vec<u8>) -> Result<(), PortError> {
        let kind = match self.encoding {
            Encoding::Cbor => "application/cbor-seq",
            Encoding::Json | _ => "text/plain;charset=utf-8",
        };
        let mut lost = 0;
        while lost < 3 {
            let request = self.client.post(&self.url).header("content-type", kind);
            let request = request
                .header("peerline-link", &self.link)
                .header("peerline-post", self.posted);
            match request.body(body.clone()).send().await {
                Ok(response) if response.status() == 204 => return Ok(()),
                Ok(response) if response.status() == 429 => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                Ok(_) => return Err(gone()),
                Err(_) => lost += 1,
            }
        }
        Err(gone())
    }
}

#[async_trait]
impl FrameSink for Sink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        if frames.is_empty() {
            return Ok(());
        }
        self.posted += 1;
        let body = join_post(self.encoding, frames.iter().copied());
        self.post(body).await
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.reader.abort();
        Ok(())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sink({} posts)", self.posted)
    }
}
