//! `peerline directory`: looks a directory of helplines over, and signs it.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use clap::Subcommand;
use peerline_core::ports::Clock as _;
use peerline_core::resources::Directory;
use peerline_core::resources::InvalidDirectory;
use peerline_core::resources::Snapshot;
use peerline_core::resources::SnapshotError;

use super::Failure;
use crate::cli::say;
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::secrets::Secret;

/// What to do with a directory.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum DirectoryCommand {
    /// Say what is wrong with a directory, and what nobody has checked
    Check {
        /// The directory, plain or signed [default: the one inside this program]
        file: Option<PathBuf>,
    },
    /// Print the directory inside this program, to begin your own with
    Print,
    /// Print a directory as a snapshot that nobody can change unseen
    Sign {
        /// The directory
        file: PathBuf,
        /// The secret key; made there if it is missing, for you alone to read
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Say whether a snapshot is as it was signed
    Verify {
        /// The snapshot
        file: PathBuf,
        /// The public key that is trusted, as `sign` puts it into the snapshot
        #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
        key: String,
    },
}

/// A directory was refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DirectoryError {
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Invalid {
        path: PathBuf,
        source: InvalidDirectory,
    },
    #[error("{}: {source}\n  -> do not use it; get it again from who signed it", path.display())]
    Snapshot {
        path: PathBuf,
        source: SnapshotError,
    },
    #[error("{0} entries would send a person to nowhere")]
    Wrong(usize),
}

/// Does it.
pub(crate) fn directory(command: &DirectoryCommand) -> Result<(), Failure> {
    match command {
        DirectoryCommand::Check { file } => check(file.as_deref())?,
        DirectoryCommand::Print => say(SEED.trim_end()),
        DirectoryCommand::Sign { file, key } => {
            let text = text_of(file)?;
            let secret = Secret::load_or_make(key)?;
            let signed = Snapshot::sign(&text, &secret.derive(KEY_NAME));
            let signed = signed.map_err(|source| invalid(file, source))?;
            say(&serde_json::to_string_pretty(&signed).unwrap_or_default());
        }
        DirectoryCommand::Verify { file, key } => {
            let found = verified(file, key)?;
            say(&format!(
                "as it was signed: {} helplines, emergency numbers of {} countries",
                found.services.len(),
                found.emergency.len()
            ));
        }
    }
    Ok(())
}

/// Returns the directory of a line: the operator's own where the configuration names one, or the
/// one inside this program.
///
/// # Errors
/// Where the operator's cannot be read, was changed, or holds an entry that leads nowhere.
pub(super) fn of_line(settings: &Settings) -> Result<Directory, DirectoryError> {
    let Some(file) = &settings.line.helplines else {
        return Ok(Directory::seed());
    };
    let directory = match &settings.line.helplines_key {
        Some(key) => verified(file, key)?,
        None => plain(file)?,
    };
    match n_wrong(&directory) {
        0 => Ok(directory),
        wrong => Err(DirectoryError::Wrong(wrong)),
    }
}

fn check(file: Option<&Path>) -> Result<(), DirectoryError> {
    let directory = file.map_or_else(|| Ok(Directory::seed()), plain)?;
    let findings = directory.check(SystemClock.now());
    for finding in &findings {
        let weight = if finding.fault.is_wrong() {
            "wrong  "
        } else {
            "warning"
        };
        say(&format!("{weight} {}: {}", finding.entry, finding.fault));
    }
    let wrong = n_wrong(&directory);
    say(&format!(
        "{} helplines, emergency numbers of {} countries: {wrong} wrong, {} to look at",
        directory.services.len(),
        directory.emergency.len(),
        findings.len().saturating_sub(wrong)
    ));
    match wrong {
        0 => Ok(()),
        wrong => Err(DirectoryError::Wrong(wrong)),
    }
}

fn n_wrong(directory: &Directory) -> usize {
    let findings = directory.check(SystemClock.now());
    findings.iter().filter(|one| one.fault.is_wrong()).count()
}

/// Reads a directory; of a signed one the text inside, without asking who signed it.
fn plain(file: &Path) -> Result<Directory, DirectoryError> {
    let text = text_of(file)?;
    let signed = serde_json::from_str::<Snapshot>(&text);
    let text = signed.map_or(text, |signed| signed.directory);
    Directory::from_json(&text).map_err(|source| invalid(file, source))
}

fn verified(file: &Path, key: &str) -> Result<Directory, DirectoryError> {
    let refused = |source| DirectoryError::Snapshot {
        path: file.to_path_buf(),
        source,
    };
    let signed: Snapshot =
        serde_json::from_str(&text_of(file)?).map_err(|_| refused(SnapshotError::Changed))?;
    signed.verify(key).map_err(refused)
}

fn text_of(file: &Path) -> Result<String, DirectoryError> {
    fs::read_to_string(file).map_err(|source| DirectoryError::Read {
        path: file.to_path_buf(),
        source,
    })
}

fn invalid(file: &Path, source: InvalidDirectory) -> DirectoryError {
    DirectoryError::Invalid {
        path: file.to_path_buf(),
        source,
    }
}

const SEED: &str = peerline_core::resources::SEED;
const KEY_NAME: &str = "peerline/v1/directory";

#[cfg(test)]
mod tests;
