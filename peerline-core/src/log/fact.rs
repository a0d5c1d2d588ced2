//! The facts of all domains in one enum.

use serde::Deserialize;
use serde::Serialize;

use super::Notice;
use crate::crisis;
use crate::identity;
use crate::matching;
use crate::moderation;
use crate::room;
use crate::vocab::Seq;

/// What happened. Which domain it belongs to decides which state it is folded into; a
/// [`Notice`] is there to be read and changes no state.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "of", content = "is")]
#[non_exhaustive]
pub enum Fact {
    /// In a room where people talk.
    Room(room::Fact),
    /// In the line's book of accounts.
    Identity(identity::Fact),
    /// In the line of those who wait.
    Matching(matching::Fact),
    /// In a moderators' queue.
    Moderation(moderation::Fact),
    /// In a case.
    Crisis(crisis::Fact),
    /// Something told to whoever reads the log.
    Notice(Notice),
    /// A question whether to talk alone.
    Ask(room::AskFact),
    /// A hold on what is kept.
    Hold(room::HoldFact),
    /// In a person's locker.
    Locker(identity::LockerFact),
    /// In the vault: what somebody sealed, and who asked for it.
    Vault(identity::vault::Fact),
}

impl Fact {
    /// Returns what is left of it for replay when its words are destroyed; `None` where it holds no
    /// words that ever are.
    #[must_use]
    pub fn remains(&self) -> Option<Self> {
        match self {
            Self::Room(fact) => fact.remains().map(Self::Room),
            Self::Moderation(fact) => fact.remains().map(Self::Moderation),
            Self::Identity(_)
            | Self::Matching(_)
            | Self::Crisis(_)
            | Self::Notice(_)
            | Self::Ask(_)
            | Self::Hold(_)
            | Self::Locker(_)
            | Self::Vault(_) => None,
        }
    }

    /// Returns the entry of the same log that it is about.
    #[must_use]
    pub const fn refers_to(&self) -> Option<Seq> {
        match self {
            Self::Room(fact) => fact.refers_to(),
            Self::Identity(_)
            | Self::Matching(_)
            | Self::Moderation(_)
            | Self::Crisis(_)
            | Self::Notice(_)
            | Self::Ask(_)
            | Self::Hold(_)
            | Self::Locker(_)
            | Self::Vault(_) => None,
        }
    }
}
