//! Why a connection ends, as a WebSocket close code, known to both of its halves.

use std::sync::Arc;
use std::sync::atomic::AtomicU16;
use std::sync::atomic::Ordering;

use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The first reason to close wins.
#[derive(Clone, Debug, Default)]
pub(super) struct Closing(Arc<AtomicU16>);

impl Closing {
    /// Notes a reason, unless there is one.
    pub(super) fn note(&self, code: CloseCode) {
        let _earlier =
            self.0
                .compare_exchange(0, code.into(), Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Returns the reason, or `otherwise` where none was noted.
    pub(super) fn code(&self, otherwise: CloseCode) -> CloseCode {
        match self.0.load(Ordering::Relaxed) {
            0 => otherwise,
            code => code.into(),
        }
    }
}

/// Says which rule of the transport a read error broke; `None` where the other side broke off.
pub(super) fn broken_rule(error: &Error) -> Option<CloseCode> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. } | CapacityError::TooManyHeaders) => {
            Some(CloseCode::Size)
        }
        Error::Utf8(_) => Some(CloseCode::Invalid),
        Error::Protocol(
            tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
        ) => None,
        Error::Protocol(_) => Some(CloseCode::Protocol),
        Error::ConnectionClosed
        | Error::AlreadyClosed
        | Error::Io(_)
        | Error::Tls(_)
        | Error::WriteBufferFull(_)
        | Error::AttackAttempt
        | Error::Url(_)
        | Error::Http(_)
        | Error::HttpFormat(_) => None,
    }
}
