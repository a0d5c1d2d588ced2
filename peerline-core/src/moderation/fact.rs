//! What happened, in the log of moderation.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::Decision;
use super::Label;
use super::Matter;
use super::ReportGround;
use super::RuleId;
use super::Ruling;
use super::Turned;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// What happened, in the log of moderation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
#[non_exhaustive]
pub enum Fact {
    /// Something was done to a message or its author.
    Decided(Box<Decision>),
    /// A message was sent as it was after a nudge, and published.
    Overridden {
        /// When.
        at: Timestamp,
        /// Who.
        author: AccountId,
        /// Where.
        room: RoomName,
        /// Which message.
        cid: Cid,
        /// The rule that had asked to look again.
        rule: RuleId,
        /// What was found.
        labels: BTreeSet<Label>,
    },
    /// A moderator let a held message be published.
    Released {
        /// When.
        at: Timestamp,
        /// Which decision.
        decision: DecisionId,
        /// Who.
        by: AccountId,
    },
    /// The author appealed.
    Appealed {
        /// When.
        at: Timestamp,
        /// Against which decision.
        decision: DecisionId,
        /// In the author's words; missing where they are destroyed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Text>,
    },
    /// An appeal was decided.
    Reviewed {
        /// When.
        at: Timestamp,
        /// Which decision.
        decision: DecisionId,
        /// Who; neither the author nor who decided.
        by: AccountId,
        /// How.
        ruling: Ruling,
        /// Why, for the author to read; missing where it is destroyed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// A member reported a message; it need not stand there any more.
    Reported {
        /// When.
        at: Timestamp,
        /// Who.
        by: AccountId,
        /// Where.
        room: RoomName,
        /// Which message.
        seq: Seq,
        /// Why.
        ground: ReportGround,
    },
    /// A moderator looks at something, and nobody else decides it meanwhile.
    Claimed {
        /// When.
        at: Timestamp,
        /// What.
        matter: Matter,
        /// Who looks.
        by: AccountId,
        /// Until when.
        until: Timestamp,
    },
    /// A moderator no longer looks at something.
    GaveBack {
        /// When.
        at: Timestamp,
        /// What.
        matter: Matter,
        /// Who.
        by: AccountId,
    },
    /// A moderator saw a reported message, and it stays.
    Dismissed {
        /// When.
        at: Timestamp,
        /// Where.
        room: RoomName,
        /// Which message.
        entry: Seq,
        /// Who.
        by: AccountId,
    },
    /// A model outside failed again and again, and is left alone for a while; or it answers again.
    /// What hangs on it goes by the policy's `on_error` meanwhile.
    ModelTurned {
        /// When.
        at: Timestamp,
        /// Which model, by its name in the policy.
        model: String,
        /// What changed.
        turned: Turned,
    },
    /// The time for an appeal is over: what was sealed, what was said for it and against it is to be
    /// destroyed.
    Closed {
        /// When.
        at: Timestamp,
        /// Which decision.
        decision: DecisionId,
    },
}

impl Fact {
    /// Returns the decision, where it is one.
    #[must_use]
    pub fn decided(&self) -> Option<&Decision> {
        match self {
            Self::Decided(decision) => Some(decision),
            Self::Overridden { .. }
            | Self::Released { .. }
            | Self::Appealed { .. }
            | Self::Reviewed { .. }
            | Self::Reported { .. }
            | Self::Claimed { .. }
            | Self::GaveBack { .. }
            | Self::Dismissed { .. }
            | Self::ModelTurned { .. }
            | Self::Closed { .. } => None,
        }
    }

    /// Returns what is left of it for replay when its words are destroyed: those that a decision
    /// seals, those of an appeal, the reason of a ruling. `None` where none are in it.
    #[must_use]
    pub fn remains(&self) -> Option<Self> {
        let mut left = self.clone();
        match &mut left {
            Self::Decided(decision) => {
                let (sealed, why) = (decision.sealed.take(), decision.why.take());
                if sealed.is_none() && why.is_none() {
                    return None;
                }
                decision.spans.clear();
            }
            Self::Appealed { text, .. } => drop(text.take()?),
            Self::Reviewed { reason, .. } => drop(reason.take()?),
            Self::Overridden { .. }
            | Self::Released { .. }
            | Self::Reported { .. }
            | Self::Claimed { .. }
            | Self::GaveBack { .. }
            | Self::Dismissed { .. }
            | Self::ModelTurned { .. }
            | Self::Closed { .. } => return None,
        }
        Some(left)
    }

    /// Returns the decision that words of an appeal, or of the ruling on it, are about.
    #[must_use]
    pub const fn argues(&self) -> Option<DecisionId> {
        match self {
            Self::Appealed {
                decision,
                text: Some(_),
                ..
            }
            | Self::Reviewed {
                decision,
                reason: Some(_),
                ..
            } => Some(*decision),
            Self::Decided(_)
            | Self::Appealed { .. }
            | Self::Reviewed { .. }
            | Self::Overridden { .. }
            | Self::Released { .. }
            | Self::Reported { .. }
            | Self::Claimed { .. }
            | Self::GaveBack { .. }
            | Self::Dismissed { .. }
            | Self::ModelTurned { .. }
            | Self::Closed { .. } => None,
        }
    }

    /// Returns when it happened.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Decided(decision) => decision.starts,
            Self::Overridden { at, .. }
            | Self::Released { at, .. }
            | Self::Appealed { at, .. }
            | Self::Reviewed { at, .. }
            | Self::Reported { at, .. }
            | Self::Claimed { at, .. }
            | Self::GaveBack { at, .. }
            | Self::Dismissed { at, .. }
            | Self::ModelTurned { at, .. }
            | Self::Closed { at, .. } => *at,
        }
    }
}
