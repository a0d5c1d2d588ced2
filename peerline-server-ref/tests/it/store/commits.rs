//! Commits under pressure: no room, many callers, old keys, a closed store.

use std::error::Error as _;

use futures_util::future::join_all;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Journal;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::WorkQueue;
use peerline_core::vocab::Seq;
use peerline_server_ref::store::SqliteStore;
use peerline_server_ref::store::StoreSettings;
use peerline_server_ref::store::Writer;
use rusqlite::Connection;

use super::Scratch;
use super::at;
use super::keyed;
use super::one;
use super::puts;
use super::room;
use super::settles;

#[tokio::test]
async fn a_full_disk_stops_commits_and_nothing_else() {
    let scratch = Scratch::new();
    let mut settings = StoreSettings::default();
    settings.max_bytes = Some(512 * 1024);
    let store = SqliteStore::open_with(scratch.file(), &settings).expect("a new file opens");
    store
        .commit(vec![one(1, 0, "before")])
        .await
        .expect("there is room");

    let mut n_pieces = 0_u64;
    let stop = loop {
        let piece = puts(&format!("piece {n_pieces}"), MARKER.repeat(2_000));
        match store.commit(vec![piece]).await {
            Ok(()) => n_pieces += 1,
            Err(stop) => break stop,
        }
        assert!(n_pieces < 100, "the disk never filled");
    };
    let (done, cause) = unavailable(stop);
    assert_eq!((done, cause.kind), (0, PortErrorKind::Unavailable));
    let full = cause.source().expect("the cause is kept").to_string();
    assert!(full.contains("full") && !full.contains("words"), "{full}");

    let half = store
        .commit(vec![one(2, 0, "small"), puts("big", MARKER.repeat(9_000))])
        .await;
    let (done, _) = unavailable(half.expect_err("there is no room"));
    assert_eq!(done, 0);
    assert_eq!(
        store
            .read(&room(2), Seq::ZERO, 9)
            .await
            .expect("it reads")
            .len(),
        0
    );
    assert_eq!(
        store
            .read(&room(1), Seq::ZERO, 9)
            .await
            .expect("it reads")
            .len(),
        1
    );
    let claimed = store.claim(at(5), 1_000).await.expect("it claims");
    assert_eq!(claimed.work.len() as u64, n_pieces);

    let keys = (0..n_pieces).map(|number| format!("piece {number}"));
    store
        .commit(vec![settles(keys)])
        .await
        .expect("settling needs no room");
    store
        .commit(vec![puts("big", MARKER.repeat(9_000))])
        .await
        .expect("there is room again");
    store
        .commit(vec![one(1, 1, "after")])
        .await
        .expect("there is room again");
}

#[test]
fn a_group_that_finds_no_room_does_not_take_others_with_it() {
    let scratch = Scratch::new();
    let file = Connection::open(scratch.file()).expect("a database can be made");
    let mut writer = Writer::over(file).expect("it is set up");
    let setting = writer
        .connection()
        .pragma_update_and_check(None, "max_page_count", 40, |_| Ok(()));
    setting.expect("room can be limited");
    let groups = [
        vec![one(1, 0, "small")],
        vec![
            keyed(one(2, 0, "lost"), "key", 9),
            puts("big", MARKER.repeat(90_000)),
        ],
        vec![keyed(one(3, 0, "small"), "key", 9)],
        vec![one(9, 9, "stale")],
    ];
    let mut outcomes = writer.commit(&groups).into_iter();
    assert!(outcomes.next().is_some_and(|outcome| outcome.is_ok()));
    let (done, _) = unavailable(outcomes.next().expect("four answers").expect_err("no room"));
    assert_eq!(done, 0);
    // It stood behind a commit with the same key, which was undone.
    assert!(outcomes.next().is_some_and(|outcome| outcome.is_ok()));
    let stale = outcomes
        .next()
        .expect("four answers")
        .expect_err("it is stale");
    assert!(matches!(stale.error, CommitError::Conflict { .. }));
    assert_eq!(
        writer.read(&room(2), Seq::ZERO, 9).expect("it reads").len(),
        0
    );
}

