//! The laws of [`Tomb`]s in a [`Journal`], one function per name in its contract.

use super::bench::Bench;
use super::expect::Expect;
use super::expect::many;
use super::expect::one;
use super::expect::room;
use super::law::LawResult;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Journal;
use crate::ports::StoppedAt;
use crate::ports::Tomb;
use crate::vocab::Seq;

/// A tomb takes the place of an event's bytes and of nothing else, also after a restart.
///
/// # Errors
/// What was seen of the bytes that were to go, or of what was to stay.
pub async fn tomb_replaces_and_destroys<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("tomb_replaces_and_destroys");
    let store = bench.fresh().await;
    let long = "words ".repeat(9_000);
    let group = vec![many(1, 0, &["a", "words", &long, "d"]), one(2, 0, "words")];
    expect.commits(&store, group).await?;
    let before = expect.log(&store, &room(1)).await?;
    let heads = expect.done(store.heads(None, 9).await)?;
    let tombs = vec![tomb(1, 2, "tomb"), tomb(1, 3, "")];
    let commit = Commit {
        tombs,
        ..Commit::default()
    };
    expect.commits(&store, vec![commit]).await?;
    let mut wanted = before;
    for (stored, body) in wanted.iter_mut().skip(1).zip(["tomb", ""]) {
        stored.event.body = body.into();
    }
    let after = expect.log(&store, &room(1)).await?;
    expect.that(
        after == wanted,
        "a tomb is missing, or changed something else",
    )?;
    let store = bench.reopen(store).await;
    let after = expect.log(&store, &room(1)).await?;
    expect.that(after == wanted, "after a restart a tomb is not there")?;
    let same = heads == expect.done(store.heads(None, 9).await)?;
    expect.that(same, "a tomb changed a head")?;
    let other = expect.log(&store, &room(2)).await?;
    let whole = other.iter().all(|stored| stored.event.body == b"words");
    expect.that(whole && other.len() == 1, "a tomb changed another stream")?;
    expect.commits(&store, vec![one(1, 4, "e")]).await
}

/// A tomb is there together with the rest of its commit, or not at all.
///
/// # Errors
/// What was seen of a commit that failed, or was missing of one that did not.
pub async fn tomb_is_part_of_its_commit<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("tomb_is_part_of_its_commit");
    let store = bench.fresh().await;
    expect.commits(&store, vec![one(1, 0, "words")]).await?;
    let torn = Commit {
        tombs: vec![tomb(1, 1, "tomb")],
        ..one(1, 9, "stale")
    };
    let outcome = store.commit(vec![torn]).await;
    expect.that(
        conflicted(&outcome),
        "a stale append beside a tomb did not conflict",
    )?;
    let log = expect.log(&store, &room(1)).await?;
    let whole = log.iter().all(|stored| stored.event.body == b"words");
    expect.that(whole, "the tomb of a commit that failed is there")?;
    let good = Commit {
        tombs: vec![tomb(1, 1, "tomb")],
        ..one(1, 1, "taken away")
    };
    expect.commits(&store, vec![good]).await?;
    let log = expect.log(&store, &room(1)).await?;
    let bodies: Vec<&[u8]> = log.iter().map(|stored| &*stored.event.body).collect();
    expect.that(
        bodies == [&b"tomb"[..], b"taken away"],
        "a part of a good commit with a tomb is missing",
    )
}

/// A tomb for a place that held nothing before its commit is refused and changes nothing.
///
/// # Errors
/// What was let through.
pub async fn tomb_needs_its_event<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("tomb_needs_its_event");
    let store = bench.fresh().await;
    expect.commits(&store, vec![one(1, 0, "a")]).await?;
    for (stream, seq) in [(1, 0), (1, 2), (2, 1), (1, u64::MAX)] {
        let commit = Commit {
            tombs: vec![tomb(1, 1, "tomb"), tomb(stream, seq, "tomb")],
            ..one(1, 1, "beside")
        };
        let outcome = store.commit(vec![commit]).await;
        expect.that(conflicted(&outcome), "a tomb for no event was let through")?;
    }
    let log = expect.log(&store, &room(1)).await?;
    let bodies: Vec<&[u8]> = log.iter().map(|stored| &*stored.event.body).collect();
    expect.that(bodies == [b"a"], "a refused tomb changed the log")?;
    let none = expect.log(&store, &room(2)).await?;
    expect.that(none.is_empty(), "a refused tomb made an event")
}

fn tomb(stream: u8, seq: u64, body: &str) -> Tomb {
    Tomb::new(room(stream), Seq::new(seq), body.into())
}

fn conflicted(outcome: &Result<(), StoppedAt>) -> bool {
    matches!(
        outcome,
        Err(StoppedAt {
            done: 0,
            error: CommitError::Conflict { .. },
            ..
        })
    )
}
