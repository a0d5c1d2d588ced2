//! The secrets of a data folder: made at the first start, readable by their owner alone.

use std::fmt;
use std::fs;
use std::fs::OpenOptions;
use std::io;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Seed;
use subtle::ConstantTimeEq as _;

/// 32 bytes that are never printed.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Draws a secret from the operating system.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn random() -> Result<Self, SecretError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| SecretError::NoRandomness)?;
        Ok(Self(bytes))
    }

    /// Reads a secret from `path`, or makes it there with mode 0600.
    ///
    /// # Errors
    /// Where the file can be read by others, holds something else, or cannot be made.
    pub fn load_or_make(path: &Path) -> Result<Self, SecretError> {
        match Self::load(path) {
            Err(SecretError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                let secret = Self::random()?;
                write_private(path, &format!("{}\n", secret.reveal()))?;
                Ok(secret)
            }
            other => other,
        }
    }

    /// Reads a secret from `path`.
    ///
    /// # Errors
    /// Where the file is missing, can be read by others, or holds something else.
    pub fn load(path: &Path) -> Result<Self, SecretError> {
        let text = read_private(path)?;
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).unwrap_or_default();
        let bytes = bytes.try_into().map_err(|_| SecretError::Malformed {
            path: path.to_path_buf(),
        })?;
        Ok(Self(bytes))
    }

    /// Returns the secret as text, for the one who must type it.
    #[must_use]
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Returns whether `text` is this secret, in a time that tells nothing about it.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.reveal().as_bytes().ct_eq(text.as_bytes()).into()
    }

    /// Returns the bytes, for what signs with them.
    #[must_use]
    pub const fn expose(&self) -> [u8; 32] {
        self.0
    }

    /// Returns this secret as the seed of a run.
    #[must_use]
    pub const fn seed(&self) -> Seed {
        Seed::from_bytes(self.0)
    }

    /// Returns another secret that follows from this one, one for each label.
    #[must_use]
    pub fn derive(&self, label: &str) -> [u8; 32] {
        *DigestBuilder::new(label).bytes(&self.0).finish().as_bytes()
    }

    /// Returns the id of the line whose root key this is.
    #[must_use]
    pub fn line_id(&self) -> [u8; 32] {
        let public = SigningKey::from_bytes(&self.0).verifying_key();
        *DigestBuilder::new("peerline/v1/line")
            .bytes(public.as_bytes())
            .finish()
            .as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Reads a file that holds a secret.
///
/// # Errors
/// Where the file is missing or others may read it.
pub fn read_private(path: &Path) -> Result<String, SecretError> {
    let io = |source| SecretError::Io {
        path: path.to_path_buf(),
        source,
    };
    let mode = fs::metadata(path).map_err(io)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(SecretError::Exposed {
            path: path.to_path_buf(),
        });
    }
    fs::read_to_string(path).map_err(io)
}

/// Writes a new file with mode 0600 and makes it durable.
///
/// # Errors
/// Where the file is there already or cannot be written.
pub fn write_private(path: &Path, text: &str) -> Result<(), SecretError> {
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        match path.parent() {
            // A name alone stands in the folder where the program runs.
            Some(folder) if folder.as_os_str().is_empty() => fs::File::open(".")?.sync_all(),
            Some(folder) => fs::File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    };
    write().map_err(|source| SecretError::Io {
        path: path.to_path_buf(),
        source,
    })
}

/// A secret could not be read or made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness; nothing can be kept secret here")]
    NoRandomness,
    /// The file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others may read the file.
    #[error("{0} can be read by others; run: chmod 600 {0}", path.display())]
    Exposed {
        /// Which file.
        path: PathBuf,
    },
    /// The file holds something else.
    #[error(
        "{} does not hold 32 bytes in base64url; restore it from a backup, or remove it to make \
         a new one (a new line.key is a new line: names and invitations of the old one end)",
        path.display()
    )]
    Malformed {
        /// Which file.
        path: PathBuf,
    },
}

#[cfg(test)]
mod tests;
