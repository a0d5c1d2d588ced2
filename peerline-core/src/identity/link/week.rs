//! Weeks, and the random key of each.

use std::fmt;

use chacha20poly1305::KeyInit as _;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut as _;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use serde::Serialize;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::Link;
use crate::identity::LineId;
use crate::identity::encoding::lp_joined;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// A week: whole weeks of 7 days since 1970-01-01.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Week(u32);

impl Week {
    /// How long one is.
    pub const SPAN: Millis = Millis::from_hours(7 * 24);
    /// How long its key is kept after it is over: 30 days, so 37 at most.
    pub const KEPT: Millis = Millis::from_hours(30 * 24);

    /// Makes a week from its number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Returns the week a time lies in.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let span = Self::SPAN.get();
        let number = at.unix_millis().checked_div(span).unwrap_or_default();
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Returns the week after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Returns when it begins.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        Timestamp::ZERO.after(Self::SPAN.times(u64::from(self.0)))
    }

    /// Returns when its key is destroyed.
    #[must_use]
    pub fn key_ends(self) -> Timestamp {
        self.begins().after(Self::SPAN).after(Self::KEPT)
    }
}

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
