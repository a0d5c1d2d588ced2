//! The two halves of a WebSocket, as the core's source and sink of whole frames.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use futures_util::stream::SplitSink;
use futures_util::stream::SplitStream;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::protocol::Encoding;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio::time::timeout;
use tokio::time::timeout_at;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::closing::Closing;
use super::closing::broken_rule;

/// The server's end of a WebSocket.
pub(super) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Gives a half back to the one who closes the connection, whenever it is dropped.
struct Homing<T> {
    half: Option<T>,
    home: Option<oneshot::Sender<T>>,
}

impl<T> Homing<T> {
    fn new(half: T) -> (Self, oneshot::Receiver<T>) {
        let (home, back) = oneshot::channel();
        let homing = Self {
            half: Some(half),
            home: Some(home),
        };
        (homing, back)
    }
}

impl<T> Drop for Homing<T> {
    fn drop(&mut self) {
        if let (Some(half), Some(home)) = (self.half.take(), self.home.take()) {
            // Nobody waits any more where the whole connection was given up.
            let _unwanted = home.send(half);
        }
    }
}

/// Whole frames from a WebSocket, in messages of the kind that goes with the encoding; everything
/// else ends the connection or is counted.
pub(super) struct SocketSource {
    stream: Homing<SplitStream<Socket>>,
    closing: Closing,
    encoding: Encoding,
    idle: Duration,
    deadline: Instant,
    control: ControlBudget,
    ended: bool,
}

impl SocketSource {
    /// Makes a source that gives up after `idle` without a frame.
    pub(super) fn new(
        half: SplitStream<Socket>,
        closing: Closing,
        (encoding, idle): (Encoding, Duration),
    ) -> (Self, oneshot::Receiver<SplitStream<Socket>>) {
        let (stream, back) = Homing::new(half);
        let now = Instant::now();
        let source = Self {
            stream,
            closing,
            encoding,
            idle,
            deadline: now + idle,
            control: ControlBudget::new(now),
            ended: false,
        };
        (source, back)
    }

    async fn message(&mut self) -> Option<Result<Message, Error>> {
        let half = self.stream.half.as_mut()?;
        match timeout_at(self.deadline, half.next()).await {
            Ok(message) => message,
            Err(_) => {
                self.closing.note(CloseCode::Away);
                Some(Err(Error::ConnectionClosed))
            }
        }
    }

    /// Takes a frame, if it came in the kind of message that goes with the encoding.
    fn take(&mut self, came: Encoding, frame: Bytes) -> Result<Option<Vec<u8>>, PortError> {
        if came != self.encoding {
            return Err(self.refuse(CloseCode::Unsupported));
        }
        self.deadline = Instant::now() + self.idle;
        Ok(Some(frame.into()))
    }

    fn refuse(&mut self, code: CloseCode) -> PortError {
        self.ended = true;
        self.closing.note(code);
        PortError::new("transport", PortErrorKind::Refused)
    }

    fn broken_off(&mut self, error: &Error) -> Result<Option<Vec<u8>>, PortError> {
        if let Some(code) = broken_rule(error) {
            return Err(self.refuse(code));
        }
        self.ended = true;
        Err(PortError::new("transport", PortErrorKind::Closed))
    }
}

#[async_trait]
impl FrameSource for SocketSource {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        while !self.ended {
            match self.message().await {
                None => self.ended = true,
                Some(Ok(Message::Text(text))) => return self.take(Encoding::Json, text.into()),
                Some(Ok(Message::Binary(bytes))) => return self.take(Encoding::Cbor, bytes),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {
                    if !self.control.spend(Instant::now()) {
                        return Err(self.refuse(CloseCode::Policy));
                    }
                }
                // The answer is queued; the next read sends it and finds the end.
                Some(Ok(Message::Close(_))) => {}
                Some(Err(error)) => return self.broken_off(&error),
            }
        }
        Ok(None)
    }
}

impl fmt::Debug for SocketSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketSource")
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

/// Frames into a WebSocket, as few writes as possible.
pub(super) struct SocketSink {
    sink: Homing<SplitSink<Socket, Message>>,
    closing: Closing,
    encoding: Encoding,
}

impl SocketSink {
    /// Makes a sink.
    pub(super) fn new(
        half: SplitSink<Socket, Message>,
        closing: Closing,
        encoding: Encoding,
    ) -> (Self, oneshot::Receiver<SplitSink<Socket, Message>>) {
        let (sink, back) = Homing::new(half);
        let sink = Self {
            sink,
            closing,
            encoding,
        };
        (sink, back)
    }

    async fn send_all(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let Some(half) = self.sink.half.as_mut() else {
            return Err(PortError::new("transport", PortErrorKind::Closed));
        };
        for frame in frames {
            let message = message_of(self.encoding, Bytes::copy_from_slice(frame))?;
            half.feed(message).await.map_err(closed)?;
        }
        half.flush().await.map_err(closed)
    }
}

#[async_trait]
impl FrameSink for SocketSink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        match timeout(SEND_DEADLINE, self.send_all(frames)).await {
            Ok(sent) => sent,
            Err(_) => Err(PortError::new("transport", PortErrorKind::Closed)),
        }
    }

    async fn close(&mut self) -> Result<(), PortError> {
        let Some(half) = self.sink.half.as_mut() else {
            return Err(PortError::new("transport", PortErrorKind::Closed));
        };
        let frame = close_frame(self.closing.code(CloseCode::Normal));
        match timeout(SEND_DEADLINE, half.send(Message::Close(Some(frame)))).await {
            Ok(sent) => sent.map_err(closed),
            Err(_) => Err(PortError::new("transport", PortErrorKind::Closed)),
        }
    }
}

impl fmt::Debug for SocketSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SocketSink(..)")
    }
}

fn message_of(encoding: Encoding, frame: Bytes) -> Result<Message, PortError> {
    if encoding == Encoding::Cbor {
        return Ok(Message::Binary(frame));
    }
    let text = Utf8Bytes::try_from(frame);
    text.map(Message::Text)
        .map_err(|_| PortError::new("transport", PortErrorKind::Refused))
}

/// Makes a close frame without words: they would be for programs, in no language.
pub(super) const fn close_frame(code: CloseCode) -> CloseFrame {
    CloseFrame {
        code,
        reason: Utf8Bytes::from_static(""),
    }
}

fn closed(error: Error) -> PortError {
    let closed = PortError::new("transport", PortErrorKind::Closed);
    // Nothing but an error of the system is kept: no other can be sure to hold no frame.
    if let Error::Io(source) = error {
        return closed.because(source);
    }
    closed
}

/// How many control frames the other side may still send: 30 at once, 5 more a second.
#[derive(Debug)]
struct ControlBudget {
    left: u32,
    since: Instant,
}

impl ControlBudget {
    const BURST: u32 = 30;
    const REFILL: Duration = Duration::from_millis(200);

    const fn new(now: Instant) -> Self {
        Self {
            left: Self::BURST,
            since: now,
        }
    }

    fn spend(&mut self, now: Instant) -> bool {
        while self.left < Self::BURST && Self::REFILL <= now.duration_since(self.since) {
            self.left = self.left.saturating_add(1);
            self.since += Self::REFILL;
        }
        if self.left == Self::BURST {
            self.since = now;
        }
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

/// How long a write may wait for the other side to read.
const SEND_DEADLINE: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests;
