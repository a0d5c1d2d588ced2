//! How long what people say in a room is kept.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::RoomKind;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// How long the words of a room are kept.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Retention {
    /// As long as the room goes on, and so long after it is over and the last case in it ended.
    UntilClosed(Millis),
    /// So long after they were said, whether the room goes on or not.
    AfterSaid(Millis),
    /// For ever.
    Forever,
    /// In memory alone, never in a store: for [`WINDOW`](Self::WINDOW), so that who comes in reads what
    /// went before, and until the process ends.
    InMemory,
}

impl Retention {
    /// How long what is in memory alone is replayed.
    pub const WINDOW: Millis = Millis::from_hours(1);

    /// Returns when words are due that were said at `said` in a room that is over since `over`;
    /// `None` where nothing is due yet, whatever time it is.
    #[must_use]
    pub fn due(&self, said: Timestamp, over: Option<Timestamp>) -> Option<Timestamp> {
        match self {
            Self::UntilClosed(keep) => over.map(|over| over.after(*keep)),
            Self::AfterSaid(keep) => Some(said.after(*keep)),
            Self::Forever => None,
            Self::InMemory => Some(said.after(Self::WINDOW)),
        }
    }
}

/// The retention of each kind of room; a kind that is not named has the line's own.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "integrators fill in what they want"
)]
pub struct Retentions {
    /// By kind.
    pub kinds: BTreeMap<RoomKind, Retention>,
}

impl Retentions {
    /// Returns the retention of a kind; `keep_closed` is what the line keeps otherwise.
    #[must_use]
    pub fn of(&self, kind: RoomKind, keep_closed: Option<Millis>) -> Retention {
        let own = self.kinds.get(&kind).copied();
        own.unwrap_or(keep_closed.map_or(Retention::Forever, Retention::UntilClosed))
    }
}
