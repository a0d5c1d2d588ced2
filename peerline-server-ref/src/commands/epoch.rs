//! `peerline epoch`: says in which epoch the logs are, or begins another after a restore.

use std::path::Path;

use peerline_core::ports::Clock as _;

use super::Failure;
use super::folder::Folder;
use crate::cli::say;
use crate::clock::SystemClock;
use crate::epoch;

/// Prints the epoch.
pub(crate) fn show_epoch(data: &Path) -> Result<(), Failure> {
    check_line(data)?;
    say(&epoch::read(data)?.to_string());
    Ok(())
}

/// Begins another epoch, while no line runs on the folder.
pub(crate) fn new_epoch(data: &Path) -> Result<(), Failure> {
    check_line(data)?;
    let _held = Folder::take(data)?;
    let epoch = epoch::renew(data, SystemClock.now())?;
    say(&format!(
        "{epoch}\n  from the next start on, every client forgets what it holds and begins anew"
    ));
    Ok(())
}

fn check_line(data: &Path) -> Result<(), Failure> {
    if data.join("line.db").is_file() {
        Ok(())
    } else {
        Err(Failure::NoLine(data.to_path_buf()))
    }
}
