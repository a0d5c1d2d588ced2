//! The random key of a week.

use std::fmt;

use chacha20poly1305::KeyInit as _;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut as _;
use ed25519_dalek::VerifyingKey;
use zeroize::Zeroizing;

use super::Link;
use crate::identity::LineId;
use crate::identity::encoding::lp_joined;
use crate::identity::seeds::Seeds;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Week;

/// What the registrar seals and signs the tickets of one week with: random, derived from nothing.
///
/// # Privacy
/// `Debug` shows nothing; the bytes are overwritten when the value is dropped.
#[derive(Clone)]
pub struct WeekKey(Seeds);

impl WeekKey {
    /// How long it is where it is kept.
    pub const BYTES: usize = Seeds::BYTES;

    /// Draws a new key.
    #[must_use]
    pub fn from_entropy(entropy: &mut Entropy) -> Self {
        Self(Seeds::from_entropy(entropy))
    }

    /// Makes a key from its bytes: what seals, then what signs.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        Self(Seeds::from_bytes(bytes))
    }

    /// Shows the bytes to code that must keep them. Every call is a place to look at in review.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<[u8; Self::BYTES]> {
        self.0.expose()
    }

    pub(super) fn verifier(&self) -> VerifyingKey {
        self.0.verifier()
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        *self.0.sign(message).as_bytes()
    }

    /// Seals an account's tag; a nonce is never used twice.
    pub(super) fn seal(&self, line: &LineId, week: Week, nonce: [u8; 24], tag: AccountId) -> Link {
        let mut sealed = [0; 32];
        let (text, mac) = sealed.split_at_mut(16);
        text.copy_from_slice(tag.as_bytes());
        let made = XChaCha20Poly1305::new(self.0.seal().into()).encrypt_inout_detached(
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
        XChaCha20Poly1305::new(self.0.seal().into())
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
