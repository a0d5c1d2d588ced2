//! What a moderator asks for.

use crate::moderation::Matter;
use crate::moderation::ReportGround;
use crate::moderation::Ruling;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Text;

/// What a put asks for in a moderators' queue.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum DocketAct {
    /// Looks at a matter from now on.
    Claim {
        /// Which.
        matter: Matter,
        /// Who looks, by their name in the queue; the writer where missing.
        to: Option<OccupantId>,
    },
    /// Does not look at a matter any more.
    GiveBack {
        /// Which.
        matter: Matter,
    },
    /// Lets a held message be published.
    Release {
        /// Which decision.
        decision: DecisionId,
    },
    /// Keeps a held message from being published.
    Withhold {
        /// Which decision.
        decision: DecisionId,
    },
    /// Decides an appeal.
    Rule {
        /// Against which decision.
        decision: DecisionId,
        /// How.
        ruling: Ruling,
        /// Why, for the author to read.
        reason: Text,
    },
    /// Takes a decision back.
    Undo {
        /// Which.
        decision: DecisionId,
    },
    /// Lets a reported message stay.
    Dismiss {
        /// Where.
        room: RoomId,
        /// Which message.
        entry: Seq,
    },
    /// Takes a message out of a room.
    Remove {
        /// Where, and why.
        about: About,
        /// Which message, by its first entry.
        entry: Seq,
        /// Which entry holds the words that the moderator read.
        words: Seq,
        /// What stands in that entry, as the host reads it; none where nothing does.
        said: Option<Said>,
    },
    /// Lets somebody write nothing in rooms for a while.
    Mute {
        /// Where they were found, and why.
        about: About,
        /// Whom.
        who: Whom,
        /// For how long.
        span: Millis,
    },
    /// Takes somebody out of a room.
    Kick {
        /// Out of which, and why.
        about: About,
        /// Whom.
        who: Whom,
    },
}

/// Where, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct About {
    /// In which room.
    pub room: RoomId,
    /// The rule of the community that it stands on.
    pub ground: ReportGround,
    /// Why, for the author to read.
    pub why: Option<Text>,
}

/// Somebody, as a moderator can name them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Whom {
    /// By their name in the room.
    Name(OccupantId),
    /// Who wrote a message there, by its first entry.
    Writer(Seq),
}

/// What stands in an entry of a room.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Said {
    /// The words.
    pub text: Text,
    /// Their language, where one was said.
    pub language: Option<Language>,
    /// What they talk about.
    pub notes: ContentNotes,
}
