//! Files as inputs.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Runs `body` over every file named on the command line.
///
/// # Errors
/// The first file that cannot be read.
pub fn replay_arguments(body: fn(&[u8])) -> io::Result<()> {
    for path in std::env::args_os().skip(1) {
        body(&fs::read(path)?);
    }
    Ok(())
}

/// Returns the files of a corpus in the order of their names.
///
/// # Errors
/// The folder cannot be read.
pub fn inputs(corpus: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(corpus)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}
