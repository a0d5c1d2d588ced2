//! What a client says.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Serialize;

use super::Address;
use super::Auth;
use super::Body;
use super::Chain;
use super::Join;
use super::Kind;
use super::Marks;
use super::Who;
use crate::vocab::Cid;
use crate::vocab::Language;
use crate::vocab::Seq;

/// A frame from client to server.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "t")]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "a `hello` comes once a connection; a box would cost its reader more than it saves"
)]
pub enum ClientFrame<'a> {
    /// Proves who it is.
    Hello(Hello),
    /// Starts to receive a room.
    Open(Open),
    /// Stops receiving a room.
    Close(Close),
    /// Changes something.
    Put(Put<'a>),
    /// Gives up a put.
    Drop(Drop),
    /// Reads a page of a log.
    Fetch(Fetch),
    /// Asks for something that changes nothing.
    Ask(Ask<'a>),
    /// Says something that is never kept.
    Sig(Sig<'a>),
    /// Answers a ping, or asks for an answer.
    Ping(Ping),
}

/// The first frame.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Hello {
    /// The version it speaks.
    pub v: u16,
    /// Extensions it knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ext: Vec<String>,
    /// Its proof of identity.
    pub auth: Auth,
    /// Rooms to open at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Open>,
    /// The language of explanations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// ISO 3166 country, for helplines alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The program and its version, at most [`Hello::MAX_AGENT`] bytes; never logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

impl Hello {
    /// The most bytes of `agent`; what is longer is not kept.
    pub const MAX_AGENT: usize = 64;
}

/// Starts to receive a room, from a cursor on.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
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
    /// Proof for a room that is entered with a ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<Box<Join>>,
    /// What of the things that are said in passing the client wants to hear and to say.
    #[serde(default, skip_serializing_if = "Marks::are_none")]
    pub marks: Marks,
}

/// Stops receiving a room.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Put<'a> {
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
    #[serde(borrow)]
    pub body: Body<'a>,
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
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
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
    /// The entries behind this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Seq>,
    /// The entries before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Seq>,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
}

/// Asks for something that changes nothing.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Ask<'a> {
    /// The client's number for the answer.
    #[serde(rename = "ref")]
    pub reference: u64,
    /// What.
    #[serde(borrow)]
    pub what: Cow<'a, str>,
    /// About what.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body<'a>>,
}

/// Says something that is never kept.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Sig<'a> {
    /// Which room.
    pub room: Address,
    /// What it is: `typing`, `here`, `read`.
    pub kind: Kind,
    /// For how many milliseconds it holds.
    pub ttl: u64,
    /// Who, from the server alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Who>,
    /// What it holds, by kind.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body<'a>>,
}

/// Shows that the link lives.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
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

impl Put<'_> {
    /// Makes the put last longer than the bytes it was read from.
    #[must_use]
    pub fn into_owned(self) -> Put<'static> {
        Put {
            body: self.body.into_owned(),
            ..self
        }
    }
}

impl Sig<'_> {
    /// Makes it last longer than the bytes it was read from.
    #[must_use]
    pub fn into_owned(self) -> Sig<'static> {
        Sig {
            body: self.body.map(Body::into_owned),
            ..self
        }
    }
}

struct BytesVisitor;

impl serde::de::Visitor<'_> for BytesVisitor {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }
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
                if serializer.is_human_readable() {
                    serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
                } else {
                    serializer.serialize_bytes(&self.0)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let bytes = if deserializer.is_human_readable() {
                    let text = Cow::<'de, str>::deserialize(deserializer)?;
                    URL_SAFE_NO_PAD.decode(text.as_bytes()).ok()
                } else {
                    deserializer.deserialize_bytes(BytesVisitor).ok()
                };
                bytes
                    .and_then(|bytes| bytes.try_into().ok())
                    .map(Self)
                    .ok_or_else(|| serde::de::Error::custom(concat!(
                        "expected ", $len, " bytes"
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
