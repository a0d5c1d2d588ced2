//! The runtime and the signals that end it.

use std::future::Future;

use tokio::signal::unix::Signal;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

use super::Failure;

/// Runs a command to its end, on all cores.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    runtime.block_on(work)
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Asked {
    ToStop,
    ToReadAgain,
}

/// The signals that ask something of a process.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// Listens from now on; before anything is printed, so that no signal meets the default.
    pub(super) fn listen() -> Result<Self, Failure> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(Failure::Runtime)?,
            interrupt: signal(SignalKind::interrupt()).map_err(Failure::Runtime)?,
            hang_up: signal(SignalKind::hangup()).map_err(Failure::Runtime)?,
        })
    }

    /// Waits for one.
    pub(super) async fn asked(&mut self) -> Asked {
        tokio::select! {
            _ = self.terminate.recv() => Asked::ToStop,
            _ = self.interrupt.recv() => Asked::ToStop,
            _ = self.hang_up.recv() => Asked::ToReadAgain,
        }
    }

    /// Waits for one, whichever: for a process that has nothing to read again.
    pub(super) async fn asked_to_stop(&mut self) {
        let _either = self.asked().await;
    }
}
