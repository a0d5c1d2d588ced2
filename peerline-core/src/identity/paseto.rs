//! PASETO v4.public: bytes that anybody can read and only one key can have written.
//!
//! A token is `v4.public.` and base64url of the message and an Ed25519 signature over header,
//! message, footer and an implicit part, each behind its length. There is one version and one
//! algorithm, so there is nothing for a forger to choose.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;

const HEADER: &str = "v4.public.";
const SIGNATURE: usize = 64;

/// Returns the token of a message under no footer. `implicit` is signed and not in the token: who
/// verifies must bring the same.
pub(super) fn sign(key: &SigningKey, message: &[u8], implicit: &[u8]) -> String {
    let signature = key.sign(&authenticated(message, &[], implicit));
    let mut body = message.to_vec();
    body.extend_from_slice(&signature.to_bytes());
    format!("{HEADER}{}", URL_SAFE_NO_PAD.encode(body))
}

/// Returns the message of a token, or `None` where this key did not sign it with this implicit
/// part. A footer is no part of ours: a token that has one is none.
///
/// Verification is the strict one, as for joins; base64url must be canonical.
pub(super) fn verify(key: &VerifyingKey, token: &str, implicit: &[u8]) -> Option<Vec<u8>> {
    let body = token.strip_prefix(HEADER)?;
    let mut body = URL_SAFE_NO_PAD.decode(body).ok()?;
    let at = body.len().checked_sub(SIGNATURE)?;
    let signature = body.split_off(at);
    let signature = ed25519_dalek::Signature::from_slice(&signature).ok()?;
    let signed = authenticated(&body, &[], implicit);
    key.verify_strict(&signed, &signature).ok()?;
    Some(body)
}

/// Returns what is signed: the number of parts, then each part behind its length, all as 64 bits
/// little-endian whose highest bit is not used.
fn authenticated(message: &[u8], footer: &[u8], implicit: &[u8]) -> Vec<u8> {
    let parts = [HEADER.as_bytes(), message, footer, implicit];
    let mut out = number(parts.len()).to_vec();
    for part in parts {
        out.extend_from_slice(&number(part.len()));
        out.extend_from_slice(part);
    }
    out
}

fn number(n: usize) -> [u8; 8] {
    let n = u64::try_from(n).unwrap_or(u64::MAX);
    (n & (u64::MAX >> 1)).to_le_bytes()
}

#[cfg(test)]
mod tests;
