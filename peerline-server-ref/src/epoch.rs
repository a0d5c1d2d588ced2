//! The epoch of a line's logs: a number in the data folder that changes when the store was restored
//! from a backup.

use std::fs;
use std::io;
use std::path::Path;

use peerline_core::vocab::Timestamp;

use crate::secrets;
use crate::secrets::SecretError;

/// The file that holds it.
pub const FILE: &str = "epoch";

/// The epoch of a line that was never restored.
pub const FIRST: u64 = 1;

/// Reads the epoch from a data folder; [`FIRST`] where none was ever set.
///
/// # Errors
/// Where the file cannot be read, can be read by others, or holds something else.
pub fn read(folder: &Path) -> Result<u64, EpochError> {
    let path = folder.join(FILE);
    match secrets::read_private(&path) {
        Ok(text) => text.trim().parse().map_err(|_| EpochError::Malformed {
            path: path.display().to_string(),
        }),
        Err(SecretError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            Ok(FIRST)
        }
        Err(error) => Err(error.into()),
    }
}

/// Begins another epoch and returns it. It is never one that was used before, even where the file
/// itself was restored from a backup: it follows the old one and the time in seconds.
///
/// # Errors
/// Where the file cannot be read or written.
pub fn renew(folder: &Path, now: Timestamp) -> Result<u64, EpochError> {
    let seconds = now.unix_millis() / 1_000;
    let epoch = read(folder)?.saturating_add(1).max(seconds);
    let (path, beside) = (folder.join(FILE), folder.join("epoch.new"));
    let failed = |source| SecretError::Io {
        path: path.clone(),
        source,
    };
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error).into()),
        Ok(()) | Err(_) => {}
    }
    secrets::write_private(&beside, &format!("{epoch}\n"))?;
    fs::rename(&beside, &path)
        .and_then(|()| fs::File::open(folder)?.sync_all())
        .map_err(failed)?;
    Ok(epoch)
}

/// The epoch could not be read or set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EpochError {
    /// The file could not be read or written.
    #[error("{0}")]
    File(#[from] SecretError),
    /// The file holds something else.
    #[error("{path} does not hold a number; run `peerline epoch new` after removing it")]
    Malformed {
        /// Which file.
        path: String,
    },
}

#[cfg(test)]
mod tests;
