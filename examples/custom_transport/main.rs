//! A transport of one's own: frames behind their lengths (two bytes), over a Unix socket. It serves
//! a real line and keeps the laws of a transport (`tests.rs` beside this file runs them). Try it with
//! `cargo run -p peerline-examples --example custom_transport`: hail, and bye to the silent.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::path::PathBuf;

use async_trait::async_trait;
use peerline_core::driver::{Line, Peer};
use peerline_core::ports::{End, FrameSink, FrameSource, PortError, PortErrorKind, Transport};
use peerline_core::protocol::Encoding;
use peerline_examples::small_line;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

/// What comes in. Unfinished frames wait here and not in a future, so that a wait can be given up.
#[derive(Debug)]
struct Source(OwnedReadHalf, Vec<u8>);

#[async_trait]
impl FrameSource for Source {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        loop {
            if let Some((head, rest)) = self.1.split_first_chunk()
                && let Some(frame) = rest.get(..usize::from(u16::from_be_bytes(*head)))
            {
                let frame = frame.to_vec();
                self.1.drain(..frame.len().saturating_add(2));
                return Ok(Some(frame));
            }
            if self.0.read_buf(&mut self.1).await.map_err(gone)? == 0 {
                return Ok(None);
            }
        }
    }
}

/// What goes out, all frames of one call in one write.
#[derive(Debug)]
struct Sink(OwnedWriteHalf);

#[async_trait]
impl FrameSink for Sink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let mut bytes = Vec::new();
        for frame in frames {
            let length = u16::try_from(frame.len()).map_err(gone)?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(frame);
        }
        self.0.write_all(&bytes).await.map_err(gone)
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.0.shutdown().await.map_err(gone)
    }
}

fn gone(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PortError {
    PortError::new("transport", PortErrorKind::Closed).because(error)
}

fn end(stream: UnixStream) -> End {
    let (read, write) = stream.into_split();
    End::new(Source(read, Vec::new()), Sink(write))
}

/// What a client dials with.
#[derive(Debug)]
struct Local(PathBuf);

#[async_trait]
impl Transport for Local {
    fn encoding(&self) -> Encoding {
        Encoding::Cbor
    }

    fn origin(&self) -> &str {
        ORIGIN
    }

    async fn dial(&self) -> Result<End, PortError> {
        UnixStream::connect(&self.0).await.map(end).map_err(gone)
    }
}

/// Serves whoever comes to the socket.
async fn serve(line: Line, listener: UnixListener) -> std::io::Result<()> {
    loop {
        let End { source, sink } = end(listener.accept().await?.0);
        let (line, origin) = (line.clone(), ORIGIN.to_owned());
        tokio::spawn(async move {
            let peer = Peer {
                origin,
                encoding: Encoding::Cbor,
                network: None,
            };
            line.serve(source, sink, peer).await;
        });
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("line.sock");
    let line = small_line::open().await?;
    tokio::spawn(serve(line, UnixListener::bind(&path)?));
    let mut end = Local(path).dial().await?;
    while let Some(frame) = end.source.next().await? {
        println!("a frame of {} bytes in CBOR", frame.len());
    }
    Ok(())
}

const ORIGIN: &str = "unix:";

#[cfg(test)]
mod tests;
