//! The client's end of every kind of link.

mod events;
mod socket;

use std::net::SocketAddr;

use peerline_core::ports::End;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::protocol::Encoding;
use peerline_server_ref::transport::LineSink;
use peerline_server_ref::transport::LineSource;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use crate::person::Gone;

pub(crate) use events::EventStream;
pub(crate) use events::http;

/// How a client reaches the line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Way {
    /// WebSocket.
    Socket(Encoding),
    /// An event stream and posts.
    Events(Encoding),
}

impl Way {
    /// Dials once.
    pub(crate) async fn dial(self, address: SocketAddr) -> Result<End, Gone> {
        match self {
            Self::Socket(encoding) => socket::dial(address, encoding).await,
            Self::Events(encoding) => events::dial(address, encoding).await,
        }
    }

    /// Returns how frames are encoded.
    pub(crate) const fn encoding(self) -> Encoding {
        match self {
            Self::Socket(encoding) | Self::Events(encoding) => encoding,
        }
    }
}

/// A link of lines over something that is read and something that is written.
pub(crate) fn lines(
    read: impl AsyncRead + Send + Unpin + 'static,
    write: impl AsyncWrite + Send + Unpin + 'static,
    encoding: Encoding,
) -> End {
    End::new(
        LineSource::new(read, encoding, FRAME_BYTES),
        LineSink::new(write, encoding),
    )
}

fn gone() -> PortError {
    PortError::new("transport", PortErrorKind::Closed)
}

/// The most bytes of one frame.
const FRAME_BYTES: usize = 16 * 1024;
