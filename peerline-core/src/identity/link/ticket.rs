//! The 182 bytes of a ticket.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

use super::TicketRefusal;
use crate::identity::InvalidKey;
use crate::vocab::Digest;
use crate::vocab::TicketNumber;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// Leave to enter one room once.
///
/// | bytes | what |
/// |---|---|
/// | 1 | version, 1 |
/// | 1 | [`Class`] |
/// | 4 | [`Week`] whose key seals the tag |
/// | 8 | end: 00:00 UTC two days ahead, in milliseconds; the same for all of a day |
/// | 16 | number, random |
/// | 32 | [`bind`](super::bind): for which room key |
/// | 24 | nonce, random |
/// | 32 | the account's tag under XChaCha20-Poly1305 |
/// | 64 | Ed25519 signature of the week's key over all before it and the line's id |
///
/// Numbers are big-endian. Two tickets of one account share no byte but those that all tickets of
/// a day share.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Ticket {
    /// As what its bearer enters.
    pub class: Class,
    /// When it ends.
    pub expires: Timestamp,
    /// What it is spent by.
    pub number: TicketNumber,
    /// For which room key it was made.
    pub bind: Digest,
    /// Whose it is, sealed.
    pub link: Link,
    pub(super) signature: [u8; 64],
}

impl Ticket {
    /// How long it is.
    pub const BYTES: usize = 182;
    const VERSION: u8 = 1;

    /// Reads a ticket. Strict: no other length, version or class. Whether it is genuine is
    /// [`Verifiers::check`](super::Verifiers::check)'s to say.
    ///
    /// # Errors
    /// [`TicketRefusal::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, TicketRefusal> {
        let mut rest = Reader(bytes);
        let [version, class] = rest.take()?;
        let class = Class::of(class).filter(|_| version == Self::VERSION);
        let week = Week::new(u32::from_be_bytes(rest.take()?));
        let ticket = Self {
            class: class.ok_or(TicketRefusal::Malformed)?,
            expires: Timestamp::from_unix_millis(u64::from_be_bytes(rest.take()?)),
            number: TicketNumber::from_bytes(rest.take()?),
            bind: Digest::from_bytes(rest.take()?),
            link: Link {
                week,
                nonce: rest.take()?,
                sealed: rest.take()?,
            },
            signature: rest.take()?,
        };
        let whole = rest.0.is_empty();
        whole.then_some(ticket).ok_or(TicketRefusal::Malformed)
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.signed();
        bytes.extend_from_slice(&self.signature);
        bytes
    }

    /// Returns SHA-256 of its bytes, which the join it is shown with signs.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::from_bytes(Sha256::digest(self.encode()).into())
    }

    pub(super) fn signed(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        bytes.extend_from_slice(&[Self::VERSION, self.class.byte()]);
        bytes.extend_from_slice(&self.link.week.number().to_be_bytes());
        bytes.extend_from_slice(&self.expires.unix_millis().to_be_bytes());
        bytes.extend_from_slice(self.number.as_bytes());
        bytes.extend_from_slice(self.bind.as_bytes());
        bytes.extend_from_slice(&self.link.nonce);
        bytes.extend_from_slice(&self.link.sealed);
        bytes
    }
}

/// As what the bearer of a ticket enters: as much as a room needs to know.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Class {
    /// Like everybody.
    Member,
    /// On probation: slower, and without direct messages to peers.
    Newcomer,
}

impl Class {
    const fn of(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Member),
            2 => Some(Self::Newcomer),
            _ => None,
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Self::Member => 1,
            Self::Newcomer => 2,
        }
    }
}

/// Whose a ticket was, sealed under the key of its week: all that a room keeps of its bearer.
///
/// The same account has another link in every ticket. [`WeekKeys::open`](super::WeekKeys::open)
/// reads it, until the week's key is destroyed.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Link {
    pub(super) week: Week,
    pub(super) nonce: [u8; 24],
    pub(super) sealed: [u8; 32],
}

impl Link {
    /// How long it is.
    pub const BYTES: usize = 60;
    /// Stands where the link of somebody was erased: no key opens it.
    pub const NOBODY: Self = Self {
        week: Week::new(0),
        nonce: [0; 24],
        sealed: [0; 32],
    };

    /// Returns what stands in the place of a link where the ticket was blind: no account is behind
    /// it, and no key opens it.
    #[must_use]
    pub const fn unlinkable(week: Week) -> Self {
        Self {
            week,
            nonce: Self::BLIND.0,
            sealed: Self::BLIND.1,
        }
    }

    /// Returns whether it never led to an account.
    #[must_use]
    pub fn is_unlinkable(&self) -> bool {
        (self.nonce, self.sealed) == Self::BLIND
    }

    /// No nonce is ever drawn like this: the chance is 2^-192.
    const BLIND: ([u8; 24], [u8; 32]) = ([0xff; 24], [0xff; 32]);

    /// Reads a link from its bytes: week, nonce, sealed tag.
    ///
    /// # Errors
    /// [`TicketRefusal::Malformed`] where it is not [`Link::BYTES`] long.
    pub fn decode(bytes: &[u8]) -> Result<Self, TicketRefusal> {
        let mut rest = Reader(bytes);
        let link = Self {
            week: Week::new(u32::from_be_bytes(rest.take()?)),
            nonce: rest.take()?,
            sealed: rest.take()?,
        };
        let whole = rest.0.is_empty();
        whole.then_some(link).ok_or(TicketRefusal::Malformed)
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        bytes.extend_from_slice(&self.week.number().to_be_bytes());
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.sealed);
        bytes
    }

    /// Returns under which week's key it is sealed.
    #[must_use]
    pub const fn week(&self) -> Week {
        self.week
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.encode()))
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(..)")
    }
}

impl FromStr for Link {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let link = bytes.and_then(|bytes| Self::decode(&bytes).ok());
        link.ok_or(InvalidKey { bytes: Self::BYTES })
    }
}

impl Serialize for Link {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Takes parts of known length off the front.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], TicketRefusal> {
        let (part, rest) = self
            .0
            .split_first_chunk::<N>()
            .ok_or(TicketRefusal::Malformed)?;
        self.0 = rest;
        Ok(*part)
    }
}
