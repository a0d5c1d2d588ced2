//! Who a client proves to be when it comes.

use serde::Deserialize;
use serde::Serialize;

use super::GateKeys;
use super::Join;
use super::Key;
use super::SignatureBytes;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;

/// A proof of identity: a public key and a signature over the join.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
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
    /// The one room whose key this is, where the client proves nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// The secret of a staff invitation, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<Key>,
    /// The token of a staff login, given to the device whose key signs.
    #[cfg_attr(feature = "schemars1", schemars(with = "Option<String>"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Sensitive<String>>,
    /// What a newcomer brings for the gate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<GateKeys>,
    /// A secret that this device drew for this person, so that their locker knows it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Key>,
}

impl Auth {
    /// Makes the proof of one room alone, from a [`Join`] of its key without a ticket, as a
    /// purse makes one where `fresh` is false.
    #[must_use]
    pub fn of_room(room: RoomId, join: &Join) -> Self {
        Self {
            pk: join.pk,
            nonce: join.nonce,
            sig: join.sig,
            room: Some(room),
            invite: None,
            token: None,
            gate: None,
            device: None,
        }
    }
}
