//! The handle of a running line.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use futures_channel::mpsc;
use futures_channel::oneshot;

use super::Counters;
use super::Health;
use super::LineCounts;
use super::LineProfile;
use super::Ports;
use super::connection;
use super::counters::Gauges;
use super::counters::Tally;
use super::line_tally::LineTally;
use super::logins::StaffMember;
use super::message::Message;
use super::scoring::Models;
use super::weeks::Gatekeeper;
use crate::identity::Asks;
use crate::identity::StaffTerms;
use crate::log::KeepAnswer;
use crate::log::KeepWish;
use crate::log::VaultAnswer;
use crate::log::VaultWish;
use crate::moderation::ModerationPolicy;
use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::protocol::Encoding;
use crate::sealing::Sealed;
use crate::vocab::AccountId;
use crate::vocab::Clearance;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Seed;
use crate::vocab::Sensitive;

/// A running line: cheap to clone, shared by every transport.
#[derive(Clone, Debug)]
pub struct Line {
    pub(super) shared: Arc<Shared>,
    pub(super) inbox: mpsc::Sender<Message>,
}

/// What every connection needs.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) ports: Ports,
    pub(super) limits: Limits,
    pub(super) profile: LineProfile,
    pub(super) staff: StaffTerms,
    pub(super) seed: Seed,
    pub(super) gatekeeper: Gatekeeper,
    pub(super) conns: AtomicU64,
    /// How often words were destroyed: what was read before is not to be shown after.
    pub(super) burials: AtomicU64,
    pub(super) tally: Tally,
    /// The models outside.
    pub(super) models: Models,
    pub(super) gauges: Gauges,
    /// The seal around the store, where there is one.
    pub(super) sealed: Option<Arc<Sealed>>,
    /// What newcomers are asked for now.
    pub(super) asks: Mutex<Asks>,
    /// What is counted of the line of those who wait.
    pub(super) line_tally: Mutex<LineTally>,
}

impl Shared {
    pub(super) fn line_tally(&self) -> MutexGuard<'_, LineTally> {
        self.line_tally
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what newcomers are asked for now.
    pub(super) fn asks(&self) -> Asks {
        *self.asks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_asks(&self, asks: Asks) {
        *self.asks.lock().unwrap_or_else(PoisonError::into_inner) = asks;
    }
}

/// What a transport knows of the other side.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Peer {
    /// The origin that the client dialed, as in `https://line.example`: what its join is bound to.
    pub origin: String,
    /// How its frames are encoded, agreed before the first one.
    pub encoding: Encoding,
    /// The network it comes from, shortened so that it is no single address, for gates that count
    /// newcomers; `None` where it is not known. The line keeps a keyed hash of it in memory, for an
    /// hour at most.
    pub network: Option<Sensitive<u64>>,
}

/// The line does not answer its operator.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// The loop has ended.
    #[error("the line is not running")]
    Ended,
    /// It was not taken: the store cannot write, or the role cannot be given.
    #[error("not done: the store cannot write now, or this role is not given by invitation")]
    Refused,
}

impl Line {
    /// Carries one connection to its end.
    ///
    /// # Cancel safety
    /// Dropping the future ends the connection; nothing durable is lost.
    pub async fn serve(&self, source: Box<dyn FrameSource>, sink: Box<dyn FrameSink>, peer: Peer) {
        let n = self.shared.conns.fetch_add(1, Relaxed);
        connection::serve(self, n, (source, sink), peer).await;
    }

    /// Makes a one-time staff invitation and returns its secret; only its digest is kept.
    ///
    /// # Errors
    /// [`AdminError`] where the line does not answer or the role is not staff's.
    ///
    /// # Cancel safety
    /// A dropped future may leave an invitation that nobody knows; it ends by itself.
    pub async fn invite(&self, role: Role) -> Result<[u8; 32], AdminError> {
        self.invite_cleared(role, None).await
    }

    /// Makes a one-time invitation of a supporter who is cleared for something of their own.
    ///
    /// # Errors
    /// As [`Line::invite`]; and where nobody of that role supports people.
    ///
    /// # Cancel safety
    /// As [`Line::invite`].
    pub async fn invite_cleared(
        &self,
        role: Role,
        clearance: Option<Clearance>,
    ) -> Result<[u8; 32], AdminError> {
        let (reply, answer) = oneshot::channel();
        let gives = (role, clearance);
        let invite = Message::Invite { gives, reply };
        self.send(invite).await.map_err(|()| AdminError::Ended)?;
        let secret = answer.await.map_err(|_| AdminError::Refused)?;
        Ok(secret.into_inner())
    }

