//! The server's end of a simulated connection: what comes in is pushed, what goes out is reported.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use async_trait::async_trait;
use futures_channel::mpsc;
use futures_util::StreamExt as _;

use super::report::Report;
use crate::ports::EscalationSink;
use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::ports::Page;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::protocol::Encoding;

/// Where reports are laid down in the order in which things happen.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    reports: Arc<Mutex<VecDeque<Report>>>,
    /// Whether pages are refused.
    deaf: Arc<AtomicBool>,
}

impl Desk {
    pub(super) fn lay(&self, report: Report) {
        self.list().push_back(report);
    }

    pub(super) fn take(&self) -> VecDeque<Report> {
        std::mem::take(&mut *self.list())
    }

    /// Refuses pages, or takes them again.
    pub(super) fn refuse_pages(&self, refuses: bool) {
        self.deaf.store(refuses, Relaxed);
    }

    fn list(&self) -> MutexGuard<'_, VecDeque<Report>> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever is called is reported.
#[async_trait]
impl EscalationSink for Desk {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        if self.deaf.load(Relaxed) {
            return Err(PortError::new("sink", PortErrorKind::Unavailable));
        }
        self.lay(Report::Page(page.clone()));
        Ok(())
    }
}

/// The outside of a connection.
#[derive(Debug)]
pub(super) struct Door {
    push: mpsc::UnboundedSender<Vec<u8>>,
    gone: Arc<AtomicBool>,
}

impl Door {
    /// Opens a connection; gives the outside and the line's two halves.
    pub(super) fn open(conn: u64, encoding: Encoding, desk: Desk) -> (Self, Inflow, Outflow) {
        let (push, pull) = mpsc::unbounded();
        let gone = Arc::new(AtomicBool::new(false));
        let outflow = Outflow {
            conn,
            encoding,
            desk,
            gone: Arc::clone(&gone),
        };
        (Self { push, gone }, Inflow(pull), outflow)
    }

    pub(super) fn push(&self, frame: Vec<u8>) {
        // An error means that the line has ended this connection.
        let _ = self.push.unbounded_send(frame);
    }

    /// The connection breaks: nothing goes out any more, and what was pushed is still read.
    pub(super) fn close(self) {
        self.gone.store(true, Relaxed);
    }
}

/// What the line reads.
#[derive(Debug)]
pub(super) struct Inflow(mpsc::UnboundedReceiver<Vec<u8>>);

#[async_trait]
impl FrameSource for Inflow {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.0.next().await)
    }
}

/// Where the line writes.
#[derive(Debug)]
pub(super) struct Outflow {
    conn: u64,
    encoding: Encoding,
    desk: Desk,
    gone: Arc<AtomicBool>,
}

#[async_trait]
impl FrameSink for Outflow {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        if self.gone.load(Relaxed) {
            return Err(PortError::new("transport", PortErrorKind::Closed));
        }
        for frame in frames {
            self.desk.lay(Report::Say {
                conn: self.conn,
                frame: frame.to_vec(),
                encoding: self.encoding,
            });
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        Ok(())
    }
}
