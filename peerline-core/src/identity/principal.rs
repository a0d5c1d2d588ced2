//! Somebody whose key was checked.

use super::ContextKind;
use super::JoinClaim;
use super::JoinRefusal;
use super::PublicKey;
use super::RoomProof;
use super::Signature;
use super::StaffClaims;
use super::locker::device_id;
use super::verify_join;
use crate::vocab::AccountId;
use crate::vocab::DeviceId;

/// Proof that a connection belongs to an account.
///
/// There are two ways to one: a signature that was verified, of a person or of one room, and
/// [`Principal::assert_verified`], which is written out in full so that a search finds every claim
/// made without one. A person who came without a phrase is no other kind of principal: their device
/// drew a random root that it never shows, and signs with it like any other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Principal {
    account: AccountId,
    proof: Proof,
    staff: Option<StaffClaims>,
    device: Option<DeviceId>,
    room: Option<Box<RoomProof>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Proof {
    Signature,
    Asserted(&'static str),
}

impl Principal {
    /// Verifies a join to the line and returns who it is.
    ///
    /// # Errors
    /// Those of [`verify_join`], and [`JoinRefusal::NotTheLine`] where the claim is of another
    /// [`ContextKind`]: standing belongs to the line key.
    pub fn verified(
        public_key: &PublicKey,
        claim: &JoinClaim,
        signature: &Signature,
    ) -> Result<Self, JoinRefusal> {
        if claim.kind != ContextKind::Line {
            return Err(JoinRefusal::NotTheLine);
        }
        let account = verify_join(public_key, claim, signature)?;
        Ok(Self {
            account,
            proof: Proof::Signature,
            staff: None,
            device: None,
            room: None,
        })
    }

    /// Returns who proved the key of one room and nothing else: the account that this key would
    /// have. It stands in no book, and what leads to it leads to that room alone.
    #[must_use]
    pub fn of_room(proof: RoomProof) -> Self {
        Self {
            account: proof.key().account(),
            proof: Proof::Signature,
            staff: None,
            device: None,
            room: Some(Box::new(proof)),
        }
    }

    /// Returns the one room of somebody who proved nothing else.
    #[must_use]
    pub fn room(&self) -> Option<&RoomProof> {
        self.room.as_deref()
    }

    /// Claims that somebody is `account` without having seen a signature.
    ///
    /// For tests, simulators and hosts that verify identity by their own means. `reason` is what a
    /// reviewer will read.
    #[must_use]
    pub const fn assert_verified(account: AccountId, reason: &'static str) -> Self {
        Self {
            account,
            proof: Proof::Asserted(reason),
            staff: None,
            device: None,
            room: None,
        }
    }

    /// Returns the account.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Adds a login of staff: a token for this device, which the host has checked.
    #[must_use]
    pub fn logged_in(self, claims: StaffClaims) -> Self {
        Self {
            staff: Some(claims),
            ..self
        }
    }

    /// Returns the login of staff that was brought along.
    #[must_use]
    pub const fn staff(&self) -> Option<&StaffClaims> {
        self.staff.as_ref()
    }

    /// Adds the device, named with a secret that it keeps.
    #[must_use]
    pub fn on_device(self, secret: &[u8; 32]) -> Self {
        let device = Some(device_id(&self.account, secret));
        Self { device, ..self }
    }

    /// Returns the device, where it named itself.
    #[must_use]
    pub const fn device(&self) -> Option<DeviceId> {
        self.device
    }

    /// Returns the reason given where no signature was checked.
    #[must_use]
    pub const fn asserted(&self) -> Option<&'static str> {
        match self.proof {
            Proof::Signature => None,
            Proof::Asserted(reason) => Some(reason),
        }
    }
}
