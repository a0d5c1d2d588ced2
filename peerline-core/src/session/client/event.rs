//! What a client session tells its host.

use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Ev;
use crate::protocol::Gap;
use crate::protocol::Hail;
use crate::protocol::Opened;
use crate::protocol::Refused;
use crate::protocol::Sig;
use crate::protocol::Taken;
use crate::protocol::Welcome;
use crate::vocab::Cid;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Something the host should do or show.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ClientEvent {
    /// Dial now, then call [`connected`](super::ClientSession::connected) or
    /// [`disconnected`](super::ClientSession::disconnected).
    Dial,
    /// End the present link and forget what it still brings. The session has left it already.
    HangUp,
    /// Sign this and call [`signed`](super::ClientSession::signed).
    SignNeeded(Hail),
    /// The line knows who this is.
    Welcomed(Welcome),
    /// Everything there is has arrived.
    Live,
    /// Connected, and something is still on its way.
    CatchingUp,
    /// Nothing has been heard since.
    Stale {
        /// Since when.
        since: Timestamp,
    },
    /// A room is open; its entries follow.
    Opened(Opened),
    /// Prove the key of a room and call [`proved`](super::ClientSession::proved).
    ProofNeeded {
        /// Which room.
        room: RoomId,
        /// What to sign.
        hail: Hail,
        /// Whether it takes a ticket.
        fresh: bool,
    },
    /// A room cannot be had, and was closed.
    RoomRefused {
        /// Which room.
        room: Address,
        /// Why.
        refused: Refused,
    },
    /// The next entry of a room: in order, once, without a hole that no [`ClientEvent::Gap`] names.
    Entry(Ev<'static>),
    /// Entries that will not come, or a log that starts anew.
    Gap(Gap),
    /// An entry of a page that was asked for with
    /// [`older`](super::ClientSession::older): it stands before what the room gave.
    Older {
        /// Which page.
        reference: u64,
        /// The entry.
        ev: Ev<'static>,
    },
    /// A page is complete.
    OlderDone {
        /// Which page.
        reference: u64,
        /// Its last entry; `None` where there was none.
        last: Option<Seq>,
    },
    /// A put is done.
    PutDone {
        /// Which.
        cid: Cid,
        /// The answer.
        taken: Taken<'static>,
    },
    /// A put is kept, and a person looks at it first.
    PutHeld {
        /// Which.
        cid: Cid,
        /// The answer.
        taken: Taken<'static>,
    },
    /// A put is not done and will not be.
    PutRefused {
        /// Which.
        cid: Cid,
        /// Why.
        refused: Refused,
    },
    /// The author should read this, then edit and put anew, or
    /// [`put_over`](super::ClientSession::put_over).
    PutNudged {
        /// Which.
        cid: Cid,
        /// What to read.
        refused: Refused,
    },
    /// A question is answered.
    Answer {
        /// Which.
        reference: u64,
        /// The answer.
        taken: Taken<'static>,
    },
    /// A question is not answered.
    AnswerRefused {
        /// Which.
        reference: u64,
        /// Why.
        refused: Refused,
    },
    /// Something that is never kept.
    Sig(Sig<'static>),
    /// The line does not want this client back: nothing follows.
    Ended {
        /// Why.
        code: Code,
    },
}

/// What a client shows, always one of three.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LinkState {
    /// Everything there is has arrived.
    Live,
    /// Connected, and something is still on its way.
    CatchingUp,
    /// Nothing has been heard since.
    Stale {
        /// Since when.
        since: Timestamp,
    },
}

impl From<LinkState> for ClientEvent {
    fn from(state: LinkState) -> Self {
        match state {
            LinkState::Live => Self::Live,
            LinkState::CatchingUp => Self::CatchingUp,
            LinkState::Stale { since } => Self::Stale { since },
        }
    }
}
