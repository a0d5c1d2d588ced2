//! How a room is named on the wire.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::AccountId;
use crate::vocab::InvalidRoomName;
use crate::vocab::RoomName;

/// A room as a peer names it: their own private room is always `@me`, so no account id is ever on
/// the wire.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Address {
    /// The peer's own private room.
    Me,
    /// Any other room.
    Room(RoomName),
}

impl Address {
    /// Returns the log this address means when `account` says it.
    #[must_use]
    pub fn resolve(self, account: AccountId) -> RoomName {
        match self {
            Self::Me => RoomName::Me(account),
            Self::Room(name) => name,
        }
    }

    /// Returns how a member addresses `room`.
    #[must_use]
    pub fn of(room: &RoomName) -> Self {
        if matches!(room, RoomName::Me(_)) {
            Self::Me
        } else {
            Self::Room(room.clone())
        }
    }
}

impl FromStr for Address {
    type Err = InvalidRoomName;

    fn from_str(text: &str) -> Result<Self, InvalidRoomName> {
        if text == RoomName::ME {
            return Ok(Self::Me);
        }
        let name: RoomName = text.parse()?;
        if matches!(name, RoomName::Me(_)) {
            Err(InvalidRoomName)
        } else {
            Ok(Self::Room(name))
        }
    }
}

impl TryFrom<String> for Address {
    type Error = InvalidRoomName;

    fn try_from(text: String) -> Result<Self, InvalidRoomName> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str(RoomName::ME),
            Self::Room(name) => name.fmt(f),
        }
    }
}
