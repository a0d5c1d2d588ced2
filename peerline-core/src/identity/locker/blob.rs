//! The sealed bytes, as they travel and rest.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

/// 4096 sealed bytes: whoever has them without the phrase learns nothing, not even how much is in
/// them. Written as 5462 characters of base64url. `Debug` shows nothing of it.
#[derive(Clone, Eq, PartialEq)]
pub struct LockerBlob(Box<[u8]>);

impl LockerBlob {
    /// How many bytes there are, whatever is in them.
    pub const LEN: usize = 4096;

    /// Takes bytes as they were kept.
    ///
    /// # Errors
    /// [`InvalidBlob`] where they are not [`LockerBlob::LEN`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, InvalidBlob> {
        if bytes.len() == Self::LEN {
            Ok(Self(bytes.into_boxed_slice()))
        } else {
            Err(InvalidBlob)
        }
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for LockerBlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockerBlob(..)")
    }
}

impl Serialize for LockerBlob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for LockerBlob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = URL_SAFE_NO_PAD.decode(text.as_bytes()).ok();
        let blob = bytes.and_then(|bytes| Self::from_bytes(bytes).ok());
        blob.ok_or_else(|| serde::de::Error::custom(InvalidBlob))
    }
}

#[cfg(feature = "schemars1")]
impl schemars::JsonSchema for LockerBlob {
    fn schema_name() -> Cow<'static, str> {
        "LockerBlob".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "4096 sealed bytes in base64url.",
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]{5462}$",
        })
    }
}

/// The bytes of a locker had another length.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a locker is 4096 bytes")]
#[non_exhaustive]
pub struct InvalidBlob;
