//! A request to open one contact once.

use super::Purpose;
use super::VaultRefusal;
use super::bytes::in_text;
use super::bytes::take;
use crate::identity::LineId;
use crate::identity::SealKey;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;
use crate::vocab::Timestamp;
use crate::vocab::VaultEntryId;
use crate::vocab::VaultRequestId;

/// Somebody asks for one emergency contact, for a reason, until a time.
///
/// An approval signs all of it: it counts for nothing else.
///
/// | bytes | what |
/// |---|---|
/// | 1 | version, 1 |
/// | 1 | reason: [`Purpose`] |
/// | 8 | end, in milliseconds, big-endian |
/// | 16 | id, random |
/// | 16 | the entry |
/// | 32 | digest of what is kept there |
/// | 32 | X25519 key of the device that asks |
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct OpenRequest {
    /// Which request: 16 random bytes.
    pub id: VaultRequestId,
    /// Whose contact, by its name in the vault.
    pub entry: VaultEntryId,
    /// [`SealedContact::digest`](super::SealedContact::digest) of what is kept there.
    pub record: Digest,
    /// Why.
    pub reason: Purpose,
    /// When it ends.
    pub until: Timestamp,
    /// What shares are sealed to: the key of who asks.
    pub opener: SealKey,
}

impl OpenRequest {
    /// How long it is.
    pub const BYTES: usize = 106;
    /// The longest it may hold: three nights to find enough guardians awake.
    pub const LONGEST: Millis = Millis::from_hours(72);
    const VERSION: u8 = 1;

    /// Reads a request.
    ///
    /// # Errors
    /// [`VaultRefusal::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, VaultRefusal> {
        Self::read(bytes).ok_or(VaultRefusal::Malformed)
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![Self::VERSION, self.reason.byte()];
        bytes.extend_from_slice(&self.until.unix_millis().to_be_bytes());
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(self.entry.as_bytes());
        bytes.extend_from_slice(self.record.as_bytes());
        bytes.extend_from_slice(self.opener.as_bytes());
        bytes
    }

    /// Returns what approvals sign.
    pub(super) fn digest(&self, line: &LineId) -> Digest {
        let mut builder = DigestBuilder::new("peerline/v1/vault/request");
        builder.bytes(line.as_bytes()).bytes(&self.encode());
        builder.finish()
    }

    /// Says whether it holds at a time.
    pub(super) fn holds(&self, now: Timestamp) -> Result<(), VaultRefusal> {
        if self.until <= now {
            return Err(VaultRefusal::RequestEnded);
        }
        if now.after(Self::LONGEST) < self.until {
            return Err(VaultRefusal::RequestTooLong);
        }
        Ok(())
    }

    fn read(mut rest: &[u8]) -> Option<Self> {
        let [version, reason] = take(&mut rest)?;
        let request = Self {
            reason: Purpose::of(reason)?,
            until: Timestamp::from_unix_millis(u64::from_be_bytes(take(&mut rest)?)),
            id: VaultRequestId::from_bytes(take(&mut rest)?),
            entry: VaultEntryId::from_bytes(take(&mut rest)?),
            record: Digest::from_bytes(take(&mut rest)?),
            opener: SealKey::from_bytes(take(&mut rest)?),
        };
        (version == Self::VERSION && rest.is_empty()).then_some(request)
    }
}

in_text!(OpenRequest);
