//! What somebody asks for about rooms: to come in, to lead, to talk alone.

use crate::vocab::AskId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Seq;
use crate::vocab::Topic;

/// What a put asks for about a room.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RoomAct {
    /// Comes into a room.
    Join {
        /// As what; as the line thinks fit where missing.
        role: Option<Role>,
    },
    /// Asks for a circle.
    SeekCircle {
        /// Topics to talk about; any where empty.
        topics: Vec<Topic>,
        /// Languages, the preferred first.
        languages: Vec<Language>,
    },
    /// Opens the staff's thread beside a room.
    OpenBeside,
    /// Opens a room that is paused, or takes and keeps the lease of a session.
    Open,
    /// Pauses a room, or gives the lease of a session back.
    Pause,
    /// Makes a member something else in this room.
    Assign {
        /// Whom.
        to: OccupantId,
        /// What.
        role: Role,
    },
    /// Asks a member to talk alone.
    AskAlone {
        /// Whom.
        to: OccupantId,
        /// Which messages to take along, should the other agree.
        quote: Vec<Seq>,
    },
    /// Says yes to talking alone.
    AgreeAlone {
        /// The question.
        ask: AskId,
        /// Whether the messages that the asker chose are taken along.
        quote: bool,
    },
    /// Leads the seeker to a step of their own safety plan; what they write is sealed in their locker.
    AskPlan {
        /// Which step, from one to six.
        n: u8,
    },
    /// Says no to talking alone; nobody learns of it.
    PassAlone {
        /// The question.
        ask: AskId,
    },
}
