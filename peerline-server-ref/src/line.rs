//! The line as its doors see it: what the HTTP and WebSocket parts need, and nothing else.

use std::fmt::Debug;

use async_trait::async_trait;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::vocab::Role;
use peerline_core::vocab::Timestamp;

use crate::driver;

/// A line that is open.
///
/// The core's `Line` is the real one; a test brings its own.
///
/// # Contract
/// - Serves: `serve` returns when the connection has ended, and drops both halves then.
#[async_trait]
pub trait OpenLine: Debug + Send + Sync {
    /// Serves one connection to its end; `origin` is the one the other side dialed.
    ///
    /// # Cancel safety
    /// Dropping the future ends the connection.
    async fn serve(&self, source: Box<dyn FrameSource>, sink: Box<dyn FrameSink>, origin: String);

    /// Makes a one-time invitation for staff and returns its secret.
    ///
    /// # Errors
    /// Where the line cannot store it now.
    ///
    /// # Cancel safety
    /// Dropping the future may leave an invitation that nobody knows; it expires.
    async fn invite(&self, role: Role) -> Result<[u8; 32], NotNow>;

    /// Raises a case that is marked as a drill and returns its name.
    ///
    /// # Errors
    /// Where the line cannot store it now.
    ///
    /// # Cancel safety
    /// Dropping the future may leave the drill running.
    async fn drill(&self) -> Result<String, NotNow>;

    /// Says how the line is.
    fn health(&self) -> Vitals;

    /// Returns the line's counters, each with its name in `snake_case`.
    fn counters(&self) -> Vec<(&'static str, u64)>;
}

/// How the line is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "filled in by tests and by one adapter"
)]
pub struct Vitals {
    /// Whether the last write of the journal went well.
    pub journal_writable: bool,
    /// When the escalation loop last went round.
    pub escalation_last_tick: Option<Timestamp>,
    /// When the oldest page that has not gone out was due.
    pub oldest_due_page: Option<Timestamp>,
    /// Cases that are not closed.
    pub open_cases: u64,
    /// Cases at High or above that nobody owns.
    pub unowned_cases: u64,
    /// People who wait.
    pub waiting: u64,
    /// Supporters on shift.
    pub supporters: u64,
    /// Responders connected.
    pub responders: u64,
    /// Connections that proved who they are and are open now.
    pub connected: u64,
}

/// The line cannot do this now.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the line cannot do this now; try again")]
#[expect(clippy::exhaustive_structs, reason = "it says all there is to say")]
pub struct NotNow;

#[async_trait]
impl OpenLine for driver::Line {
    async fn serve(&self, source: Box<dyn FrameSource>, sink: Box<dyn FrameSink>, origin: String) {
        Self::serve(self, source, sink, driver::Peer { origin }).await;
    }

    async fn invite(&self, role: Role) -> Result<[u8; 32], NotNow> {
        Self::invite(self, role).await.map_err(|error| {
            tracing::warn!(reason = %error, "an invitation could not be made");
            NotNow
        })
    }

    async fn drill(&self) -> Result<String, NotNow> {
        tracing::warn!("the core cannot raise a drill yet");
        Err(NotNow)
    }

    fn health(&self) -> Vitals {
        let health = Self::health(self);
        Vitals {
            journal_writable: health.journal_writable,
            escalation_last_tick: health.escalation_last_tick,
            oldest_due_page: health.oldest_due_page,
            open_cases: health.open_cases,
            unowned_cases: health.unowned_cases,
            waiting: health.waiting,
            supporters: health.supporters,
            responders: health.responders,
            connected: health.connected,
        }
    }

    fn counters(&self) -> Vec<(&'static str, u64)> {
        Self::counters(self).named()
    }
}
