//! Brings a database to this version's schema and settings, or refuses it unharmed.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::ErrorCode;

use super::open::OpenProblem;

/// Sets a writing connection up: checks whose database it is, then settings, then migrations.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), OpenProblem> {
    connection.busy_timeout(BUSY)?;
    check_owner(connection)?;
    check_version(connection)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    set_durable(connection)?;
    migrations::migrations::runner()
        .run(connection)
        .map_err(Box::new)?;
    Ok(())
}

/// Sets a reading connection up.
pub(super) fn prepare_reader(connection: &Connection) -> Result<(), OpenProblem> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(())
}

/// Sets what durability hangs on, and reads it back: SQLite ignores what it cannot do.
fn set_durable(connection: &Connection) -> Result<(), OpenProblem> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Where the system knows a sync that goes through the drive's own cache, take that one.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "journal_size_limit", WAL_LIMIT)?;
    // A night's rooms fit: with the default of 2 MiB, a busy line reads pages back that it has
    // written a moment ago, and copies the log after each commit.
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    // What is destroyed is overwritten, not only forgotten; the answer is the setting itself.
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.set_prepared_statement_cache_capacity(32);
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    confirm("journal_mode", mode == "wal")?;
    confirm_number(connection, "synchronous", FULL)?;
    confirm_number(connection, "foreign_keys", 1)?;
    confirm_number(connection, "secure_delete", 1)
}

fn confirm_number(
    connection: &Connection,
    setting: &'static str,
    wanted: i64,
) -> Result<(), OpenProblem> {
    let found: i64 = connection.pragma_query_value(None, setting, |row| row.get(0))?;
    confirm(setting, found == wanted)
}

fn confirm(setting: &'static str, holds: bool) -> Result<(), OpenProblem> {
    if holds {
        Ok(())
    } else {
        Err(OpenProblem::Setting { setting })
    }
}

/// Returns whether a database is a store of this program, of this version or an older one.
pub(super) fn check_ours(connection: &Connection) -> Result<(), OpenProblem> {
    check_owner(connection)?;
    if !connection.table_exists(None, "refinery_schema_history")? {
        return Err(OpenProblem::Foreign);
    }
    check_version(connection)
}

/// Leaves a database of another program alone.
fn check_owner(connection: &Connection) -> Result<(), OpenProblem> {
    let owner = connection.pragma_query_value(None, "application_id", |row| row.get(0));
    let owner: i32 = owner.map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenProblem::NotADatabase,
        _ => error.into(),
    })?;
    let has_tables: bool =
        connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| {
            row.get(0)
        })?;
    if owner != APPLICATION && (owner != 0 || has_tables) {
        return Err(OpenProblem::Foreign);
    }
    Ok(())
}

/// Leaves a database that a newer version has migrated alone.
fn check_version(connection: &Connection) -> Result<(), OpenProblem> {
    if !connection.table_exists(None, "refinery_schema_history")? {
        return Ok(());
    }
    let found: Option<i64> = connection.query_row(
        "SELECT max(version) FROM refinery_schema_history",
        [],
        |row| row.get(0),
    )?;
    let runner = migrations::migrations::runner();
    let known = runner
        .get_migrations()
        .iter()
        .map(|known| i64::from(known.version()))
        .max();
    if known < found {
        let (found, known) = (found.unwrap_or_default(), known.unwrap_or_default());
        return Err(OpenProblem::Newer { found, known });
    }
    Ok(())
}

mod migrations {
    refinery::embed_migrations!("src/store/migrations");
}

/// `Peer` in ASCII: marks the file as ours.
const APPLICATION: i32 = 0x5065_6572;

/// What `PRAGMA synchronous` calls FULL.
const FULL: i64 = 2;

/// How large the write-ahead log may stay after a burst, in bytes.
const WAL_LIMIT: i64 = 64 * 1024 * 1024;

/// How much of the database the writer keeps in memory, KiB, where so much is in use.
const CACHE_KIB: i64 = 64 * 1024;

/// After how many pages of 4 KiB the write-ahead log is copied into the database: half of what it
/// may stay at.
const CHECKPOINT_PAGES: i64 = 8 * 1024;

/// How long a connection waits for another one.
pub(super) const BUSY: Duration = Duration::from_secs(5);