    /// Asks about what is kept: holds, and what would be destroyed.
    ///
    /// # Errors
    /// [`AdminError`] where the line does not answer, or the store cannot write.
    ///
    /// # Cancel safety
    /// A dropped future may leave a hold; it is listed, and ends by itself.
    pub async fn keep(&self, wish: KeepWish) -> Result<KeepAnswer, AdminError> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Keep { wish, reply })
            .await
            .map_err(|()| AdminError::Ended)?;
        answer.await.map_err(|_| AdminError::Refused)
    }

    /// Asks something of the vault, as the operator or for a guardian who proved to be one.
    ///
    /// # Errors
    /// [`AdminError`] where the line does not answer, or the store cannot write.
    ///
    /// # Cancel safety
    /// What is asked may be done even if the future is dropped; asked again, it changes nothing.
    pub async fn vault(&self, wish: VaultWish) -> Result<VaultAnswer, AdminError> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Vault { wish, reply })
            .await
            .map_err(|()| AdminError::Ended)?;
        answer.await.map_err(|_| AdminError::Refused)
    }

    /// Returns which role an invitation gives, where it can still be redeemed.
    ///
    /// # Errors
    /// [`AdminError::Ended`].
    ///
    /// # Cancel safety
    /// Changes nothing.
    pub async fn invitation(&self, secret: [u8; 32]) -> Result<Option<Role>, AdminError> {
        let secret = Sensitive::new(secret);
        self.ask(|reply| Message::Invitation { secret, reply })
            .await
    }

    /// Returns everybody who has a role of staff.
    ///
    /// # Errors
    /// [`AdminError::Ended`].
    ///
    /// # Cancel safety
    /// Changes nothing.
    pub async fn staff(&self) -> Result<Vec<StaffMember>, AdminError> {
        self.ask(|reply| Message::Staff { reply }).await
    }

    /// Clears a supporter for something of their own; done when it is durable. It holds at once, also
    /// on a shift that runs.
    ///
    /// # Errors
    /// [`AdminError`] where the account does not support people, or the line does not answer or
    /// cannot store it now.
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped.
    pub async fn clear(&self, account: AccountId, clearance: Clearance) -> Result<(), AdminError> {
        let whom = (account, clearance);
        let cleared = self.ask(|reply| Message::Clear { whom, reply });
        cleared.await.map_err(|_| AdminError::Refused)
    }

    /// Takes every role of staff back from an account; done when it is durable.
    ///
    /// # Errors
    /// [`AdminError`] where the line does not answer or cannot store it now.
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped.
    pub async fn dismiss(&self, account: AccountId) -> Result<(), AdminError> {
        let dismissed = self.ask(|reply| Message::Dismiss { account, reply });
        dismissed.await.map_err(|_| AdminError::Refused)
    }

    /// Judges every message from now on by another policy; done when the line goes by it. No message
    /// is judged by halves of two: the line takes one thing at a time.
    ///
    /// # Errors
    /// [`AdminError::Ended`].
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped.
    pub async fn moderate_by(&self, policy: Arc<dyn ModerationPolicy>) -> Result<(), AdminError> {
        self.ask(|reply| Message::Moderate { policy, reply }).await
    }

    async fn ask<T>(
        &self,
        message: impl FnOnce(oneshot::Sender<T>) -> Message,
    ) -> Result<T, AdminError> {
        let (reply, answer) = oneshot::channel();
        self.send(message(reply))
            .await
            .map_err(|()| AdminError::Ended)?;
        answer.await.map_err(|_| AdminError::Ended)
    }

    /// Says goodbye to everybody, who may come back after `again`, and waits until they are gone.
    ///
    /// # Cancel safety
    /// The goodbye is said even if the future is dropped.
    pub async fn drain(&self, again: Millis) {
        let (done, gone) = oneshot::channel();
        if self.send(Message::Drain { again, done }).await.is_ok() {
            // An error means that the loop has ended, and everybody with it.
            let _ = gone.await;
        }
    }

    /// Returns how the line does.
    #[must_use]
    pub fn health(&self) -> Health {
        self.shared.gauges.read()
    }

    /// Returns what the line has counted.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.shared.tally.read()
    }

    /// Returns what was counted of the line of those who wait.
    #[must_use]
    pub fn line_counts(&self) -> LineCounts {
        self.shared.line_tally().counts.clone()
    }

    /// Returns what the line is.
    #[must_use]
    pub fn profile(&self) -> &LineProfile {
        &self.shared.profile
    }

    /// Waits for a place in the loop's inbox and takes it.
    pub(super) async fn send(&self, message: Message) -> Result<(), ()> {
        let mut inbox = self.inbox.clone();
        poll_fn(|cx| inbox.poll_ready(cx)).await.map_err(|_| ())?;
        inbox.start_send(message).map_err(|_| ())
    }
}
