//! Where vectors come from: a folder, or the ones inside this program.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

use super::frames::Case;
use super::script::Script;

#[derive(RustEmbed)]
#[folder = "../docs/vectors"]
#[include = "frames/*.json"]
#[include = "scripts/*/*.json"]
struct Embedded;

/// All vectors, by name.
#[derive(Debug)]
pub(super) struct Library {
    /// Cases by file.
    pub(super) frames: BTreeMap<String, Vec<Case>>,
    /// Scripts for clients.
    pub(super) client: BTreeMap<String, Script>,
    /// Scripts for servers.
    pub(super) server: BTreeMap<String, Script>,
}

/// The vectors cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LibraryError {
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{name} is no vector: {source}")]
    Json {
        name: String,
        source: serde_json::Error,
    },
    #[error("{file}: the case `{case}` is wrong: {fault}")]
    Case {
        file: String,
        case: String,
        fault: &'static str,
    },
    #[error("no vectors are in {}", .0.display())]
    Empty(PathBuf),
}

/// Where they are in the repository.
const FOLDER: &str = "docs/vectors";

impl Library {
    /// Reads a folder; without one, that of the repository, and elsewhere what is built in.
    ///
    /// # Errors
    /// [`LibraryError`].
    pub(super) fn read(folder: Option<&Path>) -> Result<Self, LibraryError> {
        match folder {
            Some(folder) => Self::read_folder(folder),
            None if Path::new(FOLDER).join("scripts").is_dir() => {
                Self::read_folder(Path::new(FOLDER))
            }
            None => Self::embedded(),
        }
    }

    /// Reads what is built in.
    ///
    /// # Errors
    /// [`LibraryError`].
    pub(super) fn embedded() -> Result<Self, LibraryError> {
        let mut library = Self::empty();
        for name in Embedded::iter() {
            if let Some(file) = Embedded::get(&name) {
                library.add(&name, &file.data)?;
            }
        }
        Ok(library)
    }

    fn read_folder(folder: &Path) -> Result<Self, LibraryError> {
        let mut library = Self::empty();
        for part in ["frames", "scripts/client", "scripts/server"] {
            for path in files(&folder.join(part))? {
                let bytes = fs::read(&path).map_err(|source| LibraryError::Read {
                    path: path.clone(),
                    source,
                })?;
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                library.add(&format!("{part}/{file}"), &bytes)?;
            }
        }
        if library.frames.is_empty() && library.client.is_empty() && library.server.is_empty() {
            return Err(LibraryError::Empty(folder.to_path_buf()));
        }
        Ok(library)
    }

    const fn empty() -> Self {
        Self {
            frames: BTreeMap::new(),
            client: BTreeMap::new(),
            server: BTreeMap::new(),
        }
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), LibraryError> {
        let stem = |rest: &str| rest.trim_end_matches(".json").to_owned();
        if let Some(rest) = name.strip_prefix("frames/") {
            let cases: Vec<Case> = parse(name, bytes)?;
            cases.iter().try_for_each(|case| check(name, case))?;
            self.frames.insert(stem(rest), cases);
        } else if let Some(rest) = name.strip_prefix("scripts/client/") {
            self.client.insert(stem(rest), parse(name, bytes)?);
        } else if let Some(rest) = name.strip_prefix("scripts/server/") {
            self.server.insert(stem(rest), parse(name, bytes)?);
        }
        Ok(())
    }
}

fn check(file: &str, case: &Case) -> Result<(), LibraryError> {
    match case.fault() {
        None => Ok(()),
        Some(fault) => Err(LibraryError::Case {
            file: file.to_owned(),
            case: case.name.clone(),
            fault,
        }),
    }
}

fn parse<T: DeserializeOwned>(name: &str, bytes: &[u8]) -> Result<T, LibraryError> {
    serde_json::from_slice(bytes).map_err(|source| LibraryError::Json {
        name: name.to_owned(),
        source,
    })
}

/// The JSON files of a folder; none where there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    let failed = |source| LibraryError::Read {
        path: folder.to_path_buf(),
        source,
    };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).map_err(failed)?;
    let paths: Result<Vec<_>, _> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect();
    let mut paths = paths.map_err(failed)?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    Ok(paths)
}
