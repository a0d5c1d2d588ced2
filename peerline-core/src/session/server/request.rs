//! What a server session and its host say to each other.

use std::sync::Arc;

use serde::Serialize;

use crate::log::Act;
use crate::log::Passing;
use crate::moderation::Matter;
use crate::protocol::Address;
use crate::protocol::Body;
use crate::protocol::Chain;
use crate::protocol::Code;
use crate::protocol::Ev;
use crate::protocol::GateLack;
use crate::protocol::HailGate;
use crate::protocol::Hello;
use crate::protocol::Join;
use crate::protocol::MannerBody;
use crate::protocol::NormsBody;
use crate::protocol::Scope;
use crate::protocol::Status;
use crate::protocol::Ways;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Digest;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What a client has to sign, made by the host for one connection.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Challenge {
    /// The line's id.
    pub line: [u8; 32],
    /// A nonce, never used before.
    pub nonce: [u8; 32],
    /// When it was made.
    pub now: Timestamp,
    /// What newcomers are asked for.
    pub gate: Option<HailGate>,
}

/// What a session asks its host to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Request {
    /// Check who the client is; answer with [`ServerSession::joined`](super::ServerSession::joined)
    /// or [`ServerSession::refuse_join`](super::ServerSession::refuse_join).
    Join(Box<Hello>),
    /// Start to send a room's entries.
    Open {
        /// The client's number.
        reference: Option<u64>,
        /// Which room.
        room: Address,
        /// Proof for it.
        join: Option<Box<Join>>,
    },
    /// Stop sending a room's entries.
    Close {
        /// Which room.
        room: Address,
    },
    /// Do what a put asks for.
    Put(Box<PutRequest>),
    /// Answer a question.
    Ask {
        /// The client's number.
        reference: u64,
        /// What.
        question: Question,
    },
    /// Tell the others in a room what this client says in passing.
    Pass {
        /// Which room.
        room: Address,
        /// What.
        what: Passing,
    },
    /// Read entries of a room's log.
    Read {
        /// Which room.
        room: Address,
        /// The client's name there: what it may see as its own.
        who: OccupantId,
        /// Behind which entry.
        after: Seq,
        /// At most so many.
        limit: usize,
        /// What it is read for; [`Entries::to`] says the same.
        to: ReadFor,
    },
}

/// What entries are read for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReadFor {
    /// To bring the client up to the end of the log.
    Feed,
    /// A page that the client asked for under this number.
    Page(u64),
}

/// A put whose body was read.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the session makes it")]
pub struct PutRequest {
    /// The client's number.
    pub reference: u64,
    /// Which room.
    pub room: Address,
    /// The key of retries.
    pub cid: Cid,
    /// What the put holds, hashed: a retry must hold the same.
    pub digest: Digest,
    /// How many seconds ago the client made it.
    pub age_s: u64,
    /// Sent again after a nudge.
    pub over: bool,
    /// It is older than `dedupe`, and must not be done: the answer is `stale`. A call for a person
    /// or a sign of danger in it is to be heard before that is said. Nothing else comes so late.
    pub late: bool,
    /// What it asks for.
    pub act: Act,
}

/// A question that changes nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Question {
    /// What the line is.
    Line,
    /// My place in line.
    Place,
    /// My rooms.
    Rooms,
    /// Open cases.
    Cases,
    /// Offers open to me.
    Offers,
    /// The rooms of the directory.
    Directory,
    /// What holds in a room.
    Norms {
        /// Which room.
        room: RoomId,
        /// In which language; the connection's own where missing.
        language: Option<Language>,
    },
    /// Who is in a room.
    Present {
        /// Which room.
        room: RoomId,
    },
    /// Tickets into rooms.
    Tickets {
        /// For which room keys, hidden.
        binds: Vec<Digest>,
    },
    /// Blind tickets, or which key they are made with.
    Blind {
        /// What is to be evaluated; empty where the key is asked for.
        blinded: Vec<[u8; 32]>,
    },
    /// Real help for a country and language.
    Resources {
        /// ISO 3166 country.
        country: Option<String>,
    },
    /// Take this token of a staff login.
    Login {
        /// The token, not yet checked.
        token: Sensitive<String>,
    },
    /// What waits for moderators.
    Queue,
    /// One matter of the queue, with its words.
    Matter(Matter),
    /// What is kept about me.
    Kept,
    /// How the asker's own shift stands.
    Shift,
    /// Who waits, and who is on shift.
    Waiting,
    /// My locker.
    Locker,
    /// What it takes to leave an emergency contact, and what lies there: of me, or of the person of
    /// a case.
    Vault {
        /// Which case, where it is about that.
        case: Option<CaseId>,
    },
}

