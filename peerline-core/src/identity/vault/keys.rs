//! The secret keys of who may open.

use std::fmt;

use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::Guardian;
use super::Look;
use super::sealing;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::SealKey;
use crate::identity::Signature;
use crate::identity::seeds::Seeds;
use crate::vocab::Entropy;
use crate::vocab::Timestamp;

/// What a guardian keeps to themselves: one seed opens shares, the other signs approvals.
///
/// # Privacy
/// `Debug` shows nothing; the bytes are overwritten when the value is dropped.
#[derive(Clone)]
pub struct GuardianKey(Seeds);

impl GuardianKey {
    /// How long it is where it is kept.
    pub const BYTES: usize = Seeds::BYTES;

    /// Draws a new key.
    #[must_use]
    pub fn from_entropy(entropy: &mut Entropy) -> Self {
        Self(Seeds::from_entropy(entropy))
    }

    /// Makes a key from its bytes: what opens shares, then what signs.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        Self(Seeds::from_bytes(bytes))
    }

    /// Shows the bytes to code that must keep them. Every call is a place to look at in review.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<[u8; Self::BYTES]> {
        self.0.expose()
    }

    /// Returns the public half, which the line configures.
    #[must_use]
    pub fn public(&self) -> Guardian {
        Guardian {
            seal: sealing::keys(self.0.seal()).1,
            sign: PublicKey::from_bytes(self.0.verifier().to_bytes()),
        }
    }

    /// Asks a line what waits for this guardian.
    #[must_use]
    pub fn look(&self, line: &LineId, now: Timestamp) -> Look {
        let guardian = self.public().sign;
        Look {
            guardian,
            at: now,
            signature: self.sign(&Look::message(line, &guardian, now)),
        }
    }

    pub(super) const fn seal_seed(&self) -> &[u8; 32] {
        self.0.seal()
    }

    pub(super) fn sign(&self, message: &[u8]) -> Signature {
        self.0.sign(message)
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
