//! Two random seeds that are kept together: one seals, the other signs.

use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::Signature;
use crate::vocab::Entropy;

/// Random, derived from nothing; overwritten when the value is dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct Seeds {
    seal: [u8; 32],
    sign: [u8; 32],
}

impl Seeds {
    /// How long they are where they are kept.
    pub(super) const BYTES: usize = 64;

    pub(super) fn from_entropy(entropy: &mut Entropy) -> Self {
        Self {
            seal: entropy.draw(),
            sign: entropy.draw(),
        }
    }

    /// Takes what seals, then what signs.
    pub(super) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let (mut seal, mut sign) = ([0; 32], [0; 32]);
        let both = seal.iter_mut().chain(&mut sign);
        both.zip(bytes).for_each(|(to, from)| *to = *from);
        Self { seal, sign }
    }

    /// Returns the bytes, as [`from_bytes`](Self::from_bytes) takes them.
    pub(super) fn expose(&self) -> Zeroizing<[u8; Self::BYTES]> {
        let mut bytes = Zeroizing::new([0; Self::BYTES]);
        let both = self.seal.iter().chain(&self.sign);
        bytes
            .iter_mut()
            .zip(both)
            .for_each(|(to, from)| *to = *from);
        bytes
    }

    pub(super) const fn seal(&self) -> &[u8; 32] {
        &self.seal
    }

    /// Returns what checks the signatures.
    pub(super) fn verifier(&self) -> VerifyingKey {
        SigningKey::from_bytes(&self.sign).verifying_key()
    }

    pub(super) fn sign(&self, message: &[u8]) -> Signature {
        let key = SigningKey::from_bytes(&self.sign);
        Signature::from_bytes(key.sign(message).to_bytes())
    }
}
