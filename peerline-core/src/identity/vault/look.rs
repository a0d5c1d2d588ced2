//! A guardian asks what waits for them.

use ed25519_dalek::VerifyingKey;

use super::Guarding;
use super::VaultRefusal;
use super::bytes::in_text;
use super::bytes::take;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Signature;
use crate::identity::encoding::lp_joined;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// A guardian's signed question: it holds for some minutes, and says nothing but who asks.
///
/// | bytes | what |
/// |---|---|
/// | 1 | version, 1 |
/// | 32 | the Ed25519 key of the guardian |
/// | 8 | when, in milliseconds, big-endian |
/// | 64 | Ed25519 of the guardian |
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Look {
    /// Which guardian, by the key that checks what they sign.
    pub guardian: PublicKey,
    /// When they asked.
    pub at: Timestamp,
    pub(super) signature: Signature,
}

impl Look {
    /// How far the clocks of a guardian and of the line may be apart.
    pub const SLACK: Millis = Millis::from_mins(10);
    const VERSION: u8 = 1;

    /// Reads a question. Whether it counts is [`Guarding::looks`]'s to say.
    ///
    /// # Errors
    /// [`VaultRefusal::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, VaultRefusal> {
        Self::read(bytes).ok_or(VaultRefusal::Malformed)
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![Self::VERSION];
        bytes.extend_from_slice(self.guardian.as_bytes());
        bytes.extend_from_slice(&self.at.unix_millis().to_be_bytes());
        bytes.extend_from_slice(self.signature.as_bytes());
        bytes
    }

    /// Returns what the guardian signs.
    pub(super) fn message(line: &LineId, guardian: &PublicKey, at: Timestamp) -> Vec<u8> {
        lp_joined(&[
            b"peerline/v1/vault/look",
            line.as_bytes(),
            guardian.as_bytes(),
            &at.unix_millis().to_be_bytes(),
        ])
    }

    fn read(mut rest: &[u8]) -> Option<Self> {
        let [version] = take(&mut rest)?;
        let look = Self {
            guardian: PublicKey::from_bytes(take(&mut rest)?),
            at: Timestamp::from_unix_millis(u64::from_be_bytes(take(&mut rest)?)),
            signature: Signature::from_bytes(take(&mut rest)?),
        };
        (version == Self::VERSION && rest.is_empty()).then_some(look)
    }
}

in_text!(Look);

impl Guarding {
    /// Returns which guardian asked this, by their place from 0, where it was one, and lately.
    ///
    /// # Errors
    /// [`VaultRefusal::NotApproved`].
    pub fn looks(&self, now: Timestamp, look: &Look) -> Result<u8, VaultRefusal> {
        let lately = now.before(Look::SLACK) <= look.at && look.at <= now.after(Look::SLACK);
        let mut all = self.guardians.all().iter();
        let place = all.position(|one| one.sign == look.guardian);
        let place = place.and_then(|place| u8::try_from(place).ok());
        let key = VerifyingKey::from_bytes(look.guardian.as_bytes());
        let message = Look::message(&self.line, &look.guardian, look.at);
        let signature = ed25519_dalek::Signature::from_bytes(look.signature.as_bytes());
        let signed = key.is_ok_and(|key| key.verify_strict(&message, &signature).is_ok());
        let known = place.filter(|_| lately && signed);
        known.ok_or(VaultRefusal::NotApproved)
    }
}
