//! How a room is named on the wire.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Visitor;

use crate::vocab::AccountId;
use crate::vocab::InvalidRoomName;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

/// A room as a peer names it: their own private room is always `@me`, so no account id is ever on
/// the wire.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Address {
    /// The peer's own private room.
    Me,
    /// Any other room.
    Room(RoomName),
    /// A room that is open on this connection, by its number there.
    Number(u32),
}

impl Address {
    /// Returns the log this address means when `account` says it; `None` for a number, which means
    /// something to its connection alone.
    #[must_use]
    pub fn resolve(self, account: AccountId) -> Option<RoomName> {
        match self {
            Self::Me => Some(RoomName::Me(account)),
            Self::Room(name) => Some(name),
            Self::Number(_) => None,
        }
    }

    /// Returns whether it is where the line speaks to this peer alone.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        matches!(self, Self::Me | Self::Room(RoomName::Own(_)))
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

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str(RoomName::ME),
            Self::Room(name) => name.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Me => serializer.serialize_str(RoomName::ME),
            Self::Room(RoomName::Room(id)) => id.serialize(serializer),
            Self::Room(name) => serializer.collect_str(name),
            Self::Number(number) => serializer.serialize_u32(*number),
        }
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(AddressVisitor)
        } else {
            deserializer.deserialize_bytes(AddressVisitor)
        }
    }
}

struct AddressVisitor;

impl Visitor<'_> for AddressVisitor {
    type Value = Address;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a room")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Address, E> {
        name.parse().map_err(E::custom)
    }

    fn visit_bytes<E: serde::de::Error>(self, id: &[u8]) -> Result<Address, E> {
        let id: [u8; 16] = id.try_into().map_err(E::custom)?;
        Ok(Address::Room(RoomName::Room(RoomId::from_bytes(id))))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Address, E> {
        number.try_into().map(Address::Number).map_err(E::custom)
    }
}
