//! Public keys, signatures and the name of a line, in bytes and in base64url without padding.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::vocab::AccountId;
use crate::vocab::DigestBuilder;

/// The text of a key, signature or line was not base64url of the right length.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not {bytes} bytes in base64url without padding")]
#[non_exhaustive]
pub struct InvalidKey {
    /// How many bytes it should have been.
    pub bytes: usize,
}

macro_rules! public_bytes {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Makes it from its bytes; nothing is checked.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// Returns the bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidKey;

            fn from_str(text: &str) -> Result<Self, InvalidKey> {
                let bytes = URL_SAFE_NO_PAD.decode(text).ok();
                let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
                bytes.map(Self).ok_or(InvalidKey { bytes: $len })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

public_bytes! {
    /// An Ed25519 public key.
    PublicKey, 32
}
public_bytes! {
    /// An Ed25519 signature.
    Signature, 64
}
public_bytes! {
    /// The lasting name of a line: a hash of its root public key. It never changes.
    LineId, 32
}
public_bytes! {
    /// An X25519 public key, to which something is sealed.
    SealKey, 32
}

impl PublicKey {
    /// Returns the account that this key stands for.
    #[must_use]
    pub fn account(&self) -> AccountId {
        let mut builder = DigestBuilder::new("peerline/v1/account");
        AccountId::from_bytes(builder.bytes(&self.0).finish().short())
    }
}

impl LineId {
    /// Returns the name of the line whose root key is `root`.
    #[must_use]
    pub fn of(root: &PublicKey) -> Self {
        let mut builder = DigestBuilder::new("peerline/v1/line");
        Self(*builder.bytes(&root.0).finish().as_bytes())
    }
}
