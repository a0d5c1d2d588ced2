//! Copies of the embedded store: made while the line runs, checked, and put back.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use super::OpenProblem;
use super::schema;

/// What a copy holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Copied {
    /// How many logs.
    pub logs: u64,
    /// How many entries in them.
    pub entries: u64,
}

/// Copies a store into a new file while it is in use, and checks the copy from end to end.
///
/// It is one point in time, between two commits. Only what the store still holds is in it: nothing of
/// what was destroyed. The line goes on meanwhile; its write-ahead log is emptied only after.
///
/// # Errors
/// [`OpenProblem`]; the new file is gone then.
pub fn copy_out(store: &Path, copy: &Path) -> Result<Copied, OpenProblem> {
    private(copy)?;
    let copied = fill(store, copy).and_then(|()| check_copy(copy));
    if copied.is_err() {
        // What is half a copy must not look like one.
        let _gone = std::fs::remove_file(copy);
    }
    copied
}

fn fill(store: &Path, copy: &Path) -> Result<(), OpenProblem> {
    let connection = reading(store)?;
    schema::check_ours(&connection)?;
    let name = copy.to_str().ok_or_else(|| {
        OpenProblem::System(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the name of the copy is no text",
        ))
    })?;
    connection.execute("VACUUM INTO ?1", [name])?;
    File::open(copy)?.sync_all()?;
    Ok(())
}

/// Reads a copy from end to end.
///
/// # Errors
/// [`OpenProblem`] where it is no store of this program, of a newer one, or damaged.
pub fn check_copy(copy: &Path) -> Result<Copied, OpenProblem> {
    let connection = reading(copy)?;
    schema::check_ours(&connection)?;
    let found: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(OpenProblem::Damaged);
    }
    let count = |sql| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    Ok(Copied {
        logs: count("SELECT count(*) FROM streams")?,
        entries: count("SELECT count(*) FROM events")?,
    })
}

/// Puts a copy in the place of a store that nobody uses; the store that was there goes to `aside`.
///
/// # Errors
/// [`OpenProblem`]; where the copy is not good nothing is changed.
pub fn put_back(copy: &Path, store: &Path, aside: &Path) -> Result<Copied, OpenProblem> {
    let copied = check_copy(copy)?;
    let new = store.with_extension("db.new");
    // What an earlier try left behind that was cut short.
    let _gone = std::fs::remove_file(&new);
    let mut to = private(&new)?;
    io::copy(&mut File::open(copy)?, &mut to)?;
    to.sync_all()?;
    for end in ["", "-wal", "-shm"] {
        let (from, to) = (with_end(store, end), with_end(aside, end));
        match std::fs::rename(from, to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    std::fs::rename(&new, store)?;
    if let Some(folder) = store.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(copied)
}

fn with_end(path: &Path, end: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn reading(path: &Path) -> Result<Connection, OpenProblem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(schema::BUSY)?;
    Ok(connection)
}

/// Makes a file that only its owner reads, and that was not there before.
fn private(path: &Path) -> Result<File, OpenProblem> {
    let made = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path);
    made.map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            OpenProblem::Exists
        } else {
            OpenProblem::Folder(error)
        }
    })
}
