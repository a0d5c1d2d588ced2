//! What the engine is told.

use std::sync::Arc;

use crate::identity::Knock;
use crate::identity::Principal;
use crate::identity::RoomProof;
use crate::identity::StaffClaims;
use crate::identity::WeekKeys;
use crate::log::Act;
use crate::log::KeepWish;
use crate::log::Passing;
use crate::log::Task;
use crate::log::VaultWish;
use crate::moderation::Matter;
use crate::moderation::Scores;
use crate::moderation::Turned;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::Clearance;
use crate::vocab::Digest;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Sensitive;

/// One connection, numbered by the host; lives in memory alone.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ConnId(u64);

impl ConnId {
    /// Makes the number of a connection.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }
}

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct Asker {
    /// The connection.
    pub conn: ConnId,
    /// Its number for the request.
    pub reference: u64,
}

/// What the engine is told. Present tense.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Input {
    /// The host is up and replay is over: whoever is not back in time counts as gone.
    Start,
    /// Somebody proved who they are.
    Connect {
        /// The connection.
        conn: ConnId,
        /// Who.
        principal: Principal,
        /// The language of explanations.
        language: Language,
        /// ISO 3166 country, for helplines alone.
        country: Option<Sensitive<String>>,
        /// The secret of a staff invitation.
        invite: Option<Sensitive<[u8; 32]>>,
        /// What they bring for the gate; `None` where the host keeps none.
        knock: Option<Box<Knock>>,
    },
    /// Somebody who was let in before is still connected to an engine that was built anew.
    Resume {
        /// The connection.
        conn: ConnId,
        /// Who.
        principal: Principal,
        /// The language of explanations.
        language: Language,
        /// ISO 3166 country, for helplines alone.
        country: Option<Sensitive<String>>,
        /// What they brought for the gate.
        knock: Option<Box<Knock>>,
    },
    /// A connection ended.
    Disconnect {
        /// Which.
        conn: ConnId,
    },
    /// Somebody wants to receive a room.
    Open {
        /// The connection.
        conn: ConnId,
        /// Its number for the request.
        reference: Option<u64>,
        /// Which room.
        room: RoomName,
    },
    /// Somebody wants to receive a room that they show proof for.
    OpenWith {
        /// The connection.
        conn: ConnId,
        /// Its number for the request.
        reference: Option<u64>,
        /// Which room.
        room: RoomName,
        /// The proof.
        proof: Box<RoomProof>,
    },
    /// Somebody who was let in before is still in a room under a name of the room's own.
    Rename {
        /// The connection.
        conn: ConnId,
        /// The room.
        room: RoomId,
        /// The name.
        who: OccupantId,
    },
    /// Somebody wants tickets.
    Tickets {
        /// Who.
        asker: Asker,
        /// For which room keys, hidden.
        binds: Vec<Digest>,
        /// Randomness that is used for nothing else.
        draw: Seed,
    },
    /// The keys of the weeks that count, whenever they change.
    Weeks(Arc<WeekKeys>),
    /// Somebody wants something changed.
    Put(Box<Put>),
    /// Somebody wanted something changed longer ago than puts are remembered: it is refused as
    /// stale, and a call for a person or a sign of danger in it is heard.
    PutLate(Box<Put>),
    /// Somebody wants to know something.
    Ask {
        /// Who.
        asker: Asker,
        /// What.
        question: Question,
    },
    /// Somebody who is connected logs in as staff, or does so anew; the host checked the token.
    Login {
        /// Who.
        asker: Asker,
        /// What the token says.
        claims: StaffClaims,
    },
    /// Somebody says something in passing.
    Pass {
        /// The connection.
        conn: ConnId,
        /// Where.
        room: RoomName,
        /// What.
        what: Passing,
    },
    /// Work is due.
    Due {
        /// What.
        task: Task,
    },
    /// A page went out, or did not.
    Paged {
        /// The page's work.
        task: Task,
        /// Whether the other side took it.
        delivered: bool,
    },
    /// The operator invites somebody to be staff.
    Invite {
        /// The host's number for the answer.
        reference: u64,
        /// As what.
        role: Role,
        /// Cleared for what, where that is not what the line clears everybody for.
        clearance: Option<Clearance>,
    },
    /// The operator clears a supporter for something of their own.
    Clear {
        /// The host's number for the answer.
        reference: u64,
        /// Whom.
        account: AccountId,
        /// For what.
        clearance: Clearance,
    },
    /// The operator asks about what is kept.
    Keep {
        /// The host's number for the answer.
        reference: u64,
        /// What.
        wish: KeepWish,
    },
    /// The operator, or a guardian, asks something of the vault.
    Vault {
        /// The host's number for the answer.
        reference: u64,
        /// What.
        wish: VaultWish,
    },
    /// The operator takes every role of staff back from somebody.
    Dismiss {
        /// The host's number for the answer.
        reference: u64,
        /// From whom.
        account: AccountId,
    },
    /// A model outside is left alone from now on, or asked again.
    ModelTurned {
        /// Which, by its name in the policy.
        model: String,
        /// Which of the two.
        turned: Turned,
    },
    /// Time has passed.
    Tick,
}

/// Somebody wants something changed.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Put {
    /// Who waits for the answer.
    pub asker: Asker,
    /// Which room.
    pub room: RoomName,
    /// The key of retries.
    pub cid: Cid,
    /// What it holds.
    pub digest: Digest,
    /// Sent again after a nudge.
    pub over: bool,
    /// What it asks for.
    pub act: Act,
    /// What models outside say about its words.
    pub scores: Scores,
}

/// A question that changes nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Question {
    /// Who is there.
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
    /// Real help.
    Resources {
        /// For which country; the connection's own where missing.
        country: Option<Sensitive<String>>,
    },
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
    /// What it takes to leave an emergency contact, and what lies there of me.
    Vault,
    /// The same of the person of a case, and how requests about it stand.
    VaultOf {
        /// Which case.
        case: CaseId,
    },
}
