//! What connections and the loop say to each other.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use futures_channel::mpsc;
use futures_channel::oneshot;

use super::logins::StaffMember;
use crate::engine::ConnId;
use crate::engine::Input;
use crate::engine::MatterDetail;
use crate::identity::Knock;
use crate::identity::Principal;
use crate::identity::RoomProof;
use crate::identity::StaffClaims;
use crate::log::KeepAnswer;
use crate::log::KeepWish;
use crate::log::Passing;
use crate::log::VaultAnswer;
use crate::log::VaultWish;
use crate::moderation::ModerationPolicy;
use crate::moderation::Scores;
use crate::moderation::Turned;
use crate::protocol::Address;
use crate::protocol::Sig;
use crate::session::Answer;
use crate::session::Joined;
use crate::session::Published;
use crate::session::PutRequest;
use crate::session::Question;
use crate::session::RoomOpened;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::Clearance;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;

/// From a connection, or the operator, to the loop.
#[derive(Debug)]
pub(super) enum Message {
    Arrive(Box<Arrival>),
    Leave(ConnId),
    Open {
        conn: ConnId,
        reference: Option<u64>,
        room: Address,
        proof: Option<Box<RoomProof>>,
    },
    Close {
        conn: ConnId,
        room: Address,
    },
    Put {
        conn: ConnId,
        put: Box<PutRequest>,
        scores: Scores,
    },
    Ask {
        conn: ConnId,
        reference: u64,
        question: Question,
    },
    Login {
        conn: ConnId,
        reference: u64,
        claims: Box<StaffClaims>,
    },
    Pass {
        conn: ConnId,
        room: Address,
        what: Passing,
    },
    Invite {
        gives: (Role, Option<Clearance>),
        reply: oneshot::Sender<Sensitive<[u8; 32]>>,
    },
    Keep {
        wish: KeepWish,
        reply: oneshot::Sender<KeepAnswer>,
    },
    Vault {
        wish: VaultWish,
        reply: oneshot::Sender<VaultAnswer>,
    },
    Invitation {
        secret: Sensitive<[u8; 32]>,
        reply: oneshot::Sender<Option<Role>>,
    },
    Staff {
        reply: oneshot::Sender<Vec<StaffMember>>,
    },
    Clear {
        whom: (AccountId, Clearance),
        reply: oneshot::Sender<()>,
    },
    Dismiss {
        account: AccountId,
        reply: oneshot::Sender<()>,
    },
    Turned {
        model: String,
        turned: Turned,
    },
    Moderate {
        policy: Arc<dyn ModerationPolicy>,
        reply: oneshot::Sender<()>,
    },
    Drain {
        again: Millis,
        done: oneshot::Sender<()>,
    },
}

/// Somebody who proved who they are.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    pub(super) conn: ConnId,
    pub(super) outbox: Outbox,
    pub(super) principal: Principal,
    pub(super) language: Language,
    pub(super) country: Option<Sensitive<String>>,
    pub(super) invite: Option<Sensitive<[u8; 32]>>,
    pub(super) knock: Knock,
}

impl Arrival {
    /// Returns what the engine is told.
    pub(super) fn connect(&self) -> Input {
        Input::Connect {
            conn: self.conn,
            principal: self.principal.clone(),
            language: self.language.clone(),
            country: self.country.clone(),
            invite: self.invite,
            knock: Some(Box::new(self.knock.clone())),
        }
    }

    /// Returns what an engine is told that was built anew.
    pub(super) fn resume(&self) -> Input {
        Input::Resume {
            conn: self.conn,
            principal: self.principal.clone(),
            language: self.language.clone(),
            country: self.country.clone(),
            knock: Some(Box::new(self.knock.clone())),
        }
    }
}

/// From the loop to a connection.
#[derive(Debug)]
pub(super) enum ToConn {
    Joined(Joined),
    RefuseJoin,
    Opened(Box<RoomOpened>),
    RefuseOpen {
        reference: Option<u64>,
        room: Address,
        barred: Option<Box<Answer>>,
    },
    Expelled(Address),
    Published(Arc<Published>),
    Behind,
    PutAnswered {
        reference: u64,
        room: Address,
        cid: Cid,
        answer: Answer,
    },
    AskAnswered {
        reference: u64,
        answer: Answer,
    },
    /// A matter for a moderator; the connection adds what was said around it.
    Matter {
        reference: u64,
        detail: Box<MatterDetail>,
    },
    Sig(Box<Sig<'static>>),
    Drain(Millis),
    UnknownOutcome,
    Farewell,
}

/// The way to one connection: bounded, and never waited for. What does not fit is not lost: the
/// connection learns how far the log reaches and reads the rest itself.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    sender: mpsc::Sender<ToConn>,
    behind: Arc<Mutex<BTreeMap<RoomName, Seq>>>,
}

/// How many messages may wait for one connection: some seconds of a busy room.
const CAPACITY: usize = 512;

impl Outbox {
    pub(super) fn new() -> (Self, mpsc::Receiver<ToConn>) {
        let (sender, receiver) = mpsc::channel(CAPACITY);
        (
            Self {
                sender,
                behind: Arc::default(),
            },
            receiver,
        )
    }

    /// Hands over an entry; returns whether the connection is behind.
    pub(super) fn publish(&mut self, published: &Arc<Published>) -> bool {
        if self
            .sender
            .try_send(ToConn::Published(published.clone()))
            .is_ok()
        {
            return false;
        }
        self.reach(published.room().clone(), published.seq());
        true
    }

    /// Says how far a log reaches; the connection reads what it lacks.
    pub(super) fn reach(&mut self, room: RoomName, head: Seq) {
        let mut behind = self.behind.lock().unwrap_or_else(PoisonError::into_inner);
        let known = behind.entry(room).or_default();
        *known = head.max(*known);
        drop(behind);
        // If this does not fit either, there is something to take, and the connection looks at what
        // it is behind in after each take.
        let _ = self.sender.try_send(ToConn::Behind);
    }

    /// Returns whether nobody takes what is sent.
    pub(super) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    /// Hands over anything else; `false` where the connection is gone or does not read.
    pub(super) fn send(&mut self, message: ToConn) -> bool {
        self.sender.try_send(message).is_ok()
    }

    /// Returns where the connection is behind.
    pub(super) fn take_behind(&self) -> BTreeMap<RoomName, Seq> {
        std::mem::take(&mut *self.behind.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn close(&mut self) {
        self.sender.close_channel();
    }
}