#[test]
fn groups_of_several_callers_are_judged_each_by_itself() {
    let scratch = Scratch::new();
    let file = Connection::open(scratch.file()).expect("a database can be made");
    let mut writer = Writer::over(file).expect("it is set up");
    let groups = [
        vec![one(1, 0, "a"), one(1, 0, "stale"), one(1, 1, "behind")],
        vec![one(1, 1, "b")],
        vec![],
    ];
    let outcomes = writer.commit(&groups);
    assert!(matches!(
        outcomes.as_slice(),
        [
            Err(StoppedAt {
                done: 1,
                error: CommitError::Conflict { .. },
                ..
            }),
            Ok(()),
            Ok(())
        ]
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_callers_at_once_lose_nothing_and_see_no_hole() {
    let scratch = Scratch::new();
    let store = SqliteStore::open(scratch.file()).expect("a new file opens");
    let writers = (0..8).map(|stream| tokio::spawn(write(store.clone(), stream)));
    let readers = (0..4).map(|stream| tokio::spawn(watch(store.clone(), stream)));
    for outcome in join_all(writers.chain(readers)).await {
        outcome.expect("no caller panics");
    }
    for stream in 0..8 {
        let log = store
            .read(&room(stream), Seq::ZERO, 1_000)
            .await
            .expect("it reads");
        assert_eq!(log.len(), 50);
    }
    // One of those who raced for the same place took it, each time.
    let raced = store
        .read(&room(99), Seq::ZERO, 10_000)
        .await
        .expect("it reads");
    assert!(!raced.is_empty());
}

#[tokio::test]
async fn a_key_is_forgotten_once_it_has_expired() {
    let scratch = Scratch::new();
    let store = SqliteStore::open(scratch.file()).expect("a new file opens");
    let commit = || vec![keyed(Commit::default(), "key", 100)];
    store.commit(commit()).await.expect("it is new");
    store.claim(at(99), 1).await.expect("it claims");
    let stop = store.commit(commit()).await.expect_err("it is known");
    assert!(matches!(stop.error, CommitError::AlreadyDone(_)));
    store.claim(at(100), 1).await.expect("it claims");
    store.commit(commit()).await.expect("it is forgotten");
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let scratch = Scratch::new();
    let store = SqliteStore::open(scratch.file()).expect("a new file opens");
    let other = store.clone();
    store.close().await;
    store.close().await;
    let (_, cause) = unavailable(
        other
            .commit(vec![one(1, 0, "late")])
            .await
            .expect_err("closed"),
    );
    assert_eq!(cause.kind, PortErrorKind::Closed);
    let read = other
        .read(&room(1), Seq::ZERO, 1)
        .await
        .expect_err("closed");
    assert_eq!(read.kind, PortErrorKind::Closed);
    assert_eq!(
        other.claim(at(1), 1).await.expect_err("closed").kind,
        PortErrorKind::Closed
    );
}

/// Writes to a stream of its own, and races for a place in a shared one.
async fn write(store: SqliteStore, stream: u8) {
    for head in 0..50 {
        store
            .commit(vec![one(stream, head, "own")])
            .await
            .expect("nobody else writes here");
        let race = store.commit(vec![one(99, head, "shared")]).await;
        assert!(matches!(
            race,
            Ok(())
                | Err(StoppedAt {
                    error: CommitError::Conflict { .. },
                    ..
                })
        ));
    }
}

async fn watch(store: SqliteStore, stream: u8) {
    for _ in 0..100 {
        let log = store
            .read(&room(stream), Seq::ZERO, 1_000)
            .await
            .expect("it reads");
        for (place, stored) in (1..).zip(log) {
            assert_eq!(stored.seq, Seq::new(place));
        }
    }
}

#[track_caller]
fn unavailable(stop: StoppedAt) -> (usize, PortError) {
    match stop {
        StoppedAt {
            done,
            error: CommitError::Unavailable(cause),
            ..
        } => (done, cause),
        StoppedAt { error, .. } => panic!("not unavailable but: {error}"),
    }
}

const MARKER: &str = "a person's words";
