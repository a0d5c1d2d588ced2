//! The one thing a person signs: that they are here, now, on this channel.

use ed25519_dalek::VerifyingKey;
use sha2::Digest as _;
use sha2::Sha256;

use super::ContextKind;
use super::LineId;
use super::PublicKey;
use super::Signature;
use super::encoding::lp_joined;
use crate::vocab::AccountId;
use crate::vocab::Digest;
use crate::vocab::Timestamp;

/// What the signature of a join covers.
///
/// The server builds its own copy from what it sent and saw on this connection, and takes from the
/// other side only `client_nonce`, the key and the signature; so a signature made for another line,
/// channel or moment does not fit. There is no time of the person's device in it: a clock that is
/// off by its own amount would be a fingerprint.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "these are signed bytes: another field is another version, not an addition"
)]
pub struct JoinClaim {
    /// What the key is for.
    pub kind: ContextKind,
    /// The line.
    pub line_id: LineId,
    /// The room, conversation or match; empty for the line itself.
    pub ctx_id: Vec<u8>,
    /// Fresh from the server.
    pub server_nonce: [u8; 32],
    /// Fresh from the person's device.
    pub client_nonce: [u8; 32],
    /// Ties the signature to the channel it came in on.
    pub channel_binding: [u8; 32],
    /// The server's time, echoed.
    pub server_time: Timestamp,
    /// SHA-256 of the ticket, or [`JoinClaim::no_ticket`].
    pub ticket_digest: Digest,
}

impl JoinClaim {
    /// Returns the ticket digest of a join without a ticket: SHA-256 of the empty string.
    #[must_use]
    pub fn no_ticket() -> Digest {
        Digest::from_bytes(Sha256::digest(b"").into())
    }

    /// Returns the bytes that are signed: each part behind its length as u16 big-endian; the time
    /// is 8 bytes big-endian, in milliseconds.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        lp_joined(&[
            b"peerline/v1/join",
            self.kind.label().as_bytes(),
            self.line_id.as_bytes(),
            &self.ctx_id,
            &self.server_nonce,
            &self.client_nonce,
            &self.channel_binding,
            &self.server_time.unix_millis().to_be_bytes(),
            self.ticket_digest.as_bytes(),
        ])
    }
}

/// Returns the account that signed `claim`.
///
/// Verification is the strict one: keys of small order and signatures that a second key would
/// satisfy are refused. Whether the claim is the expected one is decided by who builds it, see
/// [`JoinClaim`].
///
/// # Errors
/// [`JoinRefusal::BadKey`] where the key is no point of the curve, [`JoinRefusal::BadSignature`]
/// where it did not sign this claim.
pub fn verify_join(
    public_key: &PublicKey,
    claim: &JoinClaim,
    signature: &Signature,
) -> Result<AccountId, JoinRefusal> {
    let key = VerifyingKey::from_bytes(public_key.as_bytes()).map_err(|_| JoinRefusal::BadKey)?;
    let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
    key.verify_strict(&claim.bytes(), &signature)
        .map_err(|_| JoinRefusal::BadSignature)?;
    Ok(public_key.account())
}

/// A join was not believed. Nobody is at fault by it: a fresh root always joins.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum JoinRefusal {
    /// The key is no Ed25519 public key.
    #[error("the key is not an Ed25519 public key")]
    BadKey,
    /// The signature is not of this key over this claim.
    #[error("the signature does not fit the key and the claim")]
    BadSignature,
    /// The claim is not of the line's own key, which standing belongs to.
    #[error("a join is signed with the key of the line")]
    NotTheLine,
    /// The claim is not of a room.
    #[error("a room is joined with the key of that room")]
    NotARoom,
}

#[cfg(test)]
mod tests;
