//! Where the cases come from: a folder, or the ones inside this program.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use rust_embed::RustEmbed;

use super::case::Case;

#[derive(RustEmbed)]
#[folder = "../docs/crisischeck"]
#[include = "*.jsonl"]
struct Embedded;

/// The cases cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LibraryError {
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{file}, line {line}, is no case: {source}")]
    Case {
        file: String,
        line: usize,
        source: serde_json::Error,
    },
}

/// Reads a folder; without one, what is built in.
///
/// # Errors
/// [`LibraryError`].
pub(super) fn read(folder: Option<&Path>) -> Result<Vec<Case>, LibraryError> {
    let mut cases = Vec::new();
    let Some(folder) = folder else {
        for name in Embedded::iter() {
            if let Some(file) = Embedded::get(&name) {
                add(&name, &String::from_utf8_lossy(&file.data), &mut cases)?;
            }
        }
        return Ok(cases);
    };
    for path in files(folder)? {
        let text = fs::read_to_string(&path).map_err(|source| LibraryError::Read {
            path: path.clone(),
            source,
        })?;
        add(&path.display().to_string(), &text, &mut cases)?;
    }
    Ok(cases)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|source| LibraryError::Read {
        path: folder.to_path_buf(),
        source,
    })?;
    let paths = entries.into_iter().map(|entry| entry.path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    paths.sort();
    Ok(paths)
}

fn add(file: &str, text: &str, cases: &mut Vec<Case>) -> Result<(), LibraryError> {
    for (line, case) in (1..).zip(text.lines()) {
        let case = serde_json::from_str(case).map_err(|source| LibraryError::Case {
            file: file.to_owned(),
            line,
            source,
        })?;
        cases.push(case);
    }
    Ok(())
}
