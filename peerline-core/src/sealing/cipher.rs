//! XChaCha20-Poly1305, in one place.

use chacha20poly1305::AeadInOut as _;
use chacha20poly1305::KeyInit as _;
use chacha20poly1305::Tag;
use chacha20poly1305::XChaCha20Poly1305;

use super::key::Key;

/// How long a nonce is; each is random, so none comes twice under a key.
pub(super) const NONCE: usize = 24;
/// What sealing adds to the bytes.
pub(super) const TAG: usize = 16;

/// Seals bytes in a place that `bound` names: they open nowhere else.
pub(super) fn seal(key: &Key, nonce: &[u8; NONCE], bound: &[u8], plain: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let mut bytes = plain.to_vec();
    // It fails for texts beyond 256 GiB alone, and then gives bytes that do not open.
    let tag = cipher.encrypt_inout_detached(nonce.into(), bound, bytes.as_mut_slice().into());
    bytes.extend_from_slice(&tag.unwrap_or_default());
    bytes
}

/// Opens what [`seal`] made; `None` where key, place or bytes are others.
pub(super) fn open(key: &Key, nonce: &[u8; NONCE], bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let (bytes, tag) = sealed.split_last_chunk::<TAG>()?;
    let (mut bytes, tag) = (bytes.to_vec(), Tag::from(*tag));
    cipher
        .decrypt_inout_detached(nonce.into(), bound, bytes.as_mut_slice().into(), &tag)
        .ok()?;
    Some(bytes)
}
