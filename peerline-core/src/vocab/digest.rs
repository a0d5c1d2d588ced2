//! SHA-256 over parts that cannot run into each other.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

/// 32 bytes of SHA-256.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Makes a digest from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the first 16 bytes, as ids are made of.
    #[must_use]
    pub fn short(&self) -> [u8; 16] {
        let (short, _) = self.0.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        *short
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD
            .decode(text.as_bytes())
            .map_err(serde::de::Error::custom)?;
        let bytes = bytes
            .try_into()
            .map_err(|_| serde::de::Error::custom("a digest is 32 bytes"))?;
        Ok(Self(bytes))
    }
}

/// Hashes labelled parts; each is preceded by its length, so `ab|c` and `a|bc` differ.
///
/// The layout is `H(lp(label) | lp(part) | …)` with `lp(x)` = length as u16 big-endian, then `x`;
/// a part longer than 65,535 bytes is replaced by its own SHA-256 under a length of 0xFFFF.
#[derive(Clone)]
pub struct DigestBuilder(Sha256);

impl DigestBuilder {
    /// Starts a hash under a versioned ASCII label.
    #[must_use]
    pub fn new(label: &str) -> Self {
        let mut builder = Self(Sha256::new());
        builder.bytes(label.as_bytes());
        builder
    }

    /// Adds a part.
    pub fn bytes(&mut self, part: &[u8]) -> &mut Self {
        match u16::try_from(part.len()) {
            Ok(len) if len < u16::MAX => {
                self.0.update(len.to_be_bytes());
                self.0.update(part);
            }
            Ok(_) | Err(_) => {
                self.0.update(u16::MAX.to_be_bytes());
                self.0.update(Sha256::digest(part));
            }
        }
        self
    }

    /// Adds a number as 8 bytes big-endian.
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.bytes(&number.to_be_bytes())
    }

    /// Returns the digest.
    #[must_use]
    pub fn finish(&self) -> Digest {
        Digest(self.0.clone().finalize().into())
    }
}

impl fmt::Debug for DigestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DigestBuilder(..)")
    }
}
