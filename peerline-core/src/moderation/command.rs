//! What people do about decisions and messages.

use super::Judgement;
use super::Matter;
use super::ReportGround;
use super::Ruling;
use crate::vocab::AccountId;
use crate::vocab::DecisionId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

/// Something that a person does about a decision or a message. Whether they may at all, by role
/// and membership, is checked before.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// The author appeals.
    Appeal {
        /// Who.
        account: AccountId,
        /// Against which decision.
        decision: DecisionId,
        /// Why.
        text: Text,
    },
    /// A moderator decides an appeal.
    Review {
        /// Who.
        by: AccountId,
        /// Which decision.
        decision: DecisionId,
        /// How.
        ruling: Ruling,
        /// Why, for the author to read.
        reason: Text,
    },
    /// A moderator lets a held message be published.
    Release {
        /// Who.
        by: AccountId,
        /// Which decision.
        decision: DecisionId,
    },
    /// A moderator keeps a held message from being published. It is a decision of its own, with
    /// its own time for an appeal.
    Withhold {
        /// Who.
        by: AccountId,
        /// Which decision.
        decision: DecisionId,
    },
    /// A moderator takes back a decision that nobody appealed against: their own, where they see
    /// better now, or somebody else's.
    Undo {
        /// Who.
        by: AccountId,
        /// Which decision.
        decision: DecisionId,
    },
    /// A moderator decides about a message, or about somebody, of their own.
    Judge(Box<Judgement>),
    /// Somebody looks at a matter from now on.
    Claim {
        /// Who looks.
        by: AccountId,
        /// At what.
        matter: Matter,
    },
    /// Somebody does not look at a matter any more.
    GiveBack {
        /// Who.
        by: AccountId,
        /// At what.
        matter: Matter,
    },
    /// A moderator lets a reported message stay.
    Dismiss {
        /// Who.
        by: AccountId,
        /// Where.
        room: RoomName,
        /// Which message.
        entry: Seq,
    },
    /// A member reports a message.
    Report {
        /// Who.
        by: AccountId,
        /// Where.
        room: RoomName,
        /// Which message.
        seq: Seq,
        /// Why.
        ground: ReportGround,
    },
    /// Closes the decisions whose time for an appeal is over; see
    /// [`State::closes_at`](super::State::closes_at).
    Close,
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such decision, or it is closed.
    #[error("there is no such decision, or its time for an appeal is over")]
    Unknown,
    /// Only the author may appeal.
    #[error("only the author of the message can appeal")]
    NotYours,
    /// There is an appeal already.
    #[error("there is an appeal already")]
    AlreadyAppealed,
    /// There is no appeal to decide.
    #[error("there is no appeal to decide")]
    NotAppealed,
    /// The author, or who decided, cannot judge it.
    #[error("neither the author nor who decided can judge this")]
    NotImpartial,
    /// Only a held message can be released or withheld.
    #[error("only a held message can be released or withheld")]
    NotHeld,
    /// Somebody else looks at it.
    #[error("somebody else looks at this")]
    Claimed,
    /// It was released, reviewed or undone.
    #[error("this was settled already")]
    Settled,
}
