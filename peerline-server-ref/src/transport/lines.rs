//! PLP as lines, over anything that is read and written.

use std::fmt;

use async_trait::async_trait;
use bytes::Buf as _;
use bytes::BytesMut;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::links::LineReader;
use peerline_core::protocol::links::encode_line;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt as _;

/// Frames from lines. A line that is no frame is handed on as bytes that are refused for the same
/// reason, so that it is answered.
pub struct LineSource<R> {
    read: R,
    reader: LineReader,
    frame_bytes: usize,
    unread: BytesMut,
    ended: bool,
}

impl<R> LineSource<R> {
    /// Reads frames of at most `frame_bytes` bytes.
    pub fn new(read: R, encoding: Encoding, frame_bytes: usize) -> Self {
        Self {
            read,
            reader: LineReader::new(encoding, frame_bytes),
            frame_bytes,
            unread: BytesMut::new(),
            ended: false,
        }
    }

    /// Takes the next line of what was read.
    fn line(&mut self) -> Option<Vec<u8>> {
        let mut rest = &self.unread[..];
        let line = self.reader.take(&mut rest);
        let taken = self.unread.len().saturating_sub(rest.len());
        self.unread.advance(taken);
        line.map(|line| line.unwrap_or_else(|bad| bad.stand_in(self.frame_bytes)))
    }
}

#[async_trait]
impl<R: AsyncRead + Send + Unpin> FrameSource for LineSource<R> {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        loop {
            if let Some(frame) = self.line() {
                return Ok(Some(frame));
            }
            if self.ended {
                return Ok(None);
            }
            self.unread.reserve(CHUNK);
            let read = self.read.read_buf(&mut self.unread).await;
            self.ended = !matches!(read, Ok(1..));
            read.map_err(closed)?;
        }
    }
}

impl<R> fmt::Debug for LineSource<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineSource")
            .field("reader", &self.reader)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

/// Frames into lines, all of one call in one write.
pub struct LineSink<W> {
    write: Option<W>,
    encoding: Encoding,
}

impl<W> LineSink<W> {
    /// Writes frames.
    pub const fn new(write: W, encoding: Encoding) -> Self {
        Self {
            write: Some(write),
            encoding,
        }
    }
}

#[async_trait]
impl<W: AsyncWrite + Send + Unpin> FrameSink for LineSink<W> {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let mut lines = Vec::new();
        for frame in frames {
            encode_line(self.encoding, frame, &mut lines);
        }
        let write = self.write.as_mut().ok_or_else(over)?;
        write.write_all(&lines).await.map_err(closed)?;
        write.flush().await.map_err(closed)
    }

    async fn close(&mut self) -> Result<(), PortError> {
        // Some pipes are shut by nothing but being dropped.
        let mut write = self.write.take().ok_or_else(over)?;
        write.shutdown().await.map_err(closed)
    }
}

impl<W> fmt::Debug for LineSink<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineSink")
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

const fn over() -> PortError {
    PortError::new("transport", PortErrorKind::Closed)
}

fn closed(error: std::io::Error) -> PortError {
    over().because(error)
}

/// How much is read at once.
const CHUNK: usize = 4096;
