//! Names of things. All are random or a MAC; none carries a time, an order or an address.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

/// The text of an id was not 16 bytes in base64url without padding.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("an id is 16 bytes in base64url without padding: 22 characters")]
#[non_exhaustive]
pub struct InvalidId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        id! { $(#[$doc])* $name marked "" }
    };
    ($(#[$doc:meta])* $name:ident marked $mark:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Makes the id from its 16 bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Returns the 16 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut buffer = [0_u8; 22];
                f.write_str(render(&self.0, &mut buffer))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if !serializer.is_human_readable() {
                    return serializer.serialize_bytes(&self.0);
                }
                let mut buffer = [0_u8; 22];
                let text = render(&self.0, &mut buffer);
                if $mark.is_empty() {
                    serializer.serialize_str(text)
                } else {
                    serializer.collect_str(&format_args!(concat!($mark, "{}"), text))
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    deserializer.deserialize_str(IdVisitor($mark)).map(Self)
                } else {
                    deserializer.deserialize_bytes(BytesVisitor).map(Self)
                }
            }
        }
    };
}

id! {
    /// One person's account on one line: the tag of their context key. Never shown to members.
    ///
    /// In a stored entry it is written with a mark, `@…`, as in the name of a private room: so that
    /// whatever keeps entries can tell which of them say whose account stands behind a name.
    AccountId marked "@"
}
id! {
    /// A person's name in one room: a MAC under that room's key, so two rooms share no byte of it.
    OccupantId
}
id! {
    /// A room, made at random.
    RoomId
}
id! {
    /// A case: one person, one episode.
    CaseId
}
id! {
    /// A client's own id for one `put`, unique per room and occupant: the key of its retries.
    Cid
}
id! {
    /// A moderation decision.
    DecisionId
}
id! {
    /// What the digest of a log's entry is salted with: words that are few can be guessed from a
    /// bare digest.
    Salt
}
id! {
    /// A seeker's place in line.
    TicketId
}
id! {
    /// A hold on what is kept.
    HoldId
}
id! {
    /// One offer of a seeker to a supporter.
    OfferId
}

id! {
    /// The number of one ticket into a room: random, and good for one entry.
    TicketNumber
}

id! {
    /// A question whether to talk alone.
    AskId
}

id! {
    /// A device of one person, as their locker knows it: a digest of a secret that stays there.
    DeviceId
}

id! {
    /// Somebody's entry in the vault: a digest of a key that is used for nothing else.
    VaultEntryId
}

id! {
    /// A request to open an emergency contact.
    VaultRequestId
}

/// A position in a room's log: 1, 2, 3 … without holes. Zero means "before the first".
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct Seq(u64);

impl Seq {
    /// Before the first entry.
    pub const ZERO: Self = Self(0);

    /// Makes a position.
    #[must_use]
    pub const fn new(position: u64) -> Self {
        Self(position)
    }

    /// Returns the position as a number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Returns the position after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn parse(text: &str) -> Result<[u8; 16], InvalidId> {
    let mut bytes = [0_u8; 18];
    match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
        Ok(16) => {
            let (id, _) = bytes.split_first_chunk::<16>().ok_or(InvalidId)?;
            Ok(*id)
        }
        Ok(_) | Err(_) => Err(InvalidId),
    }
}

fn render<'a>(bytes: &[u8; 16], buffer: &'a mut [u8; 22]) -> &'a str {
    match URL_SAFE_NO_PAD.encode_slice(bytes, buffer.as_mut_slice()) {
        Ok(len) => buffer
            .get(..len)
            .and_then(|ascii| std::str::from_utf8(ascii).ok())
            .unwrap_or_default(),
        Err(_) => "",
    }
}

/// Reads an id behind its mark.
struct IdVisitor(&'static str);

impl serde::de::Visitor<'_> for IdVisitor {
    type Value = [u8; 16];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("16 bytes in base64url without padding")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<[u8; 16], E> {
        let text = text.strip_prefix(self.0).ok_or(InvalidId);
        text.and_then(parse).map_err(E::custom)
    }
}

struct BytesVisitor;

impl serde::de::Visitor<'_> for BytesVisitor {
    type Value = [u8; 16];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("16 bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<[u8; 16], E> {
        bytes.try_into().map_err(|_| E::custom(InvalidId))
    }
}
