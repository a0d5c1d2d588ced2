//! The laws of [`Journal`], one function per line of its contract.
//!
//! Each takes a fresh store from the bench and says what it saw instead of what was promised.

use super::bench::Bench;
use super::expect::Expect;
use super::expect::at;
use super::expect::event;
use super::expect::keyed;
use super::expect::many;
use super::expect::one;
use super::expect::puts;
use super::expect::room;
use super::law::LawResult;
use crate::ports::Append;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::StoppedAt;
use crate::vocab::Seq;

/// A commit is seen whole or not at all.
///
/// # Errors
/// What was seen of a commit that failed in its second stream.
pub async fn commit_is_atomic<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("commit_is_atomic");
    let store = bench.fresh().await;
    expect.commits(&store, vec![one(2, 0, "first")]).await?;

    let mut torn = keyed(one(1, 0, "half"), "key", "result");
    torn.appends.extend(one(2, 0, "stale").appends);
    torn.work = puts(&[("step", 1)]).work;
    let outcome = store.commit(vec![torn]).await;
    expect.that(
        conflicted(&outcome, 0),
        "a stale second append did not conflict",
    )?;
    let half = expect.log(&store, &room(1)).await?;
    expect.that(
        half.is_empty(),
        "the first append of a commit that failed is there",
    )?;
    let claimed = expect.claims(&store, 10).await?;
    expect.that(
        claimed.is_empty(),
        "the work of a commit that failed is there",
    )?;

    let mut whole = keyed(one(1, 0, "one"), "key", "result");
    whole.appends.extend(one(2, 1, "two").appends);
    whole.work = puts(&[("step", 1)]).work;
    expect.commits(&store, vec![whole]).await?;
    let logs = (
        expect.log(&store, &room(1)).await?.len(),
        expect.log(&store, &room(2)).await?.len(),
    );
    expect.that(logs == (1, 2), "an append of a good commit is missing")?;
    let claimed = expect.claims(&store, 10).await?;
    expect.that(claimed == ["step"], "the work of a good commit is missing")
}

/// What was acknowledged is there after a restart.
///
/// # Errors
/// What was missing.
pub async fn ok_survives_reopening<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("ok_survives_reopening");
    let store = bench.fresh().await;
    let mut group = vec![one(1, 0, "a"), keyed(one(1, 1, "b"), "key", "result")];
    group.push(puts(&[("step", 1)]));
    expect.commits(&store, group).await?;
    let store = bench.reopen(store).await;
    let log = expect.log(&store, &room(1)).await?;
    let bodies: Vec<&[u8]> = log.iter().map(|stored| &*stored.event.body).collect();
    expect.that(bodies == [b"a", b"b"], "acknowledged events are missing")?;
    let again = store.commit(vec![keyed(one(1, 2, "c"), "key", "")]).await;
    expect.that(
        was_done(&again, b"result"),
        "an acknowledged key is missing",
    )?;
    let claimed = expect.claims(&store, 10).await?;
    expect.that(claimed == ["step"], "acknowledged work is missing")
}

/// A group takes effect in order, and nothing behind a failure is tried.
///
/// # Errors
/// What was done behind the failure, or not before it.
pub async fn group_stops_at_the_first_failure<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("group_stops_at_the_first_failure");
    let store = bench.fresh().await;
    let group = vec![
        one(1, 0, "a"),
        one(1, 1, "b"),
        one(2, 9, "stale"),
        one(1, 2, "behind"),
        one(3, 0, "behind"),
    ];
    let outcome = store.commit(group).await;
    expect.that(
        conflicted(&outcome, 2),
        "the group did not stop at its third commit",
    )?;
    let before = expect.log(&store, &room(1)).await?.len();
    expect.that(
        before == 2,
        "not exactly the commits before the failure are there",
    )?;
    let behind = expect.log(&store, &room(3)).await?;
    expect.that(behind.is_empty(), "a commit behind the failure is there")
}

/// An append that expects another head conflicts and changes nothing.
///
/// # Errors
/// What was let through.
pub async fn stale_append_conflicts<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("stale_append_conflicts");
    let store = bench.fresh().await;
    expect
        .commits(&store, vec![many(1, 0, &["a", "b"])])
        .await?;
    for wrong in [0, 1, 3] {
        let outcome = store.commit(vec![one(1, wrong, "stale")]).await;
        expect.that(
            conflicted(&outcome, 0),
            "an append with a wrong head went through",
        )?;
    }
    let empty = store.commit(vec![many(1, 1, &[])]).await;
    expect.that(
        conflicted(&empty, 0),
        "an empty append with a wrong head went through",
    )?;
    let log = expect.log(&store, &room(1)).await?;
    expect.that(log.len() == 2, "a refused append changed the log")?;
    expect.commits(&store, vec![one(1, 2, "c")]).await
}

