//! What the keys are called that seal what is stored.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use super::OccupantId;
use super::RoomId;
use super::RoomName;
use super::Week;

/// The name of one random key. The key is derived from nothing, so that destroying it destroys what
/// it sealed, for good and in every copy of the store.
///
/// | text | what it seals |
/// |---|---|
/// | `line` | due work, which belongs to no log |
/// | `log/<room>` | a log: what it is called in the store, and what of an entry has no key of its own |
/// | `names/<room>` | what members are named with in that room; gone with the room |
/// | `words/<occupant>/<room>` | what one person says in one room |
/// | `week/<number>` | which account stands behind a name, for entries of that week |
/// | `ticket/<number>` | the tickets of that week |
/// | `blind/<number>` | the blind tickets of that week |
/// | `ended/<id>` | nothing: a log of this name in the store has lost its key on purpose |
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum KeyName {
    /// Seals what belongs to no log.
    Line,
    /// Seals a log.
    Log(RoomName),
    /// Seals what members are named with in a room.
    Names(RoomName),
    /// Seals what one person says in one room.
    Words {
        /// Where.
        room: RoomName,
        /// Who, by their name there.
        who: OccupantId,
    },
    /// Seals which account stands behind a name, in entries of one week.
    Week(Week),
    /// Seals and signs the tickets of one week.
    Ticket(Week),
    /// Makes and checks the blind tickets of one week.
    Blind(Week),
    /// Says that a log lost its key on purpose; by what it is called in the store.
    Ended(RoomId),
}

impl KeyName {
    /// Returns the week whose end it goes with, where there is one.
    #[must_use]
    pub const fn week(&self) -> Option<Week> {
        match self {
            Self::Week(week) | Self::Ticket(week) | Self::Blind(week) => Some(*week),
            Self::Line | Self::Log(_) | Self::Names(_) | Self::Words { .. } | Self::Ended(_) => {
                None
            }
        }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line => f.write_str("line"),
            Self::Log(room) => write!(f, "log/{room}"),
            Self::Names(room) => write!(f, "names/{room}"),
            Self::Words { room, who } => write!(f, "words/{who}/{room}"),
            Self::Week(week) => write!(f, "week/{week}"),
            Self::Ticket(week) => write!(f, "ticket/{week}"),
            Self::Blind(week) => write!(f, "blind/{week}"),
            Self::Ended(id) => write!(f, "ended/{id}"),
        }
    }
}

impl FromStr for KeyName {
    type Err = InvalidKeyName;

    fn from_str(text: &str) -> Result<Self, InvalidKeyName> {
        let (kind, rest) = text.split_once('/').unwrap_or((text, ""));
        let parsed = match kind {
            "line" if rest.is_empty() => Some(Self::Line),
            "log" => rest.parse().ok().map(Self::Log),
            "names" => rest.parse().ok().map(Self::Names),
            "words" => words(rest),
            "week" => rest.parse().ok().map(Self::Week),
            "ticket" => rest.parse().ok().map(Self::Ticket),
            "blind" => rest.parse().ok().map(Self::Blind),
            "ended" => rest.parse().ok().map(Self::Ended),
            _ => None,
        };
        parsed.ok_or(InvalidKeyName)
    }
}

fn words(rest: &str) -> Option<KeyName> {
    let (who, room) = rest.split_once('/')?;
    Some(KeyName::Words {
        room: room.parse().ok()?,
        who: who.parse().ok()?,
    })
}

impl TryFrom<String> for KeyName {
    type Error = InvalidKeyName;

    fn try_from(name: String) -> Result<Self, InvalidKeyName> {
        name.parse()
    }
}

impl From<KeyName> for String {
    fn from(name: KeyName) -> Self {
        name.to_string()
    }
}

/// The name of a key was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the name of a key; a later version of the program may have written it: run that one")]
#[non_exhaustive]
pub struct InvalidKeyName;
