//! The running hash of a log.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Visitor;

use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Eight bytes that stand for a log up to one entry: two logs with the same `h` at the same place
/// held the same entries.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Chain([u8; 8]);

impl Chain {
    /// Before the first entry.
    pub const START: Self = Self([0; 8]);

    /// Takes the bytes as the store keeps them.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes as the store keeps them.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 8] {
        self.0
    }

    /// Returns the hash after one more entry.
    ///
    /// The body enters through its salted digest, so that a later redaction can destroy body and
    /// salt and leave the chain whole.
    #[must_use]
    pub fn next(self, seq: Seq, at: Timestamp, body: &Digest) -> Self {
        let mut builder = DigestBuilder::new("peerline/v1/chain");
        builder
            .bytes(&self.0)
            .number(seq.get())
            .number(at.unix_millis())
            .bytes(body.as_bytes());
        let digest = builder.finish();
        let (first, _) = digest
            .as_bytes()
            .split_first_chunk::<8>()
            .unwrap_or((&[0; 8], &[]));
        Self(*first)
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl FromStr for Chain {
    type Err = InvalidChain;

    fn from_str(text: &str) -> Result<Self, InvalidChain> {
        if text.len() != 16 || !text.bytes().all(is_digit) {
            return Err(InvalidChain);
        }
        u64::from_str_radix(text, 16)
            .map(|number| Self(number.to_be_bytes()))
            .map_err(|_| InvalidChain)
    }
}

/// One hash has one spelling.
const fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

impl Serialize for Chain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(ChainVisitor)
        } else {
            deserializer.deserialize_bytes(ChainVisitor)
        }
    }
}

struct ChainVisitor;

impl Visitor<'_> for ChainVisitor {
    type Value = Chain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a running hash")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Chain, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Chain, E> {
        bytes.try_into().map(Chain).map_err(E::custom)
    }
}

/// A running hash was not 16 hexadecimal digits in lower case.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a running hash is 16 hexadecimal digits")]
#[non_exhaustive]
#[expect(unnameable_types, reason = "only ever seen inside a decode error")]
pub struct InvalidChain;
