//! How rooms are named. Everything durable is a room, so this also names every log in the store.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use super::AccountId;
use super::CaseId;
use super::OccupantId;
use super::RoomId;

/// The name of a room, and of its log.
///
/// | text | what it is |
/// |---|---|
/// | `Zk2…` (22 characters) | a room where people talk |
/// | `@…` | a person's private room; on the wire, to that person, simply `@me` |
/// | `~…` | a person's private room under the name they have in one room |
/// | `#mod/<queue>` | staff room of moderators |
/// | `#crisis/<queue>` | staff room of responders |
/// | `#case/<id>` | one case |
/// | `#match/<queue>` | who waits and who is on shift |
/// | `#line` | roles, invitations and sanctions |
/// | `=…` | a person's locker; never on the wire |
/// | `!…` | a person's entry in the vault; never on the wire |
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum RoomName {
    /// A room where people talk.
    Room(RoomId),
    /// A person's private room.
    Me(AccountId),
    /// A staff room of moderators.
    Mod(Queue),
    /// A staff room of responders.
    Crisis(Queue),
    /// One case.
    Case(CaseId),
    /// Who waits and who is on shift.
    Match(Queue),
    /// Roles, invitations and sanctions.
    Line,
    /// A person's private room under the name they have in one room that they entered with a
    /// ticket.
    Own(OccupantId),
    /// A person's locker: one row, and who came to it since.
    Locker(AccountId),
    /// A person's entry in the vault: one row.
    Vault(AccountId),
}

impl RoomName {
    /// The name under which people address their own private room.
    pub const ME: &'static str = "@me";

    /// Returns whether only staff may ever open it.
    #[must_use]
    pub const fn is_staff(&self) -> bool {
        !matches!(
            self,
            Self::Room(_) | Self::Me(_) | Self::Own(_) | Self::Locker(_) | Self::Vault(_)
        )
    }
}

impl FromStr for RoomName {
    type Err = InvalidRoomName;

    fn from_str(name: &str) -> Result<Self, InvalidRoomName> {
        let parsed = if let Some(account) = name.strip_prefix('@') {
            account.parse().ok().map(Self::Me)
        } else if let Some(who) = name.strip_prefix('~') {
            who.parse().ok().map(Self::Own)
        } else if let Some(account) = name.strip_prefix('=') {
            account.parse().ok().map(Self::Locker)
        } else if let Some(account) = name.strip_prefix('!') {
            account.parse().ok().map(Self::Vault)
        } else if let Some(staff) = name.strip_prefix('#') {
            match staff.split_once('/') {
                Some(("mod", queue)) => queue.parse().ok().map(Self::Mod),
                Some(("crisis", queue)) => queue.parse().ok().map(Self::Crisis),
                Some(("match", queue)) => queue.parse().ok().map(Self::Match),
                Some(("case", id)) => id.parse().ok().map(Self::Case),
                None if staff == "line" => Some(Self::Line),
                Some(_) | None => None,
            }
        } else {
            name.parse().ok().map(Self::Room)
        };
        parsed.ok_or(InvalidRoomName)
    }
}

impl TryFrom<String> for RoomName {
    type Error = InvalidRoomName;

    fn try_from(name: String) -> Result<Self, InvalidRoomName> {
        name.parse()
    }
}

impl From<RoomName> for String {
    fn from(name: RoomName) -> Self {
        name.to_string()
    }
}

impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Room(id) => id.fmt(f),
            Self::Me(account) => write!(f, "@{account}"),
            Self::Mod(queue) => write!(f, "#mod/{queue}"),
            Self::Crisis(queue) => write!(f, "#crisis/{queue}"),
            Self::Case(id) => write!(f, "#case/{id}"),
            Self::Match(queue) => write!(f, "#match/{queue}"),
            Self::Line => f.write_str("#line"),
            Self::Own(who) => write!(f, "~{who}"),
            Self::Locker(account) => write!(f, "={account}"),
            Self::Vault(account) => write!(f, "!{account}"),
        }
    }
}

/// The name of a queue: 1 to 24 of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Queue(Box<str>);

impl Queue {
    /// Returns the queue every line has.
    #[must_use]
    pub fn main() -> Self {
        Self("main".into())
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Queue {
    type Err = InvalidRoomName;

    fn from_str(name: &str) -> Result<Self, InvalidRoomName> {
        let good = matches!(name.len(), 1..=24)
            && name
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if good {
            Ok(Self(name.into()))
        } else {
            Err(InvalidRoomName)
        }
    }
}

impl TryFrom<String> for Queue {
    type Error = InvalidRoomName;

    fn try_from(name: String) -> Result<Self, InvalidRoomName> {
        name.parse()
    }
}

impl From<Queue> for String {
    fn from(queue: Queue) -> Self {
        queue.0.into_string()
    }
}

impl fmt::Display for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A room's name was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "not a room: use 22 characters of base64url, @me, ~.., #mod/.., #crisis/.., #case/.., #match/.. or #line"
)]
#[non_exhaustive]
pub struct InvalidRoomName;
