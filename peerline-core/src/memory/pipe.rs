//! A link between two ends in one process.

use std::future::poll_fn;

use async_trait::async_trait;
use futures_channel::mpsc;
use futures_util::StreamExt as _;

use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::ports::PortError;
use crate::ports::PortErrorKind;

/// How many frames may be under way on one side of a pipe.
const CAPACITY: usize = 64;

/// One end of a pipe.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct PipeEnd {
    /// What comes from the other end.
    pub source: PipeSource,
    /// What goes to the other end.
    pub sink: PipeSink,
}

/// Makes a link of two ends: what one sends, the other receives.
#[must_use]
pub fn pipe() -> (PipeEnd, PipeEnd) {
    let (here, there) = (mpsc::channel(CAPACITY), mpsc::channel(CAPACITY));
    let near = PipeEnd {
        source: PipeSource(there.1),
        sink: PipeSink(here.0),
    };
    let far = PipeEnd {
        source: PipeSource(here.1),
        sink: PipeSink(there.0),
    };
    (near, far)
}

/// Receives what the other end sends.
#[derive(Debug)]
pub struct PipeSource(mpsc::Receiver<Vec<u8>>);

#[async_trait]
impl FrameSource for PipeSource {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.0.next().await)
    }
}

/// Sends to the other end.
#[derive(Debug)]
pub struct PipeSink(mpsc::Sender<Vec<u8>>);

#[async_trait]
impl FrameSink for PipeSink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        for frame in frames {
            poll_fn(|cx| self.0.poll_ready(cx)).await.map_err(gone)?;
            self.0.start_send(frame.to_vec()).map_err(gone)?;
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.0.close_channel();
        Ok(())
    }
}

fn gone(error: mpsc::SendError) -> PortError {
    PortError::new("transport", PortErrorKind::Closed).because(error)
}
