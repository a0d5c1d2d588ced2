//! A line by an event stream and posts: for networks that let no WebSocket through.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use peerline_core::ports::End;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::Transport;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::links::LinkSecret;
use peerline_core::protocol::links::SseEvent;
use peerline_core::protocol::links::SseReader;
use peerline_core::protocol::links::frame_of;
use peerline_core::protocol::links::join_post;
use peerline_core::protocol::links::read_link;
use reqwest::Client;
use reqwest::Response;
use reqwest::StatusCode;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::closed;
use super::unavailable;

/// Dials a line by an event stream and posts.
#[derive(Clone, Debug)]
pub struct EventStream {
    origin: String,
    encoding: Encoding,
    client: Client,
}

impl EventStream {
    /// Dials the line at `origin`, as in `http://127.0.0.1:7433`.
    ///
    /// # Errors
    /// Where the system gives no TLS.
    pub fn to(origin: impl Into<String>, encoding: Encoding) -> Result<Self, PortError> {
        let origin = origin.into();
        // A host that chose its cryptography before keeps its choice.
        let _chosen_before = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder().connect_timeout(PATIENCE);
        if is_loopback(&origin) {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|_| unavailable())?;
        Ok(Self {
            origin,
            encoding,
            client,
        })
    }
}

#[async_trait]
impl Transport for EventStream {
    fn encoding(&self) -> Encoding {
        self.encoding
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    async fn dial(&self) -> Result<End, PortError> {
        let (origin, encoding) = (&self.origin, self.encoding);
        let name = encoding.subprotocol().replace('+', "%2B");
        let request = self.client.get(format!("{origin}/plp/sse?enc={name}"));
        let request = request
            .header("accept", "text/event-stream")
            .header("origin", origin);
        let response = request.send().await.map_err(|_| unavailable())?;
        let response = response.error_for_status().map_err(|_| unavailable())?;
        let mut events = Events {
            response,
            reader: SseReader::new(encoding, FRAME_BYTES),
            unread: Vec::new(),
        };
        let first = events.next().await.ok_or_else(unavailable)?;
        let link = secret(&read_link(&first).ok_or_else(unavailable)?);
        let (tell, frames) = mpsc::channel(1);
        let sink = Sink {
            transport: self.clone(),
            link,
            posted: 0,
            reading: tokio::spawn(read(events, encoding, tell)),
        };
        Ok(End::new(Source(frames), sink))
    }
}

/// The events of an open stream.
struct Events {
    response: Response,
    reader: SseReader,
    unread: Vec<u8>,
}

impl Events {
    /// Waits for the next event; `None` after the end of the stream.
    async fn next(&mut self) -> Option<SseEvent> {
        loop {
            let mut rest = self.unread.as_slice();
            let event = self.reader.take(&mut rest);
            let taken = self.unread.len().saturating_sub(rest.len());
            self.unread.drain(..taken);
            if let Some(event) = event {
                return event.ok();
            }
            let chunk = self.response.chunk().await.ok().flatten()?;
            self.unread.extend_from_slice(&chunk);
        }
    }
}

/// Reads frames until the stream ends or nobody wants them.
async fn read(mut events: Events, encoding: Encoding, tell: mpsc::Sender<Vec<u8>>) {
    while let Some(event) = events.next().await {
        let Some(frame) = frame_of(encoding, event.data) else {
            return;
        };
        if tell.send(frame).await.is_err() {
            return;
        }
    }
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
    transport: EventStream,
    link: String,
    posted: u64,
    reading: JoinHandle<()>,
}

impl Sink {
    /// Posts until it is taken: the same body under the same number, however often.
    async fn post(&mut self, body: &[u8]) -> Result<(), PortError> {
        self.posted = self.posted.saturating_add(1);
        let mut lost = 0_u8;
        while lost < TRIES {
            match self.try_post(body).await {
                Ok(StatusCode::NO_CONTENT) => return Ok(()),
                Ok(StatusCode::TOO_MANY_REQUESTS) => sleep(PAUSE).await,
                Ok(_) => return Err(closed()),
                Err(_) => lost = lost.saturating_add(1),
            }
        }
        Err(closed())
    }

    async fn try_post(&self, body: &[u8]) -> Result<StatusCode, reqwest::Error> {
        let EventStream {
            origin,
            encoding,
            client,
        } = &self.transport;
        let kind = match encoding {
            Encoding::Cbor => "application/cbor-seq",
            Encoding::Json | _ => "text/plain;charset=utf-8",
        };
        let request = client.post(format!("{origin}/plp/post")).timeout(PATIENCE);
        let request = request
            .header("content-type", kind)
            .header("origin", origin)
            .header("peerline-link", &self.link)
            .header("peerline-post", self.posted);
        let answer = request.body(body.to_vec()).send().await?;
        Ok(answer.status())
    }
}

#[async_trait]
impl FrameSink for Sink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let mut rest = frames;
        while !rest.is_empty() {
            let fitting = fitting(rest);
            let (now, later) = rest.split_at_checked(fitting).unwrap_or((rest, &[]));
            let body = join_post(self.transport.encoding, now.iter().copied());
            self.post(&body).await?;
            rest = later;
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        // Whoever stops reading the stream ends the connection.
        self.reading.abort();
        Ok(())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sink({} posts)", self.posted)
    }
}

/// How many of the frames go into one post: at least one.
fn fitting(frames: &[&[u8]]) -> usize {
    let sizes = frames.iter().scan(0_usize, |size, frame| {
        *size = size.saturating_add(frame.len()).saturating_add(1);
        Some(*size)
    });
    sizes.take_while(|size| *size <= POST_BYTES).count().max(1)
}

fn secret(secret: &LinkSecret) -> String {
    let value = json!(secret.link);
    value.as_str().unwrap_or_default().to_owned()
}

fn is_loopback(origin: &str) -> bool {
    ["http://127.", "http://localhost", "http://[::1]"]
        .iter()
        .any(|near| origin.starts_with(near))
}

/// The most bytes of one frame from the line.
const FRAME_BYTES: usize = 1 << 20;
/// The most bytes of one post.
const POST_BYTES: usize = 64 * 1024;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait where too much waits at the line.
const PAUSE: Duration = Duration::from_secs(1);
/// How often a post is sent whose answer does not come.
const TRIES: u8 = 3;
