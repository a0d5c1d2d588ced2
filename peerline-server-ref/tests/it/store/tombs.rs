//! What was destroyed is nowhere in the files.

use std::fs;

use peerline_core::ports::Journal;
use peerline_core::ports::WorkQueue;
use peerline_core::vocab::Seq;
use peerline_server_ref::store::SqliteStore;
use peerline_server_ref::store::Writer;
use rusqlite::Connection;

use super::Scratch;
use super::at;
use super::buries;
use super::one;
use super::room;

const MARKER: &str = "words of a person. ";

/// Looks through every file of the folder.
fn is_somewhere(scratch: &Scratch, marker: &str) -> bool {
    let files = fs::read_dir(scratch.folder.path()).expect("the folder is there");
    files.into_iter().any(|file| {
        let bytes = fs::read(file.expect("a file").path()).expect("it reads");
        bytes
            .windows(marker.len())
            .any(|part| part == marker.as_bytes())
    })
}

fn writer(scratch: &Scratch) -> Writer {
    let file = Connection::open(scratch.file()).expect("a database can be made");
    Writer::over(file).expect("it is set up")
}

fn commit(writer: &mut Writer, commits: Vec<peerline_core::ports::Commit>) {
    let answers = writer.commit(&[commits]);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
}

/// Says something short and something that fills several pages, among other things.
fn say(writer: &mut Writer) {
    for n in 0..40 {
        commit(writer, vec![one(1, n, format!("entry {n}"))]);
    }
    let words = [MARKER.to_owned(), MARKER.repeat(2_000)];
    for (n, words) in (40..).zip(words) {
        commit(writer, vec![one(1, n, words)]);
    }
    commit(writer, vec![one(1, 42, "after")]);
}

fn take_away(writer: &mut Writer) {
    commit(writer, vec![buries(1, 41, "tomb"), buries(1, 42, "tomb")]);
}

#[test]
fn words_are_gone_from_the_database_and_its_log_once_it_is_tidy() {
    let scratch = Scratch::new();
    let mut writer = writer(&scratch);
    say(&mut writer);
    // Into the database itself: there the words are to be overwritten.
    assert!(writer.tidy().expect("it tidies"));
    assert!(is_somewhere(&scratch, MARKER), "the test must see them");
    take_away(&mut writer);
    assert!(
        is_somewhere(&scratch, MARKER),
        "a log that was not emptied has them still"
    );
    assert!(writer.tidy().expect("it tidies"));
    assert!(!is_somewhere(&scratch, MARKER));
    let left = writer.read(&room(1), Seq::new(40), 9).expect("it reads");
    let bodies: Vec<&[u8]> = left.iter().map(|stored| &*stored.event.body).collect();
    assert_eq!(bodies, [&b"tomb"[..], b"tomb", b"after"]);
}

#[test]
fn a_reader_delays_tidying_and_never_a_commit() {
    let scratch = Scratch::new();
    let mut writer = writer(&scratch);
    say(&mut writer);
    let reader = Connection::open(scratch.file()).expect("it opens");
    reader.execute_batch("BEGIN").expect("it begins");
    let count = |reader: &Connection| -> i64 {
        let counted = reader.query_row("SELECT count(*) FROM events", [], |row| row.get(0));
        counted.expect("it reads")
    };
    assert_eq!(count(&reader), 43);
    take_away(&mut writer);
    assert!(!writer.tidy().expect("it waits for nobody"));
    commit(&mut writer, vec![one(1, 43, "more")]);
    assert_eq!(count(&reader), 43, "the reader sees what it saw");
    reader.execute_batch("COMMIT").expect("it ends");
    assert!(writer.tidy().expect("it tidies"));
    assert!(!is_somewhere(&scratch, MARKER));
}

#[tokio::test]
async fn a_running_store_tidies_by_itself() {
    let scratch = Scratch::new();
    let store = SqliteStore::open(scratch.file()).expect("a new file opens");
    store
        .commit(vec![one(1, 0, MARKER)])
        .await
        .expect("it commits");
    store
        .commit(vec![buries(1, 1, "tomb")])
        .await
        .expect("it commits");
    // It tidies behind the answer to a claim; the second answer says that the first time is over.
    for _ in 0..2 {
        store.claim(at(1), 1).await.expect("it claims");
    }
    assert!(!is_somewhere(&scratch, MARKER));
    store.close().await;
}

#[tokio::test]
async fn what_a_process_left_behind_that_was_killed_is_tidied_by_the_next() {
    let scratch = Scratch::new();
    let mut killed = writer(&scratch);
    say(&mut killed);
    take_away(&mut killed);
    // Its files as they lie there, without the care of a clean end.
    let copy = Scratch::new();
    for name in ["line.db", "line.db-wal"] {
        let from = scratch.folder.path().join(name);
        fs::copy(from, copy.folder.path().join(name)).expect("it copies");
    }
    assert!(is_somewhere(&copy, MARKER));
    let store = SqliteStore::open(copy.file()).expect("it opens");
    for _ in 0..2 {
        store.claim(at(1), 1).await.expect("it claims");
    }
    assert!(!is_somewhere(&copy, MARKER));
    store.close().await;
}

/// Logs that grow side by side make the pages of the file split and merge, and each time words are
/// moved: no copy may stay where they were.
#[test]
fn no_copy_of_words_stays_where_pages_were_split() {
    let scratch = Scratch::new();
    let mut writer = writer(&scratch);
    for n in 0..60 {
        for stream in 1..=20 {
            let text = format!("{MARKER}{}", "x".repeat(usize::from(stream) * 17));
            commit(&mut writer, vec![one(stream, n, text)]);
        }
        if n % 7 == 0 {
            assert!(writer.tidy().expect("it tidies"));
        }
    }
    for stream in 1..=20 {
        let tombs = (1..=60).map(|seq| buries(stream, seq, "tomb"));
        commit(&mut writer, tombs.collect());
    }
    assert!(writer.tidy().expect("it tidies"));
    assert!(!is_somewhere(&scratch, MARKER));
}
