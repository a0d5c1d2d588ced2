//! What a client says.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Address;
use super::Chain;
use super::Kind;
use crate::vocab::Cid;
use crate::vocab::Language;
use crate::vocab::Seq;

/// A frame from client to server.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "t")]
#[non_exhaustive]
pub enum ClientFrame {
    /// Proves who it is.
    Hello(Hello),
    /// Starts to receive a room.
    Open(Open),
    /// Stops receiving a room.
    Close(Close),
    /// Changes something.
    Put(Put),
    /// Gives up a put.
    Drop(Drop),
    /// Reads a page of a log.
    Fetch(Fetch),
    /// Asks for something that changes nothing.
    Ask(Ask),
    /// Says something that is never kept.
    Sig(Sig),
    /// Answers a ping, or asks for an answer.
    Ping(Ping),
}

/// The first frame.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Hello {
    /// The version it speaks.
    pub v: u16,
    /// Extensions it knows.
    #[serde(default)]
    pub ext: Vec<String>,
    /// Its proof of identity.
    pub auth: Auth,
    /// Rooms to open at once.
    #[serde(default)]
    pub open: Vec<Open>,
    /// The language of explanations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// ISO 3166 country, for helplines alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A proof of identity: a public key and a signature over the join.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Auth {
    /// The context key.
    pub pk: Key,
    /// The client's nonce.
    pub nonce: Key,
    /// The signature.
    pub sig: SignatureBytes,
    /// The secret of a staff invitation, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<Key>,
}

/// Starts to receive a room, from a cursor on.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Open {
    /// The client's number for the answer; it may be missing inside `hello`, where a refusal then
    /// does not say which room it means.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<u64>,
    /// Which room.
    pub room: Address,
    /// The epoch of the cursor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u64>,
    /// The last entry the client has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// The running hash there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub h: Option<Chain>,
    /// At most so many of the newest entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<u64>,
}

/// Stops receiving a room.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Close {
    /// The client's number for the answer.
    #[serde(rename = "ref")]
    pub reference: u64,
    /// Which room.
    pub room: Address,
}

/// Changes something, once.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Put {
    /// The client's number for the answer.
    #[serde(rename = "ref")]
    pub reference: u64,
    /// Which room.
    pub room: Address,
    /// The key of retries.
    pub cid: Cid,
    /// What it is.
    pub kind: Kind,
    /// What it holds, by kind.
    pub body: Box<RawValue>,
    /// The entry it refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub re: Option<Seq>,
    /// How many seconds ago the client made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_s: Option<u64>,
    /// Sent again after a nudge.
    #[serde(default, skip_serializing_if = "is_false")]
    pub over: bool,
}

/// Gives up a put that blocks its lane.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Drop {
    /// The client's number for the answer.
    #[serde(rename = "ref")]
    pub reference: u64,
    /// Which room.
    pub room: Address,
    /// Which put.
    pub cid: Cid,
}

/// Reads a page of a log.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Fetch {
    /// The client's number for the answer.
    #[serde(rename = "ref")]
    pub reference: u64,
    /// Which room.
    pub room: Address,
    /// Behind which entry.
    pub after: Seq,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
}

/// Asks for something that changes nothing.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Ask {
    /// The client's number for the answer.
    #[serde(rename = "ref")]
    pub reference: u64,
    /// What.
    pub what: String,
    /// About what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<RawValue>>,
}

/// Says something that is never kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Sig {
    /// Which room.
    pub room: Address,
    /// What it is: `typing`, `here`, `place`.
    pub kind: String,
    /// For how many milliseconds it holds.
    pub ttl: u64,
    /// Who, from the server alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<crate::vocab::OccupantId>,
    /// What it holds, from the server alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<RawValue>>,
}

/// Shows that the link lives.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Ping {
    /// A number that comes back.
    pub n: u64,
    /// The last entry of each open room.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub heads: BTreeMap<Address, Seq>,
}

macro_rules! bytes {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Eq, PartialEq)]
        #[expect(clippy::exhaustive_structs, reason = "bytes of a fixed length, nothing else")]
        pub struct $name(pub [u8; $len]);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                URL_SAFE_NO_PAD
                    .decode(text.as_bytes())
                    .ok()
                    .and_then(|bytes| bytes.try_into().ok())
                    .map(Self)
                    .ok_or_else(|| serde::de::Error::custom(concat!(
                        "expected ", $len, " bytes in base64url without padding"
                    )))
            }
        }
    };
}

bytes! {
    /// 32 bytes: a public key, a nonce or a secret. `Debug` shows nothing of it.
    Key, 32
}
bytes! {
    /// 64 bytes: a signature.
    SignatureBytes, 64
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
