//! The secret keys of who may open.

use std::fmt;

use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::Guardian;
use super::Guarding;
use super::Look;
use super::VaultRefusal;
use super::sealing;
use crate::identity::PublicKey;
use crate::identity::SealKey;
use crate::identity::Signature;
use crate::vocab::Entropy;
use crate::vocab::Timestamp;

/// What a guardian keeps to themselves: one seed opens shares, the other signs approvals.
///
/// # Privacy
/// `Debug` shows nothing; the bytes are overwritten when the value is dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct GuardianKey {
    seal: [u8; 32],
    sign: [u8; 32],
}

impl GuardianKey {
    /// How long it is where it is kept.
    pub const BYTES: usize = 64;

    /// Draws a new key.
    #[must_use]
    pub fn from_entropy(entropy: &mut Entropy) -> Self {
        Self {
            seal: entropy.draw(),
            sign: entropy.draw(),
        }
    }

    /// Makes a key from its bytes: what opens shares, then what signs.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let mut rest = bytes.as_slice();
        let seal = super::bytes::take(&mut rest).unwrap_or([0; 32]);
        let sign = super::bytes::take(&mut rest).unwrap_or([0; 32]);
        Self { seal, sign }
    }

    /// Shows the bytes to code that must keep them. Every call is a place to look at in review.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.seal, self.sign].concat())
    }

    /// Returns the public half, which the line configures.
    #[must_use]
    pub fn public(&self) -> Guardian {
        let sign = SigningKey::from_bytes(&self.sign).verifying_key();
        Guardian {
            seal: sealing::keys(&self.seal).1,
            sign: PublicKey::from_bytes(sign.to_bytes()),
        }
    }

    /// Asks a line what waits for this guardian.
    ///
    /// # Errors
    /// [`VaultRefusal::WrongKey`] where the key is none of the line's guardians.
    pub fn look(&self, on: &Guarding, now: Timestamp) -> Result<Look, VaultRefusal> {
        let guardian = on.guardians.place(&self.public());
        let guardian = guardian.ok_or(VaultRefusal::WrongKey)?;
        Ok(Look {
            guardian,
            at: now,
            signature: self.sign(&Look::message(&on.line, guardian, now)),
        })
    }

    pub(super) const fn seal_seed(&self) -> &[u8; 32] {
        &self.seal
    }

    pub(super) fn sign(&self, message: &[u8]) -> Signature {
        let key = SigningKey::from_bytes(&self.sign);
        Signature::from_bytes(key.sign(message).to_bytes())
    }
}

impl fmt::Debug for GuardianKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuardianKey(..)")
    }
}

/// The key of one request, on the device of who asks: shares are sealed to it.
///
/// # Privacy
/// `Debug` shows nothing; the bytes are overwritten when the value is dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct OpenerKey([u8; 32]);

impl OpenerKey {
    /// Draws a new key: one for each request.
    #[must_use]
    pub fn from_entropy(entropy: &mut Entropy) -> Self {
        Self(entropy.draw())
    }

    /// Makes a key from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Shows the bytes to code that must keep them. Every call is a place to look at in review.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the public half, which the request names.
    #[must_use]
    pub fn public(&self) -> SealKey {
        sealing::keys(&self.0).1
    }
}

impl fmt::Debug for OpenerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenerKey(..)")
    }
}
