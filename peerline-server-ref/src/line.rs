//! The line as its doors see it: what the HTTP and WebSocket parts need, and nothing else.

mod drill;

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use peerline_core::driver;
use peerline_core::driver::AuditFailure;
use peerline_core::driver::LineCounts;
use peerline_core::driver::Peer;
use peerline_core::driver::StaffMember;
use peerline_core::log::KeepAnswer;
use peerline_core::log::KeepWish;
use peerline_core::log::VaultAnswer;
use peerline_core::log::VaultWish;
use peerline_core::moderation::Counts;
use peerline_core::moderation::PolicyId;
use peerline_core::ports::Clock;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::Clearance;
use peerline_core::vocab::Role;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Sensitive;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use serde::Serialize;

use crate::policy::NotChanged;
use crate::policy::PolicyPlace;

/// A line that is open.
///
/// The core's `Line` is the real one; a test brings its own.
///
/// # Contract
/// - Serves: `serve` returns when the connection has ended, and drops both halves then.
#[async_trait]
pub trait OpenLine: Debug + Send + Sync {
    /// Serves one connection to its end.
    ///
    /// # Cancel safety
    /// Dropping the future ends the connection.
    async fn serve(&self, source: Box<dyn FrameSource>, sink: Box<dyn FrameSink>, peer: Peer);

    /// Makes a one-time invitation for staff and returns its secret. `clearance` is what it clears a
    /// supporter for, where that is not what the line clears everybody for.
    ///
    /// # Errors
    /// Where the line cannot store it now.
    ///
    /// # Cancel safety
    /// Dropping the future may leave an invitation that nobody knows; it expires.
    async fn invite(&self, role: Role, clearance: Option<Clearance>) -> Result<[u8; 32], NotNow>;

    /// Returns which role an invitation gives, where it can still be redeemed.
    ///
    /// # Errors
    /// Where the line does not answer.
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn invitation(&self, secret: [u8; 32]) -> Result<Option<Role>, NotNow>;

    /// Returns everybody who has a role of staff.
    ///
    /// # Errors
    /// Where the line does not answer.
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn staff(&self) -> Result<Vec<StaffMember>, NotNow>;

    /// Clears a supporter for something of their own.
    ///
    /// # Errors
    /// Where they do not support people, or the line cannot store it now.
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped.
    async fn clear(&self, account: AccountId, clearance: Clearance) -> Result<(), NotNow>;

    /// Asks about what is kept: holds, and what would be destroyed.
    ///
    /// # Errors
    /// Where the line cannot store it now.
    ///
    /// # Cancel safety
    /// Dropping the future may leave a hold; it is listed, and ends by itself.
    async fn keep(&self, wish: KeepWish) -> Result<KeepAnswer, NotNow>;

    /// Asks something of the vault, as the operator or for a guardian.
    ///
    /// # Errors
    /// Where the line cannot store it now.
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped; asked again, it changes nothing.
    async fn vault(&self, wish: VaultWish) -> Result<VaultAnswer, NotNow>;

    /// Takes every role of staff back from an account.
    ///
    /// # Errors
    /// Where the line cannot store it now.
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped.
    async fn dismiss(&self, account: AccountId) -> Result<(), NotNow>;

    /// Sends a page that is marked as a drill to every target of the escalation, and returns who
    /// took it.
    ///
    /// # Cancel safety
    /// Dropping the future may leave pages on their way.
    async fn drill(&self) -> Vec<Called>;

    /// Lists the logs that can be written out, each with its number of entries.
    ///
    /// # Errors
    /// Where the store cannot be read now.
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn logs(&self) -> Result<Vec<(RoomName, Seq)>, NotNow> {
        Err(NotNow)
    }

    /// Writes a log out as an audit file.
    ///
    /// # Errors
    /// [`AuditFailure`].
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn audit(&self, _log: &RoomName) -> Result<String, AuditFailure> {
        Err(AuditFailure::Nothing)
    }

    /// Counts what was decided in moderation from one time up to another.
    ///
    /// # Errors
    /// [`AuditFailure`].
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn tally(&self, _from: Timestamp, _until: Timestamp) -> Result<Counts, AuditFailure> {
        Err(AuditFailure::Nothing)
    }

    /// Reads the moderation policy again, from where the line reads it, and goes by it from then on;
    /// returns which one that is. One that is refused changes nothing, and no message waits.
    ///
    /// # Errors
    /// [`NotChanged`].
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped.
    async fn read_policy(&self) -> Result<PolicyId, NotChanged> {
        Err(NotChanged::NoAnswer)
    }

