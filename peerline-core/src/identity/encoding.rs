//! The bytes that are signed and MACed: parts that cannot run into each other.

use hkdf::HkdfExtract;
use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use sha2::Digest as _;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Appends the length of `part` as u16 big-endian, then `part`.
///
/// A part of 65,535 bytes or more is replaced by its SHA-256 under a length of 0xFFFF, as
/// [`crate::vocab::DigestBuilder`] does.
pub(super) fn lp(out: &mut Vec<u8>, part: &[u8]) {
    match u16::try_from(part.len()) {
        Ok(len) if len < u16::MAX => {
            out.extend_from_slice(&len.to_be_bytes());
            out.extend_from_slice(part);
        }
        Ok(_) | Err(_) => {
            out.extend_from_slice(&u16::MAX.to_be_bytes());
            out.extend_from_slice(&Sha256::digest(part));
        }
    }
}

/// Returns `parts` one after the other, each behind its length.
pub(super) fn lp_joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        lp(&mut out, part);
    }
    out
}

/// Returns HMAC-SHA-256 over `message`.
pub(super) fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC pads a short key with zeros to one block; done here, the constructor cannot fail.
    let mut block = Zeroizing::new([0_u8; 64]);
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Returns the first 16 bytes of a MAC, as ids are made of.
pub(super) fn short(mac: [u8; 32]) -> [u8; 16] {
    crate::vocab::Digest::from_bytes(mac).short()
}

/// Returns the first 32 bytes of RFC 5869 HKDF-SHA-256.
pub(super) fn hkdf(salt: &[u8], ikm: &[u8], info: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut extract = HkdfExtract::<Sha256>::new(Some(salt));
    extract.input_ikm(ikm);
    let (key, _) = extract.finalize();
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(key.into());
    // 32 bytes are one block of Expand, `HMAC(key, info | 0x01)`: total, unlike the general form.
    let mut block = info.to_vec();
    block.push(1);
    Zeroizing::new(hmac(&key, &block))
}

#[cfg(test)]
mod tests;
