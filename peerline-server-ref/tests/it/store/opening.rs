//! What can stand in the way of opening, and what it says.

use std::fs;
use std::path::Path;

use peerline_core::ports::Journal;
use peerline_core::vocab::Seq;
use peerline_server_ref::store::OpenError;
use peerline_server_ref::store::OpenProblem;
use peerline_server_ref::store::SqliteStore;
use peerline_server_ref::store::Writer;
use rusqlite::Connection;

use super::Scratch;
use super::one;
use super::room;

#[tokio::test]
async fn two_servers_on_one_file_are_refused() {
    let scratch = Scratch::new();
    let first = SqliteStore::open(scratch.file()).expect("a new file opens");
    let error = refused(&scratch.file());
    assert!(matches!(error.problem, OpenProblem::Held), "{error}");
    assert!(
        error.to_string().contains("line.db: another server"),
        "{error}"
    );
    first.close().await;
    SqliteStore::open(scratch.file()).expect("it is free once closed");
}

#[test]
fn a_file_that_may_not_be_written_is_refused() {
    let scratch = Scratch::new();
    fs::write(scratch.file(), b"").expect("a file can be made");
    let mut permissions = fs::metadata(scratch.file())
        .expect("it is there")
        .permissions();
    permissions.set_readonly(true);
    fs::set_permissions(scratch.file(), permissions).expect("it can be closed");
    let error = refused(&scratch.file());
    assert!(matches!(error.problem, OpenProblem::ReadOnly), "{error}");
}

#[test]
fn a_folder_in_the_place_of_the_file_is_refused() {
    let scratch = Scratch::new();
    let error = refused(scratch.folder.path());
    assert!(matches!(error.problem, OpenProblem::NotAFile), "{error}");
}

#[test]
fn a_missing_folder_is_named() {
    let scratch = Scratch::new();
    let error = refused(&scratch.folder.path().join("missing/line.db"));
    assert!(matches!(error.problem, OpenProblem::Folder(_)), "{error}");
    assert!(error.to_string().contains("missing/line.db"), "{error}");
}

#[test]
fn what_is_no_database_is_left_alone() {
    let scratch = Scratch::new();
    let letter = b"a letter, not a database; ".repeat(400);
    fs::write(scratch.file(), &letter).expect("a file can be made");
    let error = refused(&scratch.file());
    assert!(
        matches!(error.problem, OpenProblem::NotADatabase),
        "{error}"
    );
    assert_eq!(fs::read(scratch.file()).expect("it is there"), letter);
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let scratch = Scratch::new();
    alter(&scratch.file(), "CREATE TABLE theirs (x)");
    let before = fs::read(scratch.file()).expect("it is there");
    let error = refused(&scratch.file());
    assert!(matches!(error.problem, OpenProblem::Foreign), "{error}");
    assert_eq!(fs::read(scratch.file()).expect("it is there"), before);
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let scratch = Scratch::new();
    SqliteStore::open(scratch.file())
        .expect("a new file opens")
        .close()
        .await;
    alter(
        &scratch.file(),
        "INSERT INTO refinery_schema_history
         SELECT 99, 'from the future', applied_on, checksum FROM refinery_schema_history
         WHERE version = 1",
    );
    let before = fs::read(scratch.file()).expect("it is there");
    let error = refused(&scratch.file());
    let newer = matches!(
        error.problem,
        OpenProblem::Newer {
            found: 99,
            known: 5,
            ..
        }
    );
    assert!(newer, "{error}");
    assert_eq!(fs::read(scratch.file()).expect("it is there"), before);
}

#[tokio::test]
async fn a_file_that_is_up_to_date_is_not_migrated_again() {
    let scratch = Scratch::new();
    let store = SqliteStore::open(scratch.file()).expect("a new file opens");
    store
        .commit(vec![one(1, 0, "kept")])
        .await
        .expect("it commits");
    store.close().await;
    let store = SqliteStore::open(scratch.file()).expect("it opens again");
    assert_eq!(
        store
            .read(&room(1), Seq::ZERO, 9)
            .await
            .expect("it reads")
            .len(),
        1
    );
    store.close().await;
    let file = Connection::open(scratch.file()).expect("it is a database");
    let applied: i64 = file
        .query_row("SELECT count(*) FROM refinery_schema_history", [], |row| {
            row.get(0)
        })
        .expect("its history is there");
    let there = fs::read_dir("src/store/migrations")
        .expect("they are there")
        .count();
    assert_eq!(usize::try_from(applied), Ok(there));
}

#[test]
fn the_writer_syncs_at_every_commit() {
    let scratch = Scratch::new();
    let file = Connection::open(scratch.file()).expect("a database can be made");
    file.pragma_update(None, "synchronous", "OFF")
        .expect("it can be asked for");
    let writer = Writer::over(file).expect("it is set up");
    let pragma = |name| -> String {
        let value = writer
            .connection()
            .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
        format!("{:?}", value.expect("it is known"))
    };
    assert_eq!(pragma("synchronous"), "Integer(2)");
    assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
    assert_eq!(pragma("foreign_keys"), "Integer(1)");
}

#[test]
fn a_place_that_cannot_hold_the_settings_is_refused() {
    let memory = Connection::open_in_memory().expect("memory is there");
    let problem = Writer::over(memory).expect_err("memory has no write-ahead log");
    assert!(
        matches!(
            problem,
            OpenProblem::Setting {
                setting: "journal_mode",
                ..
            }
        ),
        "{problem}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_for_the_server_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let scratch = Scratch::new();
    let store = SqliteStore::open(scratch.file()).expect("a new file opens");
    store
        .commit(vec![one(1, 0, "private")])
        .await
        .expect("it commits");
    for file in fs::read_dir(scratch.folder.path()).expect("the folder is there") {
        let file = file.expect("it is listed");
        let mode = file.metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?} is open to others", file.file_name());
    }
}

#[track_caller]
fn refused(path: &Path) -> OpenError {
    let error = SqliteStore::open(path).expect_err("this must not open");
    assert_eq!(error.path, path);
    error
}

fn alter(path: &Path, sql: &str) {
    let file = Connection::open(path).expect("it can be opened");
    file.execute_batch(sql).expect("it can be altered");
    file.close().expect("it can be closed");
}