/// Positions are 1, 2, 3 … in each stream by itself.
///
/// # Errors
/// The positions that were seen.
pub async fn positions_are_dense<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("positions_are_dense");
    let store = bench.fresh().await;
    let group = vec![many(1, 0, &["a", "b"]), one(2, 0, "x"), one(1, 2, "c")];
    expect.commits(&store, group).await?;
    for (stream, len) in [(1, 3), (2, 1)] {
        let log = expect.log(&store, &room(stream)).await?;
        let seen: Vec<u64> = log.iter().map(|stored| stored.seq.get()).collect();
        let dense: Vec<u64> = (1..=len).collect();
        expect.that(seen == dense, &format!("positions were {seen:?}"))?;
    }
    Ok(())
}

/// A key commits once, also after a restart, and a retry gets the first result.
///
/// # Errors
/// What a retry got instead.
pub async fn key_commits_once<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("key_commits_once");
    let store = bench.fresh().await;
    expect
        .commits(&store, vec![keyed(one(1, 0, "a"), "key", "first")])
        .await?;
    // A retry rarely knows the head: it must hear of its first go, not of a conflict.
    for head in [0, 1] {
        let again = store
            .commit(vec![keyed(one(1, head, "a"), "key", "again")])
            .await;
        expect.that(
            was_done(&again, b"first"),
            "a retry was not told the first result",
        )?;
    }
    let twins = ["twin", "twin"].map(|key| keyed(Commit::default(), key, key));
    let outcome = store.commit(twins.into()).await;
    let stopped = matches!(&outcome, Err(stop) if stop.done == 1);
    expect.that(
        stopped && was_done(&outcome, b"twin"),
        "one group took a key twice",
    )?;
    let store = bench.reopen(store).await;
    let again = store
        .commit(vec![keyed(one(1, 1, "a"), "key", "again")])
        .await;
    expect.that(
        was_done(&again, b"first"),
        "after a restart a key was taken again",
    )?;
    let log = expect.log(&store, &room(1)).await?;
    expect.that(log.len() == 1, "a retry wrote once more")
}

/// Who holds the line later shuts out who held it before, also across a restart.
///
/// # Errors
/// Which writer was let through or shut out.
pub async fn old_fence_is_refused<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("old_fence_is_refused");
    let store = bench.fresh().await;
    let first = expect.done(store.hold().await)?;
    expect
        .commits(&store, vec![under(first, one(1, 0, "a"))])
        .await?;
    let second = expect.done(store.hold().await)?;
    expect.that(first < second, "a later fence is not higher")?;
    let late = store.commit(vec![under(first, one(1, 1, "late"))]).await;
    expect.that(fenced(&late), "an old fence was let through")?;
    let store = bench.reopen(store).await;
    let late = store.commit(vec![under(first, one(1, 1, "late"))]).await;
    expect.that(
        fenced(&late),
        "after a restart an old fence was let through",
    )?;
    let third = expect.done(store.hold().await)?;
    expect.that(
        second < third,
        "after a restart a later fence is not higher",
    )?;
    expect
        .commits(&store, vec![under(third, one(1, 1, "b"))])
        .await
}

/// What is read is what was committed, byte for byte and in order.
///
/// # Errors
/// Which stream came back changed.
pub async fn read_returns_what_was_committed<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("read_returns_what_was_committed");
    let store = bench.fresh().await;
    let all_bytes: Vec<u8> = (0..=u8::MAX).collect();
    let mut largest = vec![0_u8; Commit::MAX_EVENT_BYTES];
    largest.splice(..3, [0xff, 0, 0xfe]);
    let mut events: Vec<_> = [Vec::new(), all_bytes, vec![0; 9], b"{}".to_vec(), largest]
        .into_iter()
        .map(event)
        .collect();
    for (event, odd) in events.iter_mut().zip([0, 1, u64::MAX / 3, 7, u64::MAX]) {
        event.at = at(odd);
        event.chain = odd.to_be_bytes();
    }
    let append = Append::new(room(1), Seq::ZERO, events.clone());
    let commit = Commit {
        appends: vec![append],
        ..Commit::default()
    };
    expect.commits(&store, vec![commit]).await?;
    let log = expect.log(&store, &room(1)).await?;
    let read: Vec<_> = log.into_iter().map(|stored| stored.event).collect();
    expect.that(
        read == events,
        "what was read differs from what was committed",
    )?;
    let none = expect.log(&store, &room(9)).await?;
    expect.that(none.is_empty(), "a stream never written is not empty")
}

