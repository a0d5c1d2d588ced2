//! What the engine says.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Asker;
use super::Barred;
use super::ConnId;
use super::ListedRoom;
use super::MatterDetail;
use super::MatterView;
use super::MyRoom;
use super::NormsView;
use super::OfferView;
use super::PlaceView;
use super::PresentView;
use super::QueueView;
use super::ShiftView;
use super::TalkView;
use super::VaultView;
use crate::identity::Admission;
use crate::identity::Lack;
use crate::identity::Ticket;
use crate::log::Card;
use crate::log::CaseView;
use crate::log::Due;
use crate::log::Entry;
use crate::log::KeepAnswer;
use crate::log::Kept;
use crate::log::Passing;
use crate::log::PutOutcome;
use crate::log::Task;
use crate::log::VaultAnswer;
use crate::room::NotNow;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Erased;
use crate::vocab::KeyName;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What the engine says. Imperative: the driver does it.
///
/// Outputs behind a [`Output::Commit`] may be acted on only once that commit is durable.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// Make this durable, all or nothing.
    Commit(Box<Batch>),
    /// Send this entry to everybody who receives the room.
    Publish {
        /// Which log.
        room: RoomName,
        /// Where it stands.
        seq: Seq,
        /// The entry.
        entry: Arc<Entry>,
    },
    /// Answer a request.
    Answer {
        /// Whom.
        asker: Asker,
        /// The put, where it was one.
        put: Option<(RoomName, Cid)>,
        /// What.
        answer: Answer,
    },
    /// Let somebody in.
    Welcome {
        /// The connection.
        conn: ConnId,
        /// Their roles in force.
        roles: Vec<Role>,
        /// Their roles that rest until they log in.
        resting: Vec<Role>,
        /// Whether a login is missing: for roles that rest, or for an invitation that waits for one.
        login: bool,
        /// How they stand.
        admission: Admission,
        /// What they lack, as newcomers; until they bring it, they reach responders alone.
        lack: Option<Lack>,
        /// Whether they proved one room and nothing else: they reach that and responders.
        visits: bool,
    },
    /// Keep somebody out: the invitation they brought does not hold.
    Turn {
        /// The connection.
        conn: ConnId,
    },
    /// Send a room to somebody.
    Open {
        /// The connection.
        conn: ConnId,
        /// Its number for the request.
        reference: Option<u64>,
        /// Which room.
        room: RoomName,
        /// Up to where nothing is kept any more.
        base: Seq,
        /// The last entry.
        head: Seq,
        /// Their name there.
        who: OccupantId,
        /// Their role there.
        role: Role,
        /// How people talk there, where people do.
        talk: Option<Box<TalkView>>,
    },
    /// Do not send a room to somebody.
    RefuseOpen {
        /// What stands in the way, where more is to be said.
        barred: Option<Box<Barred>>,
        /// The connection.
        conn: ConnId,
        /// Its number for the request.
        reference: Option<u64>,
        /// Which room.
        room: RoomName,
        /// Whether a login of staff may change that.
        login: bool,
    },
    /// Stop sending a room to a person who left it.
    Expel {
        /// Which connections.
        conns: Vec<ConnId>,
        /// Which room.
        room: RoomName,
    },
    /// Stop sending what only staff read: the login has ended.
    Rest {
        /// The connection.
        conn: ConnId,
    },
    /// Tell a room what somebody says in passing.
    Whisper {
        /// Which room.
        room: RoomName,
        /// Who.
        who: OccupantId,
        /// What.
        what: Passing,
    },
    /// Bring a page to a human, then say how it went.
    Page {
        /// The page's work.
        task: Task,
    },
    /// Send a person on their way for good: they were erased.
    Farewell {
        /// Which connections.
        conns: Vec<ConnId>,
    },
    /// Answer the operator about what is kept.
    Kept {
        /// The host's number.
        reference: u64,
        /// What.
        answer: KeepAnswer,
    },
    /// Answer the operator, or a guardian, about the vault.
    Vault {
        /// The host's number.
        reference: u64,
        /// What.
        answer: VaultAnswer,
    },
    /// Answer the operator's invitation.
    Invited {
        /// The host's number.
        reference: u64,
        /// The secret to hand over, once.
        secret: Sensitive<[u8; 32]>,
    },
    /// Tell the operator that what they wanted of somebody of staff is done.
    Settled {
        /// The host's number.
        reference: u64,
    },
}

