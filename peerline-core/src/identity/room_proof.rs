//! Proof that a connection bears a name in a room.

use super::ContextKind;
use super::JoinClaim;
use super::JoinRefusal;
use super::PublicKey;
use super::Shown;
use super::Signature;
use super::verify_join;
use crate::vocab::RoomId;

/// Proof that a connection holds the key of one room, with or without a ticket for it.
///
/// It names no account. With a ticket it can enter; without one it can come back to a name that
/// the same key entered under before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RoomProof {
    room: RoomId,
    key: PublicKey,
    shown: Option<Shown>,
}

impl RoomProof {
    /// Verifies a join to a room. `shown` is the ticket whose digest the claim holds, checked for
    /// the same key.
    ///
    /// # Errors
    /// Those of [`verify_join`], and [`JoinRefusal::NotARoom`] where the claim is no room's.
    pub fn verified(
        key: &PublicKey,
        claim: &JoinClaim,
        signature: &Signature,
        shown: Option<Shown>,
    ) -> Result<Self, JoinRefusal> {
        let room = <[u8; 16]>::try_from(claim.ctx_id.as_slice());
        let room = room.map_err(|_| JoinRefusal::NotARoom)?;
        if claim.kind != ContextKind::Room {
            return Err(JoinRefusal::NotARoom);
        }
        verify_join(key, claim, signature)?;
        Ok(Self {
            room: RoomId::from_bytes(room),
            key: *key,
            shown,
        })
    }

    /// Returns which room.
    #[must_use]
    pub const fn room(&self) -> RoomId {
        self.room
    }

    /// Returns the key that signed.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Returns the ticket that was shown.
    #[must_use]
    pub const fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }
}
