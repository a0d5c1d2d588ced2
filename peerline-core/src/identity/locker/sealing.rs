//! Sealing on the device, in a form that every browser can make: AES-256-GCM.

use std::fmt;

use zeroize::Zeroizing;

use super::LockerBlob;
use crate::identity::ContextKind;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::encoding::hmac;
use crate::identity::encoding::lp_joined;
use crate::identity::gcm;
use crate::identity::gcm::NONCE;
use crate::identity::gcm::TAG;
use crate::vocab::Entropy;
use crate::vocab::Sensitive;

/// The key of one person's locker on one line.
///
/// # Privacy
/// `Debug` shows nothing; the key is overwritten when the value is dropped.
pub struct LockerKey {
    pub(super) key: Zeroizing<[u8; 32]>,
    line: LineId,
}

impl Root {
    /// Returns the key of this root's locker on a line, made of the context of kind `locker`.
    #[must_use]
    pub fn locker_key(&self, line_id: &LineId, generation: u32) -> LockerKey {
        let seed = self.context_seed(ContextKind::Locker, line_id, b"", generation);
        let key = hmac(&seed, &lp_joined(&[b"peerline/v1/locker/key"]));
        LockerKey {
            key: Zeroizing::new(key),
            line: *line_id,
        }
    }
}

impl LockerKey {
    /// The most bytes that fit.
    pub const MAX: usize = PLAIN - LENGTH;

    /// Seals what is to be kept as the locker's `version`. Bound to line and version: nothing opens
    /// as another one.
    ///
    /// # Errors
    /// [`LockerError::TooBig`] where it is over [`LockerKey::MAX`] bytes.
    pub fn seal(
        &self,
        version: u64,
        content: &[u8],
        entropy: &mut Entropy,
    ) -> Result<LockerBlob, LockerError> {
        self.seal_under(version, content, entropy.draw())
    }

    pub(super) fn seal_under(
        &self,
        version: u64,
        content: &[u8],
        nonce: [u8; NONCE],
    ) -> Result<LockerBlob, LockerError> {
        let len = u16::try_from(content.len()).map_err(|_| LockerError::TooBig)?;
        if Self::MAX < content.len() {
            return Err(LockerError::TooBig);
        }
        let mut plain = Vec::with_capacity(PLAIN);
        plain.extend_from_slice(&len.to_be_bytes());
        plain.extend_from_slice(content);
        plain.resize(PLAIN, 0);
        self.seal_plain(version, plain, nonce)
    }

    /// Seals in place: no readable copy is left behind.
    pub(super) fn seal_plain(
        &self,
        version: u64,
        plain: Vec<u8>,
        nonce: [u8; NONCE],
    ) -> Result<LockerBlob, LockerError> {
        let sealed = gcm::seal(&self.key, nonce, &self.bound(version), plain);
        let sealed = sealed.ok_or(LockerError::TooBig)?;
        let parts: [&[u8]; 3] = [&[VERSION], &nonce, &sealed];
        LockerBlob::from_bytes(parts.concat()).map_err(|_| LockerError::TooBig)
    }

    /// Opens the locker's `version`.
    ///
    /// # Errors
    /// [`LockerError::Later`] where a later program sealed it, [`LockerError::NotThis`] where key,
    /// line, version or a single bit is another.
    pub fn open(&self, version: u64, blob: &LockerBlob) -> Result<Sensitive<Vec<u8>>, LockerError> {
        let [form, rest @ ..] = blob.as_bytes() else {
            return Err(LockerError::NotThis);
        };
        if *form != VERSION {
            return Err(LockerError::Later);
        }
        let (nonce, rest) = rest
            .split_first_chunk::<NONCE>()
            .ok_or(LockerError::NotThis)?;
        let plain = gcm::open(&self.key, *nonce, &self.bound(version), rest);
        let plain = plain.ok_or(LockerError::NotThis)?;
        let (len, rest) = plain
            .split_first_chunk::<LENGTH>()
            .ok_or(LockerError::NotThis)?;
        let len = usize::from(u16::from_be_bytes(*len));
        let (content, padding) = rest.split_at_checked(len).ok_or(LockerError::NotThis)?;
        if padding.iter().any(|byte| *byte != 0) {
            return Err(LockerError::NotThis);
        }
        Ok(Sensitive::new(content.to_vec()))
    }

    fn bound(&self, version: u64) -> Vec<u8> {
        lp_joined(&[
            b"peerline/v1/locker",
            self.line.as_bytes(),
            &version.to_be_bytes(),
        ])
    }
}

impl fmt::Debug for LockerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockerKey(..)")
    }
}

/// A locker could not be sealed or opened. Nothing of it is lost by that.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LockerError {
    /// Too much for it: leave out what is oldest.
    #[error("this is too much for the locker; leave out what is oldest")]
    TooBig,
    /// Another key, line or version, or the bytes were changed.
    #[error("this is not what was kept in the locker; keep anew what is here")]
    NotThis,
    /// A later program sealed it.
    #[error("a later version of the program sealed this; use that one")]
    Later,
}

/// The version of the sealed form.
const VERSION: u8 = 1;
/// The length of what is kept stands before it.
const LENGTH: usize = 2;
/// What is sealed, padding included.
const PLAIN: usize = LockerBlob::LEN - 1 - NONCE - TAG;