/// The client is who it says.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Joined {
    /// Its roles in force.
    pub roles: Vec<Role>,
    /// Its roles that rest until it logs in as staff.
    pub resting: Vec<Role>,
    /// What is wrong with its login, as in [`Me::login`](crate::protocol::Me::login).
    pub login: Option<&'static str>,
    /// `welcome`, `probation` or `help_only`.
    pub standing: &'static str,
    /// What a newcomer lacks.
    pub gate: Option<GateLack>,
}

/// A room may be sent.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct RoomOpened {
    /// The client's number.
    pub reference: Option<u64>,
    /// Which room.
    pub room: Address,
    /// The epoch of its log.
    pub epoch: u64,
    /// Entries up to here are no longer kept.
    pub base: Seq,
    /// The last entry.
    pub head: Seq,
    /// The running hash there.
    pub h: Chain,
    /// The client's name there.
    pub who: OccupantId,
    /// The client's role there.
    pub role: Role,
    /// What it may do there.
    pub caps: Vec<String>,
    /// When a fresh ticket is needed.
    pub until: Option<Timestamp>,
    /// How people talk there, where people do.
    pub talk: Option<Box<OpenedTalk>>,
    /// The room's number, where the connection has short names: the same on all of them.
    pub number: u32,
}

/// How people talk in a room that is opened.
#[derive(Clone, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct OpenedTalk {
    /// The languages, the main one first.
    pub languages: Vec<Language>,
    /// How people talk.
    pub manner: MannerBody,
    /// What holds there.
    pub norms: Option<NormsBody>,
    /// Who has the turn.
    pub turn: Option<OccupantId>,
    /// Who raised a hand, the first one first.
    pub hands: Vec<OccupantId>,
}

/// The answer to a put or a question.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Answer {
    /// Done.
    Done {
        /// Where the put's entry stands.
        seq: Option<Seq>,
        /// Done or held.
        status: Status,
        /// The record that explains a hold.
        decision: Option<DecisionId>,
        /// The answer to a question.
        body: Option<Body<'static>>,
    },
    /// Refused.
    Refused {
        /// Why.
        code: Code,
        /// When a retry can help.
        retry_ms: Option<u64>,
        /// When the author may try again.
        until: Option<Timestamp>,
        /// Which login is missing.
        scope: Option<Scope>,
        /// The record that explains it.
        decision: Option<DecisionId>,
        /// In plain language.
        say: Option<String>,
    },
    /// Refused for good, with what there is instead.
    Barred {
        /// The family of the refusal.
        code: Code,
        /// What stands in the way.
        why: &'static str,
        /// In plain language.
        say: String,
        /// What there is instead.
        ways: Ways,
    },
}

impl Answer {
    /// Tells what was asked for.
    #[must_use]
    pub fn told(body: &impl Serialize) -> Self {
        Self::Done {
            seq: None,
            status: Status::Done,
            decision: None,
            body: Some(Body::of(body)),
        }
    }

    /// Refuses without further words.
    #[must_use]
    pub const fn refuse(code: Code) -> Self {
        Self::Refused {
            code,
            retry_ms: None,
            until: None,
            scope: None,
            decision: None,
            say: None,
        }
    }
}

/// A page of a log, as this client may see it.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Entries {
    /// Which room.
    pub room: Address,
    /// Behind which entry was read, as the request said.
    pub after: Seq,
    /// What was read for.
    pub to: ReadFor,
    /// The entries, in order; empty where none is left.
    pub entries: Vec<Ev<'static>>,
}

/// Bytes to send.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Transmit {
    /// For this connection alone.
    Own(Vec<u8>),
    /// The same bytes for everybody.
    Shared(Arc<[u8]>),
}

impl Transmit {
    /// Returns the bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}
