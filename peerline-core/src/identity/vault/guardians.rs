//! Who may open, and how many of them it takes.

use std::collections::BTreeSet;

use ed25519_dalek::VerifyingKey;

use super::VaultRefusal;
use super::bytes::in_text;
use super::bytes::take;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::SealKey;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;

/// The public keys of a guardian.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Guardian {
    /// What shares are sealed to.
    pub seal: SealKey,
    /// What approvals are checked with.
    pub sign: PublicKey,
}

impl Guardian {
    /// Reads a guardian: what seals, then what checks, 64 bytes.
    ///
    /// # Errors
    /// [`VaultRefusal::Malformed`].
    pub fn decode(mut bytes: &[u8]) -> Result<Self, VaultRefusal> {
        let keys = (take(&mut bytes), take(&mut bytes), bytes);
        let (Some(seal), Some(sign), []) = keys else {
            return Err(VaultRefusal::Malformed);
        };
        Ok(Self {
            seal: SealKey::from_bytes(seal),
            sign: PublicKey::from_bytes(sign),
        })
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        [*self.seal.as_bytes(), *self.sign.as_bytes()].concat()
    }

    fn is_sound(&self) -> bool {
        VerifyingKey::from_bytes(self.sign.as_bytes()).is_ok_and(|key| !key.is_weak())
    }
}

in_text!(Guardian);

/// The guardians of a line, and how many must agree.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Guardians {
    threshold: u8,
    all: Vec<Guardian>,
}

impl Guardians {
    /// The most there can be: who is responsible has to be told by name, not by list.
    pub const MOST: usize = 16;

    /// Takes guardians, of whom `threshold` must agree. Their order is part of what is sealed.
    ///
    /// # Errors
    /// [`VaultRefusal::BadGuardians`] where fewer than two must agree, more than there are, or
    /// two guardians share a key.
    pub fn new(threshold: u8, all: Vec<Guardian>) -> Result<Self, VaultRefusal> {
        let seals: BTreeSet<_> = all.iter().map(|guardian| guardian.seal).collect();
        let signs: BTreeSet<_> = all.iter().map(|guardian| guardian.sign).collect();
        let apart = seals.len() == all.len() && signs.len() == all.len();
        let enough = 2 <= threshold && usize::from(threshold) <= all.len();
        let sound = all.iter().all(Guardian::is_sound);
        if apart && enough && sound && all.len() <= Self::MOST {
            Ok(Self { threshold, all })
        } else {
            Err(VaultRefusal::BadGuardians)
        }
    }

    /// Returns how many must agree; at least two.
    #[must_use]
    pub const fn threshold(&self) -> u8 {
        self.threshold
    }

    /// Returns the guardians, in order.
    #[must_use]
    pub fn all(&self) -> &[Guardian] {
        &self.all
    }

    /// Returns what names this set on this line: the same for everybody.
    #[must_use]
    pub fn digest(&self, line: &LineId) -> Digest {
        let mut builder = DigestBuilder::new("peerline/v1/vault/guardians");
        builder.bytes(line.as_bytes()).bytes(&[self.threshold]);
        for guardian in &self.all {
            builder.bytes(&guardian.encode());
        }
        builder.finish()
    }

    #[cfg(feature = "vault")]
    pub(super) fn place(&self, guardian: &Guardian) -> Option<u8> {
        let place = self.all.iter().position(|one| one == guardian)?;
        u8::try_from(place).ok()
    }
}
