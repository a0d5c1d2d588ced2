//! AES-256-GCM in place: what every browser has.

use aes_gcm::Aes256Gcm;
use aes_gcm::KeyInit as _;
use aes_gcm::Nonce;
use aes_gcm::Tag;
use aes_gcm::aead::AeadInOut as _;
use zeroize::Zeroizing;

/// How long a nonce is; under one key none is used twice.
pub(super) const NONCE: usize = 12;
/// How much longer what is sealed is.
pub(super) const TAG: usize = 16;

/// Seals, bound to `context`: no readable copy is left behind. `None` where it is too long for the
/// cipher, which nothing here is.
pub(super) fn seal(
    key: &[u8; 32],
    nonce: [u8; NONCE],
    context: &[u8],
    mut plain: Vec<u8>,
) -> Option<Vec<u8>> {
    let cipher = Aes256Gcm::new(key.into());
    let text = plain.as_mut_slice().into();
    let tag = cipher.encrypt_inout_detached(&Nonce::from(nonce), context, text);
    plain.extend_from_slice(&tag.ok()?);
    Some(plain)
}

/// Opens; `None` where key, nonce, context or a single bit is another.
pub(super) fn open(
    key: &[u8; 32],
    nonce: [u8; NONCE],
    context: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (sealed, tag) = sealed.split_last_chunk::<TAG>()?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    let text = plain.as_mut_slice().into();
    Aes256Gcm::new(key.into())
        .decrypt_inout_detached(&Nonce::from(nonce), context, text, &Tag::from(*tag))
        .ok()?;
    Some(plain)
}
