//! A directory that nobody changed on its way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signature;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use serde::Serialize;

use super::Directory;
use super::InvalidDirectory;

/// What is signed begins with this, so that no signature of something else fits.
const CONTEXT: &[u8] = b"peerline/v1/directory\n";

/// A directory with a signature over its text, byte for byte.
///
/// It says who put the entries together, and not that they are right: that is what the checks of the
/// entries say, which are inside and signed with them.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Snapshot {
    /// The directory, as the text that was signed.
    pub directory: String,
    /// The public key of who signed, in base64.
    pub key: String,
    /// The Ed25519 signature, in base64.
    pub signature: String,
}

impl Snapshot {
    /// Signs the text of a directory.
    ///
    /// # Errors
    /// [`InvalidDirectory`] where the text is none.
    pub fn sign(text: &str, secret: &[u8; 32]) -> Result<Self, InvalidDirectory> {
        Directory::from_json(text)?;
        let key = SigningKey::from_bytes(secret);
        Ok(Self {
            directory: text.to_owned(),
            key: STANDARD.encode(key.verifying_key().as_bytes()),
            signature: STANDARD.encode(key.sign(&signed(text)).to_bytes()),
        })
    }

    /// Returns the directory, where the key that signed it is the one that is trusted. The key inside
    /// only says which it was.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub fn verify(&self, trusted: &str) -> Result<Directory, SnapshotError> {
        let key: [u8; 32] = bytes(trusted).ok_or(SnapshotError::Key)?;
        if bytes(&self.key) != Some(key) {
            return Err(SnapshotError::OtherKey);
        }
        let key = VerifyingKey::from_bytes(&key).map_err(|_| SnapshotError::Key)?;
        let signature: [u8; 64] = bytes(&self.signature).ok_or(SnapshotError::Changed)?;
        key.verify_strict(&signed(&self.directory), &Signature::from_bytes(&signature))
            .map_err(|_| SnapshotError::Changed)?;
        Ok(Directory::from_json(&self.directory)?)
    }
}

fn signed(text: &str) -> Vec<u8> {
    [CONTEXT, text.as_bytes()].concat()
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    STANDARD.decode(text.trim()).ok()?.try_into().ok()
}

/// A snapshot was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The trusted key is none.
    #[error("the key is not 32 bytes in base64")]
    Key,
    /// Somebody else signed it.
    #[error("it was signed with another key")]
    OtherKey,
    /// The text or the signature was changed.
    #[error("it was changed after it was signed")]
    Changed,
    /// What was signed cannot be read.
    #[error("{0}")]
    Directory(#[from] InvalidDirectory),
}