/// Reading goes page by page, without holes and within the limit.
///
/// # Errors
/// What a page held.
pub async fn read_pages<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("read_pages");
    let store = bench.fresh().await;
    expect
        .commits(&store, vec![many(1, 0, &["a", "b", "c", "d", "e"])])
        .await?;
    let pages: [(u64, usize, &[u64]); 6] = [
        (0, 2, &[1, 2]),
        (2, 2, &[3, 4]),
        (4, 2, &[5]),
        (5, 2, &[]),
        (0, 0, &[]),
        (u64::MAX, 2, &[]),
    ];
    for (after, limit, wanted) in pages {
        let page = expect.done(store.read(&room(1), Seq::new(after), limit).await)?;
        let seen: Vec<u64> = page.iter().map(|stored| stored.seq.get()).collect();
        expect.that(
            seen == wanted,
            &format!("{limit} behind {after} were {seen:?}"),
        )?;
    }
    Ok(())
}

/// Streams are listed by name, page by page, each with its last position and hash.
///
/// # Errors
/// What was listed.
pub async fn heads_page<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("heads_page");
    let store = bench.fresh().await;
    let group = vec![
        one(3, 0, "x"),
        many(1, 0, &["a", "bcd"]),
        one(2, 0, ""),
        many(4, 0, &[]),
    ];
    expect.commits(&store, group).await?;
    let first = expect.done(store.heads(None, 2).await)?;
    let rest = expect.done(store.heads(first.last().map(|head| &head.stream), 9).await)?;
    let seen: Vec<_> = first
        .iter()
        .chain(&rest)
        .map(|head| (head.stream.to_string(), head.head.get(), head.chain))
        .collect();
    let wanted = [(1, 2, [3; 8]), (2, 1, [0; 8]), (3, 1, [1; 8])]
        .map(|(stream, head, chain)| (room(stream).to_string(), head, chain));
    expect.that(
        first.len() == 2,
        "a page of heads is not full, or over its limit",
    )?;
    expect.that(seen == wanted, "heads are missing, wrong or out of order")
}

/// An event over the limit is refused and changes nothing.
///
/// # Errors
/// What was written.
pub async fn oversized_event_is_refused<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("oversized_event_is_refused");
    let store = bench.fresh().await;
    let over = vec![b'x'; Commit::MAX_ROW_BYTES.saturating_add(1)];
    let append = Append::new(room(1), Seq::ZERO, vec![event("small"), event(over)]);
    let commit = Commit {
        appends: vec![append],
        ..Commit::default()
    };
    let outcome = store.commit(vec![one(2, 0, "before"), commit]).await;
    let refused = matches!(
        outcome,
        Err(StoppedAt {
            done: 1,
            error: CommitError::TooLarge,
            ..
        })
    );
    expect.that(
        refused,
        "an event over the limit was not refused as too large",
    )?;
    let log = expect.log(&store, &room(1)).await?;
    expect.that(
        log.is_empty(),
        "an event over the limit left something behind",
    )
}

fn under(fence: Fence, commit: Commit) -> Commit {
    Commit { fence, ..commit }
}

fn conflicted(outcome: &Result<(), StoppedAt>, wanted: usize) -> bool {
    matches!(
        outcome,
        Err(StoppedAt { done, error: CommitError::Conflict { .. }, .. }) if *done == wanted
    )
}

fn was_done(outcome: &Result<(), StoppedAt>, wanted: &[u8]) -> bool {
    matches!(
        outcome,
        Err(StoppedAt { error: CommitError::AlreadyDone(result), .. }) if result == wanted
    )
}

fn fenced(outcome: &Result<(), StoppedAt>) -> bool {
    matches!(
        outcome,
        Err(StoppedAt {
            done: 0,
            error: CommitError::Fenced,
            ..
        })
    )
}
