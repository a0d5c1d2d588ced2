//! The laws of whole streams that are dropped, and of keys that are forgotten, in a
//! [`Journal`].

use super::bench::Bench;
use super::expect::Expect;
use super::expect::keyed;
use super::expect::many;
use super::expect::one;
use super::expect::room;
use super::law::LawResult;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Journal;
use crate::vocab::Seq;

/// A dropped stream is gone, may begin anew in the same commit, and stays gone after a restart.
///
/// # Errors
/// What was seen of it, or of another stream.
pub async fn dropped_stream_is_gone<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("dropped_stream_is_gone");
    let store = bench.fresh().await;
    let group = vec![many(1, 0, &["a", "b", "c"]), many(2, 0, &["d", "e"])];
    expect.commits(&store, group).await?;
    let commit = Commit {
        drops: vec![room(1), room(3)],
        ..one(1, 0, "anew")
    };
    expect.commits(&store, vec![commit]).await?;
    let commit = Commit {
        drops: vec![room(2)],
        ..Commit::default()
    };
    expect.commits(&store, vec![commit]).await?;
    let store = bench.reopen(store).await;
    let log = expect.log(&store, &room(1)).await?;
    let seqs: Vec<(Seq, &[u8])> = log
        .iter()
        .map(|stored| (stored.seq, &*stored.event.body))
        .collect();
    expect.that(
        seqs == [(Seq::new(1), &b"anew"[..])],
        "a stream that was dropped and began anew holds something else",
    )?;
    let gone = expect.log(&store, &room(2)).await?;
    expect.that(gone.is_empty(), "events of a dropped stream are there")?;
    let heads = expect.done(store.heads(None, 9).await)?;
    let named = heads.iter().any(|head| head.stream == room(2));
    expect.that(!named, "a dropped stream is listed")
}

/// Keys that a commit forgets are free again, and no others.
///
/// # Errors
/// Which were not, or were too.
pub async fn forgotten_keys_are_free<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("forgotten_keys_are_free");
    let store = bench.fresh().await;
    let keys = ["room/a/1", "room/a/2", "room/b/1", "room/a", "rooms"];
    for (n, key) in (0..).zip(keys) {
        let commit = keyed(one(1, n, key), key, "result");
        expect.commits(&store, vec![commit]).await?;
    }
    let commit = Commit {
        forgets: vec![
            b"room/a/1".to_vec(),
            b"room/a/2".to_vec(),
            b"never".to_vec(),
        ],
        ..Commit::default()
    };
    expect.commits(&store, vec![commit]).await?;
    for (n, key) in (5..).zip(["room/a/1", "room/a/2"]) {
        let outcome = store
            .commit(vec![keyed(one(1, n, key), key, "again")])
            .await;
        expect.that(outcome.is_ok(), "a forgotten key is known")?;
    }
    for key in ["room/b/1", "room/a", "rooms"] {
        let outcome = store
            .commit(vec![keyed(one(1, 7, key), key, "again")])
            .await;
        let known = matches!(
            outcome.map_err(|stop| stop.error),
            Err(CommitError::AlreadyDone(_))
        );
        expect.that(known, "another key was forgotten")?;
    }
    Ok(())
}