    /// Returns which moderation policy is in force; `None` where nobody knows.
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn policy(&self) -> Option<PolicyId> {
        None
    }

    /// Says how the line is.
    fn health(&self) -> Vitals;

    /// Returns the line's counters, each with its name in `snake_case`.
    fn counters(&self) -> Vec<(&'static str, u64)>;

    /// Returns what was counted of the line of those who wait; nothing where nobody counts.
    fn line_counts(&self) -> LineCounts {
        LineCounts::default()
    }
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

/// What became of one page of a drill.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "filled in by tests and by one adapter"
)]
pub struct Called {
    /// Whom it was for, as in `on_call_1` and `last_resort`.
    pub target: String,
    /// Whether the other side took it.
    pub taken: bool,
    /// How long it took to say so, in milliseconds.
    pub ms: u64,
}

/// The line cannot do this now.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the line cannot do this now; try again")]
#[expect(clippy::exhaustive_structs, reason = "it says all there is to say")]
pub struct NotNow;

/// The core's line, with what it calls.
#[derive(Clone, Debug)]
pub(crate) struct RealLine {
    pub(crate) line: driver::Line,
    pub(crate) sinks: driver::Sinks,
    pub(crate) clock: Arc<dyn Clock>,
    /// The line's own key.
    pub(crate) key: Sensitive<[u8; 32]>,
    /// Where its moderation policy is read from.
    pub(crate) place: Arc<PolicyPlace>,
}

#[async_trait]
impl OpenLine for RealLine {
    async fn serve(&self, source: Box<dyn FrameSource>, sink: Box<dyn FrameSink>, peer: Peer) {
        self.line.serve(source, sink, peer).await;
    }

    async fn invite(&self, role: Role, clearance: Option<Clearance>) -> Result<[u8; 32], NotNow> {
        let invited = self.line.invite_cleared(role, clearance);
        invited.await.map_err(|error| {
            tracing::warn!(reason = %error, "an invitation could not be made");
            NotNow
        })
    }

    async fn keep(&self, wish: KeepWish) -> Result<KeepAnswer, NotNow> {
        self.line.keep(wish).await.map_err(|_| NotNow)
    }

    async fn vault(&self, wish: VaultWish) -> Result<VaultAnswer, NotNow> {
        self.line.vault(wish).await.map_err(|_| NotNow)
    }

    async fn invitation(&self, secret: [u8; 32]) -> Result<Option<Role>, NotNow> {
        self.line.invitation(secret).await.map_err(|_| NotNow)
    }

    async fn staff(&self) -> Result<Vec<StaffMember>, NotNow> {
        self.line.staff().await.map_err(|_| NotNow)
    }

    async fn clear(&self, account: AccountId, clearance: Clearance) -> Result<(), NotNow> {
        let cleared = self.line.clear(account, clearance);
        cleared.await.map_err(|_| NotNow)
    }

    async fn dismiss(&self, account: AccountId) -> Result<(), NotNow> {
        self.line.dismiss(account).await.map_err(|_| NotNow)
    }

    async fn drill(&self) -> Vec<Called> {
        drill::call_everybody(&self.sinks, &*self.clock).await
    }

    async fn logs(&self) -> Result<Vec<(RoomName, Seq)>, NotNow> {
        self.line.logs().await.map_err(|_| NotNow)
    }

    async fn audit(&self, log: &RoomName) -> Result<String, AuditFailure> {
        self.line.audit(log, self.clock.now(), &self.key).await
    }

    async fn tally(&self, from: Timestamp, until: Timestamp) -> Result<Counts, AuditFailure> {
        self.line.tally(from, until).await
    }

    async fn read_policy(&self) -> Result<PolicyId, NotChanged> {
        let (place, line) = (Arc::clone(&self.place), self.line.clone());
        // Whoever asked may go: what was begun is done to its end.
        let read = tokio::spawn(place.read_again(line)).await;
        read.map_err(|_| NotChanged::CutShort)?
    }

    async fn policy(&self) -> Option<PolicyId> {
        Some(self.place.current().await)
    }

    fn health(&self) -> Vitals {
        let health = self.line.health();
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
        self.line.counters().named()
    }

    fn line_counts(&self) -> LineCounts {
        self.line.line_counts()
    }
}
