//! WebSocket where it goes through, an event stream and posts where it does not.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use async_trait::async_trait;
use peerline_core::ports::End;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::Transport;
use peerline_core::protocol::Encoding;
use tokio::time::timeout;

use super::EventStream;
use super::WebSocket;
use super::unavailable;

/// Dials a line in the way that goes through: WebSocket first, and the event stream where no
/// WebSocket opens in four seconds, or one opened and was cut off before its first frame. What went
/// through last is tried first.
#[derive(Debug)]
pub struct EitherWay {
    socket: WebSocket,
    events: EventStream,
    events_first: Arc<AtomicBool>,
}

impl EitherWay {
    /// Dials the line at `origin`, as in `http://127.0.0.1:7433`.
    ///
    /// # Errors
    /// Where the system gives no TLS.
    pub fn to(origin: impl Into<String>, encoding: Encoding) -> Result<Self, PortError> {
        let origin = origin.into();
        Ok(Self {
            socket: WebSocket::to(origin.clone(), encoding),
            events: EventStream::to(origin, encoding)?,
            events_first: Arc::default(),
        })
    }

    async fn by_socket(&self) -> Result<End, PortError> {
        let dialed = timeout(SOCKET, self.socket.dial()).await;
        let End { source, sink } = dialed.unwrap_or_else(|_| Err(unavailable()))?;
        self.events_first.store(true, Relaxed);
        let source = Box::new(Watched {
            source,
            was_silent: Arc::clone(&self.events_first),
        });
        Ok(End { source, sink })
    }

    async fn by_events(&self) -> Result<End, PortError> {
        let end = self.events.dial().await?;
        self.events_first.store(true, Relaxed);
        Ok(end)
    }
}

#[async_trait]
impl Transport for EitherWay {
    fn encoding(&self) -> Encoding {
        self.socket.encoding()
    }

    fn origin(&self) -> &str {
        self.socket.origin()
    }

    async fn dial(&self) -> Result<End, PortError> {
        if self.events_first.load(Relaxed) {
            self.events_first.store(false, Relaxed);
            match self.by_events().await {
                Err(_) => self.by_socket().await,
                end => end,
            }
        } else {
            match self.by_socket().await {
                Err(_) => self.by_events().await,
                end => end,
            }
        }
    }
}

/// Notes that a WebSocket does carry frames.
#[derive(Debug)]
struct Watched {
    source: Box<dyn FrameSource>,
    was_silent: Arc<AtomicBool>,
}

#[async_trait]
impl FrameSource for Watched {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        let next = self.source.next().await;
        if matches!(next, Ok(Some(_))) {
            self.was_silent.store(false, Relaxed);
        }
        next
    }
}

/// How long a WebSocket may take to open: less than the session waits for a link.
const SOCKET: Duration = Duration::from_secs(4);
