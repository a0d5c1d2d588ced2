//! `peerline backup` and `peerline restore`: copies of the embedded store.

use std::path::Path;

use peerline_core::ports::Clock as _;

use super::Failure;
use super::folder::Folder;
use crate::cli::say;
use crate::clock::SystemClock;
use crate::epoch;
use crate::store;
use crate::store::Copied;
use crate::store::OpenProblem;

/// Copies the store of a line into a new file, whether the line runs or not.
pub(crate) fn backup(data: &Path, file: &Path) -> Result<(), Failure> {
    let line = data.join(STORE);
    if !line.is_file() {
        return Err(Failure::NoStore(data.to_path_buf()));
    }
    let copied = store::copy_out(&line, file).map_err(|problem| failed(file, problem))?;
    say(&format!(
        "{}: {}, checked from end to end\n  \
         It opens only with {} of this line, which must not be copied: docs/operations.md says why.",
        file.display(),
        told(copied),
        data.join("line.keys").display(),
    ));
    Ok(())
}

/// Puts a copy in the place of the store of a line that does not run, and begins a new epoch.
pub(crate) fn restore(data: &Path, file: &Path) -> Result<(), Failure> {
    let held = Folder::take(data)?;
    let now = SystemClock.now();
    let aside = held.file(&format!("line.db.before-{}", now.unix_millis()));
    let copied = store::put_back(file, &held.file(STORE), &aside);
    let copied = copied.map_err(|problem| failed(file, problem))?;
    let epoch = epoch::renew(data, now)?;
    say(&format!(
        "{} is back in its place: {}\n  What was there is {}; remove it when all is well.\n  Epoch {epoch}: \
         every client is told, forgets what it holds and begins anew.\n  Go through the pages that \
         went out since the copy was made: their cases are not in it.",
        file.display(),
        told(copied),
        aside.display(),
    ));
    Ok(())
}

fn told(Copied { logs, entries, .. }: Copied) -> String {
    format!("{entries} entries in {logs} logs")
}

fn failed(file: &Path, problem: OpenProblem) -> Failure {
    Failure::Store(store::OpenError {
        path: file.to_path_buf(),
        problem,
    })
}

const STORE: &str = "line.db";
