//! Bytes with a text form, and parts taken off their front.

/// Takes the first `N` bytes off.
pub(super) fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (part, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*part)
}

/// Takes the first `len` bytes off.
pub(super) fn take_len<'a>(rest: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (part, left) = rest.split_at_checked(len)?;
    *rest = left;
    Some(part)
}

/// Gives a type with `encode` and `decode` its text form: base64url without padding.
macro_rules! in_text {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use base64::Engine as _;
                let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.encode());
                f.write_str(&text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = super::VaultRefusal;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                use base64::Engine as _;
                let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text);
                Self::decode(&bytes.map_err(|_| super::VaultRefusal::Malformed)?)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(super) use in_text;
