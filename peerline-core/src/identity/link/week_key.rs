//! The random key of a week.

use std::fmt;

use chacha20poly1305::KeyInit as _;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut as _;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::Link;
use crate::identity::LineId;
use crate::identity::encoding::lp_joined;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Week;

/// What the registrar seals and signs the tickets of one week with: random, derived from nothing.
///
/// # Privacy
/// `Debug` shows nothing; the bytes are overwritten when the value is dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct WeekKey {
    seal: [u8; 32],
    sign: [u8; 32],
}

impl WeekKey {
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

    /// Makes a key from its bytes: what seals, then what signs.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let (mut seal, mut sign) = ([0; 32], [0; 32]);
        let both = seal.iter_mut().chain(&mut sign);
        both.zip(bytes).for_each(|(to, from)| *to = *from);
        Self { seal, sign }
    }

    /// Shows the bytes to code that must keep them. Every call is a place to look at in review.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<[u8; Self::BYTES]> {
        let mut bytes = Zeroizing::new([0; Self::BYTES]);
        let both = self.seal.iter().chain(&self.sign);
        bytes
            .iter_mut()
            .zip(both)
            .for_each(|(to, from)| *to = *from);
        bytes
    }

    pub(super) fn verifier(&self) -> VerifyingKey {
        SigningKey::from_bytes(&self.sign).verifying_key()
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        SigningKey::from_bytes(&self.sign).sign(message).to_bytes()
    }

    /// Seals an account's tag; a nonce is never used twice.
    pub(super) fn seal(&self, line: &LineId, week: Week, nonce: [u8; 24], tag: AccountId) -> Link {
        let mut sealed = [0; 32];
        let (text, mac) = sealed.split_at_mut(16);
        text.copy_from_slice(tag.as_bytes());
        let made = XChaCha20Poly1305::new((&self.seal).into()).encrypt_inout_detached(
            &XNonce::from(nonce),
            &context(line, week),
            text.into(),
        );
        // Sixteen bytes are never too long for the cipher.
        if let Ok(made) = made {
            mac.copy_from_slice(&made);
        }
        Link {
            week,
            nonce,
            sealed,
        }
    }

    /// Opens a link; `None` where it is not one of this key and line.
    pub(super) fn open(&self, line: &LineId, link: &Link) -> Option<AccountId> {
        let (mut tag, mac) = link
            .sealed
            .split_first_chunk::<16>()
            .map(|(t, m)| (*t, m))?;
        let mac: [u8; 16] = mac.try_into().ok()?;
        XChaCha20Poly1305::new((&self.seal).into())
            .decrypt_inout_detached(
                &XNonce::from(link.nonce),
                &context(line, link.week),
                tag.as_mut_slice().into(),
                &mac.into(),
            )
            .ok()?;
        Some(AccountId::from_bytes(tag))
    }
}

impl fmt::Debug for WeekKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeekKey(..)")
    }
}

/// What a sealed tag belongs to.
fn context(line: &LineId, week: Week) -> Vec<u8> {
    lp_joined(&[
        b"peerline/v1/tag",
        line.as_bytes(),
        &week.number().to_be_bytes(),
    ])
}
