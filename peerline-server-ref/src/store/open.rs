//! Opening the file, and saying clearly why not.

use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use super::schema;

/// A store could not be opened. Its text names the path and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
#[non_exhaustive]
pub struct OpenError {
    /// Which file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: OpenProblem,
}

/// What is wrong with a file that should be a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenProblem {
    /// Another server has it.
    #[error("another server is using this file; stop it first, or give this one its own file")]
    Held,
    /// A folder or a device stands there.
    #[error("this is not a file; name a file, which will be made if it is missing")]
    NotAFile,
    /// It may not be written.
    #[error("this file is read-only; let the server's account write to it")]
    ReadOnly,
    /// The folder around it is missing or closed.
    #[error("the folder is missing or closed to the server's account; make it, or open it: {0}")]
    Folder(io::Error),
    /// It is some other file.
    #[error("this is not a database; name another file, or move this one away")]
    NotADatabase,
    /// It is another program's database.
    #[error("this database belongs to another program; name another file")]
    Foreign,
    /// A newer version wrote it.
    #[error(
        "its schema is version {found}, and this server knows {known}: start the newer server, \
         or restore the copy made before the upgrade"
    )]
    Newer {
        /// The file's version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// A copy would write over it.
    #[error("there is a file of this name; choose another name")]
    Exists,
    /// Its bytes are not as SQLite wrote them.
    #[error("it is damaged; take another copy")]
    Damaged,
    /// A setting that durability hangs on does not hold here.
    #[error("the setting {setting} does not hold here; use a local disk, not a network share")]
    Setting {
        /// Which one.
        setting: &'static str,
    },
    /// A migration did not go through; the file is as the last whole one left it.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[from] Box<refinery::Error>),
    /// The system said no.
    #[error("the system refused: {0}")]
    System(#[from] io::Error),
    /// SQLite said no.
    #[error("SQLite refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

impl OpenProblem {
    pub(super) fn of(self, path: &Path) -> OpenError {
        OpenError {
            path: path.to_owned(),
            problem: self,
        }
    }
}

/// The right of this process to the file, for as long as it lives.
///
/// It lies in a file of its own: SQLite's locks on the database belong to the whole process and
/// would fall when any of its connections closes.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) fn take(path: &Path) -> Result<Self, OpenProblem> {
        let file = open_private(&beside(path)).map_err(OpenProblem::Folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenProblem::Held),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Refuses what cannot be a store before anything is touched.
pub(super) fn check_file(path: &Path) -> Result<(), OpenProblem> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(OpenProblem::NotAFile),
        Ok(found) if found.permissions().readonly() => Err(OpenProblem::ReadOnly),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Opens the one connection that writes. A new file is for the server's account alone, as SQLite
/// then makes those beside it, and its name is made durable too.
pub(super) fn writing(path: &Path) -> Result<Connection, OpenProblem> {
    drop(open_private(path)?);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(OpenProblem::ReadOnly);
    }
    #[cfg(unix)]
    File::open(folder(path)).and_then(|folder| folder.sync_all())?;
    Ok(connection)
}

/// Opens a connection that only reads.
pub(super) fn reading(path: &Path) -> Result<Connection, OpenProblem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    schema::prepare_reader(&connection)?;
    Ok(connection)
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".lock");
    name.into()
}

#[cfg(unix)]
fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
