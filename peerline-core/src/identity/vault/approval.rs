//! A guardian's yes to one request.

use super::VaultRefusal;
use super::bytes::in_text;
use super::bytes::take;
use super::sealed::SHARE;
use crate::identity::LineId;
use crate::identity::Signature;
use crate::identity::encoding::lp_joined;
use crate::vocab::Digest;
use crate::vocab::VaultRequestId;

/// A guardian's share, sealed to who asks and signed for one request.
///
/// | bytes | what |
/// |---|---|
/// | 1 | version, 1 |
/// | 1 | the guardian's place, from 0 |
/// | 16 | id of the request |
/// | 82 | the share under HPKE to the request's key |
/// | 64 | Ed25519 of the guardian |
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Approval {
    /// Of which guardian, by their place from 0.
    pub guardian: u8,
    /// Which request it is for.
    pub request: VaultRequestId,
    pub(super) share: [u8; SHARE],
    pub(super) signature: Signature,
}

impl Approval {
    /// How long it is.
    pub const BYTES: usize = 164;
    const VERSION: u8 = 1;

    /// Reads an approval. Whether it counts is [`Guarding::verify`](super::Guarding::verify)'s to say.
    ///
    /// # Errors
    /// [`VaultRefusal::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, VaultRefusal> {
        Self::read(bytes).ok_or(VaultRefusal::Malformed)
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![Self::VERSION, self.guardian];
        bytes.extend_from_slice(self.request.as_bytes());
        bytes.extend_from_slice(&self.share);
        bytes.extend_from_slice(self.signature.as_bytes());
        bytes
    }

    /// Returns what the guardian signs: the whole request, by its digest, and the sealed share.
    pub(super) fn message(&self, line: &LineId, request: &Digest) -> Vec<u8> {
        lp_joined(&[
            b"peerline/v1/vault/approval",
            line.as_bytes(),
            request.as_bytes(),
            &[self.guardian],
            &self.share,
        ])
    }

    /// Takes the share out, where the person it belongs to is erased.
    pub(super) fn blank(&mut self) {
        self.share = [0; SHARE];
    }

    fn read(mut rest: &[u8]) -> Option<Self> {
        let [version, guardian] = take(&mut rest)?;
        let approval = Self {
            guardian,
            request: VaultRequestId::from_bytes(take(&mut rest)?),
            share: take(&mut rest)?,
            signature: Signature::from_bytes(take(&mut rest)?),
        };
        (version == Self::VERSION && rest.is_empty()).then_some(approval)
    }
}

in_text!(Approval);
