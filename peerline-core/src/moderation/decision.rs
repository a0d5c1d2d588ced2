//! What is written down: decisions, and what became of them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::Action;
use super::Draft;
use super::Label;
use super::PolicyId;
use super::RuleId;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Span;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// One act of moderation. It is never changed: an undo is a new decision that supersedes it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Decision {
    /// Its name.
    pub id: DecisionId,
    /// The decision that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<DecisionId>,
    /// Where the message was sent to.
    pub room: RoomName,
    /// Who wrote it.
    pub author: AccountId,
    /// The author's own id for it.
    pub cid: Cid,
    /// Where it stood in the room's log, by its first entry, where it had been published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Seq>,
    /// What was done; [`Action::Allow`] undoes the decision that is superseded.
    pub action: Action,
    /// By which rule.
    pub rule: Option<RuleId>,
    /// Of which policy.
    pub policy: PolicyId,
    /// A salted digest of the words; it says nothing without the salt, which is sealed with them.
    pub content_digest: Digest,
    /// What was found.
    pub labels: BTreeSet<Label>,
    /// Where, in the sealed words.
    pub spans: Vec<Span>,
    /// The place in the community's rules that it stands on.
    pub ground: Option<String>,
    /// Why, in a moderator's words, for the author to read; missing where they are destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// Whether a member had reported the message.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reported: bool,
    /// From when it holds.
    pub starts: Timestamp,
    /// Until when, where it ends by itself.
    pub ends: Option<Timestamp>,
    /// Who decided.
    pub source: Source,
    /// Until when it may be appealed; then the sealed words are destroyed.
    pub appeal_until: Option<Timestamp>,
    /// The message, kept so that an appeal can bring it back.
    pub sealed: Option<Sealed>,
}

impl Decision {
    /// Returns whether it keeps words that are destroyed when it closes.
    #[must_use]
    pub const fn holds_words(&self) -> bool {
        self.sealed.is_some() || self.why.is_some()
    }

    /// The rule that stands on a sanction of a moderator.
    pub const SANCTION: RuleId = RuleId::own("standing.sanction");

    /// How long a sanction can be appealed, at the least.
    const APPEAL: Millis = Millis::from_hours(14 * 24);

    /// Makes the record of a sanction, so that it can be appealed. It names no room: in which one the
    /// person was found is nobody's business who reads it.
    #[must_use]
    pub fn sanction(
        (id, cid): (DecisionId, Cid),
        (account, by): (AccountId, AccountId),
        (ground, starts, ends): (&str, Timestamp, Timestamp),
        policy: PolicyId,
    ) -> Self {
        Self {
            id,
            supersedes: None,
            room: RoomName::Mod(Queue::main()),
            author: account,
            cid,
            entry: None,
            action: Action::Block,
            rule: Some(Self::SANCTION),
            policy,
            content_digest: DigestBuilder::new("peerline/v1/moderation/sanction").finish(),
            labels: BTreeSet::new(),
            spans: Vec::new(),
            ground: Some(ground.to_owned()),
            why: None,
            reported: false,
            starts,
            ends: Some(ends),
            source: Source::Moderator { by },
            // As long as it holds there is a way to have it looked at again.
            appeal_until: Some(starts.after(Self::APPEAL).max(ends)),
            sealed: None,
        }
    }
}

/// Who decided.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "source")]
#[non_exhaustive]
pub enum Source {
    /// The policy, by itself.
    Auto,
    /// A moderator.
    Moderator {
        /// Which one.
        by: AccountId,
    },
}

/// A message that was not published, as it was.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Sealed {
    /// The words.
    pub text: Text,
    /// The salt of the decision's digest.
    pub salt: Sensitive<[u8; 16]>,
    /// What the author was in the room.
    pub role: Role,
    /// The language, where one was known.
    pub language: Option<Language>,
    /// The message in whose place it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edits: Option<Seq>,
    /// What it talks about, where its author said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<ContentNotes>,
}

impl Sealed {
    /// Seals a draft.
    #[must_use]
    pub fn of(draft: &Draft, salt: [u8; 16]) -> Self {
        Self {
            text: draft.text.clone(),
            salt: Sensitive::new(salt),
            role: draft.role,
            language: draft.language.clone(),
            edits: draft.edits,
            notes: draft.notes,
        }
    }

    /// Returns the digest that stands in the decision.
    #[must_use]
    pub fn digest(&self) -> Digest {
        DigestBuilder::new("peerline/v1/moderation/content")
            .bytes(self.salt.expose())
            .bytes(self.text.expose().as_bytes())
            .finish()
    }

    /// Returns the message as it would have been published.
    #[must_use]
    pub fn open(&self, room: RoomName, author: AccountId) -> Draft {
        let mut draft = Draft::new(room, author, self.role, self.text.clone());
        draft.language.clone_from(&self.language);
        draft.edits = self.edits;
        draft.notes = self.notes;
        draft
    }
}

/// What a reviewer says about a decision.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ruling {
    /// It stands.
    Stands,
    /// It is undone: what was sealed is published, a mute ends, the strike is forgiven.
    Reversed,
}

/// Why a member reports a message.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReportGround {
    /// Somebody may be in danger.
    Danger,
    /// Insults, threats.
    Abuse,
    /// Asks for contact details, secrecy or pictures.
    Pressure,
    /// Says how to hurt oneself.
    Methods,
    /// Advertising.
    Spam,
    /// Something else.
    Other,
}

impl ReportGround {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Abuse => "abuse",
            Self::Pressure => "pressure",
            Self::Methods => "methods",
            Self::Spam => "spam",
            Self::Other => "other",
        }
    }
}