/// Everything that one act changes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Batch {
    /// Entries in the order they were made, each with its place.
    pub entries: Vec<(RoomName, Seq, Arc<Entry>)>,
    /// The act's idempotency key.
    pub put: Option<PutRecord>,
    /// Earlier entries whose words this act destroys.
    pub tombs: Vec<(RoomName, Seq)>,
    /// Work to put in.
    pub work: Vec<Due>,
    /// Work that is done with, by key.
    pub settle: Vec<String>,
    /// Keys that are destroyed once this is durable, and with them all that they sealed.
    pub forget: Vec<KeyName>,
    /// Logs in which what people say here is never to be readable from what is stored.
    pub fleeting: BTreeSet<RoomName>,
    /// Who is erased with this act.
    pub erasure: Option<Box<Erasure>>,
    /// Logs that are destroyed before any entry of this act.
    pub drops: BTreeSet<RoomName>,
}

/// A person who is taken out of the logs.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Erasure {
    /// Who.
    pub person: Erased,
    /// The entries that name them, of this act or before: each is rewritten without them.
    pub entries: BTreeSet<(RoomName, Seq)>,
    /// Logs that are destroyed whole.
    pub logs: Vec<RoomName>,
    /// What they sent, which is forgotten: where, under which name, and as which.
    pub puts: Vec<(RoomName, OccupantId, Cid)>,
}

/// The idempotency key of a put, and what a retry is told.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct PutRecord {
    /// Which room it was put to.
    pub room: RoomName,
    /// By whom, under their name there.
    pub who: OccupantId,
    /// The client's id.
    pub cid: Cid,
    /// Where its entry stands, where it has one in that room.
    pub seq: Option<Seq>,
    /// What it came to.
    pub outcome: PutOutcome,
    /// When it may be forgotten.
    pub expires: Timestamp,
}

/// The answer to a request.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// Done.
    Done {
        /// Where the put's entry stands.
        seq: Option<Seq>,
    },
    /// A person looks at it first.
    Held {
        /// The record.
        decision: DecisionId,
    },
    /// What was asked for.
    Told(Info),
    /// Refused.
    Refused {
        /// Why.
        why: Why,
        /// When a retry can help.
        retry: Option<Millis>,
        /// The record that explains it.
        decision: Option<DecisionId>,
        /// In plain language.
        say: Option<String>,
    },
    /// Refused, with what there is instead.
    Barred(Box<Barred>),
}

impl Answer {
    /// Says that it is done; where its entry stands is filled in when the turn ends.
    pub(super) const DONE: Self = Self::Done { seq: None };

    /// Refuses without further words.
    #[must_use]
    pub const fn refuse(why: Why) -> Self {
        Self::Refused {
            why,
            retry: None,
            decision: None,
            say: None,
        }
    }
}

/// Why a request was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Why {
    /// It makes no sense here.
    OutOfPlace,
    /// Not a member, or not allowed.
    Denied,
    /// The role rests until its bearer logs in.
    Login,
    /// This needs a login that is minutes old.
    FreshLogin,
    /// What it speaks of is no longer there.
    Gone,
    /// Over a limit.
    TooBig,
    /// Too fast.
    Rate,
    /// The same id came before with another content.
    CidReused,
    /// Too old: nobody knows any more whether it was done.
    Stale,
    /// Please look again.
    Nudge,
    /// Against the rules.
    Blocked,
    /// Not now, by the manner of the room.
    NotNow(NotNow),
}

/// What was asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Info {
    /// Who is there.
    Line {
        /// Supporters on shift.
        supporters: usize,
        /// Responders connected.
        responders: usize,
    },
    /// A place in line; none where the person does not wait.
    Place(Option<Box<PlaceView>>),
    /// The person's rooms.
    Rooms(Vec<MyRoom>),
    /// Open cases, most urgent first, and whether each is the asker's own.
    Cases(Vec<(CaseView, bool)>),
    /// Open offers.
    Offers(Vec<OfferView>),
    /// The person's own shift.
    Shift(ShiftView),
    /// The line of those who wait, for who supervises.
    Waiting(QueueView),
    /// Real help.
    Card(Box<Card>),
    /// The rooms of the directory.
    Directory(Vec<ListedRoom>),
    /// Tickets into rooms.
    Tickets(Vec<Ticket>),
    /// What holds in a room.
    Norms(Box<NormsView>),
    /// Who is in a room.
    Present(PresentView),
    /// A login of staff.
    Login {
        /// The roles in force now.
        roles: Vec<Role>,
        /// When the login ends.
        until: Timestamp,
        /// When a passkey last verified its owner.
        verified: Timestamp,
    },
    /// What waits for moderators.
    Queue(Vec<MatterView>),
    /// One matter of the queue; the host adds what was said around it.
    Matter(Box<MatterDetail>),
    /// What is kept about the person.
    Kept(Kept),
    /// What it takes to leave an emergency contact, and what lies there.
    Vault(Box<VaultView>),
}
