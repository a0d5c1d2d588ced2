//! Who said an entry, as the wire names them.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Visitor;

use crate::vocab::OccupantId;
use crate::vocab::Seq;

/// A member of a room: by name, or, where short names hold, by the place of their `join`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Who {
    /// The name.
    Name(OccupantId),
    /// Where in this room's log the member's `join` stands, which names them.
    Joined(Seq),
}

impl Who {
    /// Returns the name, where it is here.
    #[must_use]
    pub const fn name(self) -> Option<OccupantId> {
        match self {
            Self::Name(name) => Some(name),
            Self::Joined(_) => None,
        }
    }
}

impl From<OccupantId> for Who {
    fn from(name: OccupantId) -> Self {
        Self::Name(name)
    }
}

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Name(name) => name.serialize(serializer),
            Self::Joined(seq) => seq.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Who {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(WhoVisitor)
        } else {
            deserializer.deserialize_bytes(WhoVisitor)
        }
    }
}

struct WhoVisitor;

impl Visitor<'_> for WhoVisitor {
    type Value = Who;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name, or the place of their join")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Who, E> {
        name.parse().map(Who::Name).map_err(E::custom)
    }

    fn visit_bytes<E: serde::de::Error>(self, name: &[u8]) -> Result<Who, E> {
        let name: [u8; 16] = name.try_into().map_err(E::custom)?;
        Ok(Who::Name(OccupantId::from_bytes(name)))
    }

    fn visit_u64<E>(self, place: u64) -> Result<Who, E> {
        Ok(Who::Joined(Seq::new(place)))
    }
}
