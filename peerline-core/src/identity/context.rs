//! One key per line, room and match: all of one root, no two alike.

use std::fmt;

use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use serde::Deserialize;
use serde::Serialize;
use zeroize::Zeroizing;

use super::JoinClaim;
use super::LineId;
use super::PublicKey;
use super::Root;
use super::Signature;
use super::encoding::hkdf;
use super::encoding::lp_joined;

/// What a key is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContextKind {
    /// The line itself; its context id is empty. Standing belongs to this key.
    Line,
    /// A room.
    Room,
    /// A conversation of two.
    Conv,
    /// Waiting to be matched.
    Match,
    /// A sealed emergency contact.
    Vault,
    /// The person's own sealed notes.
    Locker,
}

impl ContextKind {
    /// Returns the label that is hashed and signed.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Room => "room",
            Self::Conv => "conv",
            Self::Match => "match",
            Self::Vault => "vault",
            Self::Locker => "locker",
        }
    }
}

/// The Ed25519 key of one root in one context.
///
/// It signs joins and nothing else: no message ever bears a signature, so nobody can prove to a
/// third party who wrote what.
///
/// # Privacy
/// `Debug` shows nothing; the key is overwritten when the value is dropped.
pub struct ContextKey(SigningKey);

impl ContextKey {
    /// Returns the public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// Signs a join.
    #[must_use]
    pub fn sign_join(&self, claim: &JoinClaim) -> Signature {
        Signature::from_bytes(self.0.sign(&claim.bytes()).to_bytes())
    }
}

impl fmt::Debug for ContextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContextKey(..)")
    }
}

impl Root {
    /// Returns this root's key in one context.
    ///
    /// `generation` starts at 0; a person who wants to start over with the same phrase counts it
    /// up.
    #[must_use]
    pub fn context_key(
        &self,
        kind: ContextKind,
        line_id: &LineId,
        ctx_id: &[u8],
        generation: u32,
    ) -> ContextKey {
        ContextKey(SigningKey::from_bytes(
            &self.context_seed(kind, line_id, ctx_id, generation),
        ))
    }

    pub(super) fn context_seed(
        &self,
        kind: ContextKind,
        line_id: &LineId,
        ctx_id: &[u8],
        generation: u32,
    ) -> Zeroizing<[u8; 32]> {
        let mut info = lp_joined(&[
            b"peerline/v1/ctx",
            kind.label().as_bytes(),
            line_id.as_bytes(),
            ctx_id,
        ]);
        info.extend_from_slice(&generation.to_be_bytes());
        hkdf(b"peerline/v1/root", self.expose(), &info)
    }
}
