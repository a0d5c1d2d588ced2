//! The facts of all domains in one enum.

use serde::Deserialize;
use serde::Serialize;

use super::Notice;
use crate::crisis;
use crate::identity;
use crate::matching;
use crate::moderation;
use crate::room;

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
}
