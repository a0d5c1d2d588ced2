//! A root at rest on a device, wrapped under a PIN.

use argon2::Algorithm;
use argon2::Argon2;
use argon2::Params;
use argon2::Version;
use chacha20poly1305::KeyInit as _;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut as _;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroize as _;
use zeroize::Zeroizing;

use super::Root;
use super::encoding::lp_joined;
use crate::vocab::Entropy;

/// A root under a PIN, to be kept on the device: version 1, salt 16, nonce 24, the root under
/// XChaCha20-Poly1305 16, tag 16. The key is Argon2id of the PIN with 19 MiB, two passes and one
/// lane.
///
/// It slows down whoever found the device and tries PINs on it; against somebody who copied it and
/// has a week, four digits hold nothing. A PIN is no second phrase, and losing it loses nothing: the
/// phrase still brings the root back. So there is no count of tries, and no lock that would take the
/// root from whom it belongs to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PinWrapped([u8; Self::LEN]);

impl PinWrapped {
    /// How many bytes it has.
    pub const LEN: usize = 1 + Self::SALT + Self::NONCE + 16 + Self::TAG;
    const VERSION: u8 = 1;
    const SALT: usize = 16;
    const NONCE: usize = 24;
    const TAG: usize = 16;
    const MEMORY_KIB: u32 = 19 * 1024;

    /// Wraps a root. It takes some tenths of a second and 19 MiB, and is meant to.
    ///
    /// # Errors
    /// [`PinError::Unfit`] where the PIN is empty or very long, [`PinError::Failed`] where there is
    /// no memory for it.
    pub fn wrap(root: &Root, pin: &str, entropy: &mut Entropy) -> Result<Self, PinError> {
        let salt: [u8; Self::SALT] = entropy.draw();
        let nonce: [u8; Self::NONCE] = entropy.draw();
        let key = key_of(pin, &salt)?;
        let mut sealed = *root.expose();
        let tag = XChaCha20Poly1305::new((&*key).into())
            .encrypt_inout_detached(
                &XNonce::from(nonce),
                &context(),
                sealed.as_mut_slice().into(),
            )
            .map_err(|_| PinError::Failed)?;
        let parts: [&[u8]; 5] = [&[Self::VERSION], &salt, &nonce, &sealed, &tag];
        let bytes = parts.concat().try_into();
        bytes.map(Self).map_err(|_| PinError::Failed)
    }

    /// Gives the root back.
    ///
    /// # Errors
    /// [`PinError::WrongPin`] where it is not the PIN, or the bytes were changed.
    pub fn unwrap(&self, pin: &str) -> Result<Root, PinError> {
        let [_version, rest @ ..] = &self.0;
        let (salt, rest) = rest.split_first_chunk().ok_or(PinError::Malformed)?;
        let (nonce, rest) = rest.split_first_chunk::<24>().ok_or(PinError::Malformed)?;
        let (sealed, tag) = rest.split_first_chunk::<16>().ok_or(PinError::Malformed)?;
        let tag: &[u8; Self::TAG] = tag.try_into().map_err(|_| PinError::Malformed)?;
        let key = key_of(pin, salt)?;
        let mut opened = *sealed;
        XChaCha20Poly1305::new((&*key).into())
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                &context(),
                opened.as_mut_slice().into(),
                &(*tag).into(),
            )
            .map_err(|_| PinError::WrongPin)?;
        let root = Root::from_bytes(opened);
        opened.zeroize();
        Ok(root)
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`PinError::Malformed`] where the length or the version is another: the pages of a browser
    /// wrap in a form of their own.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PinError> {
        let bytes: [u8; Self::LEN] = bytes.try_into().map_err(|_| PinError::Malformed)?;
        let [version, ..] = bytes;
        let known = version == Self::VERSION;
        known.then_some(Self(bytes)).ok_or(PinError::Malformed)
    }

    /// Returns what is to be kept.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

/// A root could not be wrapped or unwrapped. It never holds the PIN.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PinError {
    /// It is not the PIN, or what was kept has been changed. The phrase still brings the root back.
    #[error("this is not the PIN; try again, or come back with your phrase")]
    WrongPin,
    /// A PIN has 1 to 128 bytes.
    #[error("a PIN is 1 to 128 bytes long")]
    Unfit,
    /// What was kept is no wrapped root of this version.
    #[error("this is no root under a PIN; come back with your phrase")]
    Malformed,
    /// There was no memory for it.
    #[error("the device could not do it; try again")]
    Failed,
}

fn key_of(pin: &str, salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, PinError> {
    let pin: Zeroizing<String> = Zeroizing::new(pin.nfkc().collect());
    if !matches!(pin.len(), 1..=128) {
        return Err(PinError::Unfit);
    }
    let params = Params::new(PinWrapped::MEMORY_KIB, 2, 1, Some(32));
    let params = params.map_err(|_| PinError::Failed)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| PinError::Failed)?;
    Ok(key)
}

fn context() -> Vec<u8> {
    lp_joined(&[b"peerline/v1/pin"])
}

#[cfg(test)]
mod tests;
