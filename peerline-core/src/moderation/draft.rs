//! A message before it is looked at.

use super::RuleId;
use super::Scores;
use super::Verdict;
use super::verdict::Action;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::ContentNotes;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Language;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

/// A message that somebody wants to send.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Draft {
    /// Where to.
    pub room: RoomName,
    /// From whom.
    pub author: AccountId,
    /// What the author is in that room.
    pub role: Role,
    /// The language of the room or of the author, where one is known.
    pub language: Option<Language>,
    /// The words.
    pub text: Text,
    /// Whether it is sent again, as it is, after a nudge.
    pub over: bool,
    /// The message in whose place it is sent, by its first entry.
    pub edits: Option<Seq>,
    /// What it talks about, where its author said so.
    pub notes: Option<ContentNotes>,
    /// What kind of room it goes to, one of [`ROOM_KINDS`], where that is known.
    pub kind: Option<&'static str>,
    /// What models outside say about it, where some were asked.
    pub scores: Scores,
}

impl Draft {
    /// Makes a draft sent for the first time, in no known language.
    #[must_use]
    pub const fn new(room: RoomName, author: AccountId, role: Role, text: Text) -> Self {
        Self {
            room,
            author,
            role,
            language: None,
            text,
            over: false,
            edits: None,
            notes: None,
            kind: None,
            scores: Scores::NONE,
        }
    }

    /// Returns the draft as sent again after a nudge.
    #[must_use]
    pub const fn again(mut self) -> Self {
        self.over = true;
        self
    }

    /// Returns the digest by which a repeated text is recognized. It never leaves memory: the
    /// engine makes it anew from the room's log.
    #[must_use]
    pub fn digest(&self) -> Digest {
        said_digest(self.author, &self.text)
    }

    /// Returns how far a policy may go with this message.
    #[must_use]
    pub fn reach(&self, risk: &RiskFinding) -> Reach {
        match (&self.room, risk) {
            (RoomName::Case(_) | RoomName::Crisis(_) | RoomName::Me(_), _) => Reach::Open,
            (_, RiskFinding::Signal { band, .. }) if Band::Watch <= *band => Reach::Open,
            (_, RiskFinding::Unavailable) => Reach::SeenByHumans,
            (_, RiskFinding::Signal { .. } | RiskFinding::NoSignal) => Reach::Full,
        }
    }
}

/// The kinds of room that a policy can tell apart, by their names on the wire.
pub const ROOM_KINDS: [&str; 6] = [
    "one_to_one",
    "crisis",
    "circle",
    "drop_in",
    "session",
    "staff",
];

/// Returns the digest by which a text that `author` said is recognized when it comes again.
#[must_use]
pub fn said_digest(author: AccountId, text: &Text) -> Digest {
    DigestBuilder::new("peerline/v1/moderation/said")
        .bytes(author.as_bytes())
        .bytes(text.expose().as_bytes())
        .finish()
}

/// How far a policy may go with a message. This is law, not policy: the screen holds every policy
/// to it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Reach {
    /// It is published: it carries a sign of danger, or goes where a responder reads.
    Open,
    /// A human sees it, at once or as a moderator: nobody could look for danger in it.
    SeenByHumans,
    /// Every action.
    Full,
}

impl Reach {
    /// The rule by which a message waits for a moderator because nobody could look for danger.
    pub const UNCHECKED: RuleId = RuleId::own("care.unchecked");

    /// Returns whether an action stays within reach.
    #[must_use]
    pub const fn permits(self, action: Action) -> bool {
        match self {
            Self::Open => matches!(action, Action::Allow),
            Self::SeenByHumans => matches!(action, Action::Allow | Action::Hold),
            Self::Full => true,
        }
    }

    /// Returns the verdict cut down to what is within reach. Labels stay. Where nobody could look
    /// for danger, a block or a mute becomes a hold, and what would only make the author wait or
    /// look again is let through.
    #[must_use]
    pub fn keep(self, mut verdict: Verdict) -> Verdict {
        if self.permits(verdict.action) {
            return verdict;
        }
        if self == Self::SeenByHumans && verdict.action.is_durable() {
            verdict.action = Action::Hold;
            verdict.rule = Some(Self::UNCHECKED);
        } else {
            verdict.action = Action::Allow;
            verdict.appeal_days = 0;
        }
        verdict
    }
}
