//! The laws of [`WorkQueue`], one function per line of its contract.

use super::bench::Bench;
use super::expect::Expect;
use super::expect::at;
use super::expect::puts;
use super::expect::settles;
use super::expect::work;
use super::law::LawResult;
use crate::ports::WorkKey;
use crate::ports::WorkQueue;

/// Only work whose time has come is claimed, the most overdue first, within the limit.
///
/// # Errors
/// What was claimed.
pub async fn only_due_work_is_claimed<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("only_due_work_is_claimed");
    let store = bench.fresh().await;
    let pieces = [
        ("late", 30),
        ("a", 20),
        ("first", 10),
        ("now", 25),
        ("next", 26),
    ];
    expect.commits(&store, vec![puts(&pieces)]).await?;
    let none = expect.claims(&store, 9).await?;
    expect.that(none.is_empty(), "work was claimed before its time")?;
    let two = expect.done(store.claim(at(25), 2).await)?.work;
    let wanted = [work("first", 10), work("a", 20)];
    expect.that(
        two == wanted,
        "not the two most overdue, or not as they were put in",
    )?;
    let rest = expect.claims(&store, 25).await?;
    expect.that(rest == ["now"], "not exactly the work due by now")
}

/// Work that nobody settled is handed out again after a restart.
///
/// # Errors
/// What was handed out instead.
pub async fn unsettled_work_returns_after_reopening<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("unsettled_work_returns_after_reopening");
    let store = bench.fresh().await;
    expect
        .commits(&store, vec![puts(&[("step", 1), ("other", 2)])])
        .await?;
    expect.claims(&store, 10).await?;
    let store = bench.reopen(store).await;
    let again = expect.claims(&store, 10).await?;
    expect.that(
        again == ["step", "other"],
        "claimed work was lost by a restart",
    )
}

/// Work that was given back is handed out again.
///
/// # Errors
/// What was handed out instead.
pub async fn released_work_is_handed_out_again<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("released_work_is_handed_out_again");
    let store = bench.fresh().await;
    expect
        .commits(&store, vec![puts(&[("step", 1), ("other", 2)])])
        .await?;
    expect.claims(&store, 10).await?;
    expect.done(store.release(&WorkKey::new("step")).await)?;
    expect.done(store.release(&WorkKey::new("never heard of")).await)?;
    let again = expect.claims(&store, 10).await?;
    expect.that(
        again == ["step"],
        "not exactly what was released came again",
    )
}

/// Claimed work is nobody else's.
///
/// # Errors
/// What was handed out twice.
pub async fn claimed_work_is_not_handed_out_twice<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("claimed_work_is_not_handed_out_twice");
    let store = bench.fresh().await;
    expect
        .commits(&store, vec![puts(&[("a", 1), ("b", 2)])])
        .await?;
    let first = expect.done(store.claim(at(10), 1).await)?.work.len();
    let second = expect.claims(&store, 10).await?;
    let third = expect.claims(&store, 10).await?;
    let once = first == 1 && second == ["b"] && third.is_empty();
    expect.that(once, "claimed work was handed out twice")
}

/// Work that a commit settled is never handed out again, claimed or not, restart or not.
///
/// # Errors
/// What was handed out.
pub async fn settled_work_stays_settled<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("settled_work_stays_settled");
    let store = bench.fresh().await;
    expect
        .commits(
            &store,
            vec![puts(&[("done", 1), ("unseen", 20), ("left", 3)])],
        )
        .await?;
    expect.claims(&store, 10).await?;
    expect
        .commits(&store, vec![settles(&["done", "unseen", "not there"])])
        .await?;
    expect.done(store.release(&WorkKey::new("done")).await)?;
    let again = expect.claims(&store, 100).await?;
    expect.that(again.is_empty(), "settled work was handed out again")?;
    let store = bench.reopen(store).await;
    let again = expect.claims(&store, 100).await?;
    expect.that(
        again == ["left"],
        "after a restart settled work was handed out again",
    )?;
    // A last step that repeats is settled and put in by one commit.
    let mut repeats = settles(&["left"]);
    repeats.work = puts(&[("left", 50)]).work;
    expect.commits(&store, vec![repeats]).await?;
    let again = expect.claims(&store, 100).await?;
    expect.that(
        again == ["left"],
        "work put in by the commit that settled it is missing",
    )
}

/// Putting work in under a known key replaces it and voids an earlier claim.
///
/// # Errors
/// What was handed out, or not.
pub async fn replaced_work_is_due_at_its_new_time<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("replaced_work_is_due_at_its_new_time");
    let store = bench.fresh().await;
    expect
        .commits(&store, vec![puts(&[("moved", 1), ("claimed", 2)])])
        .await?;
    expect.commits(&store, vec![puts(&[("moved", 50)])]).await?;
    let early = expect.claims(&store, 10).await?;
    expect.that(early == ["claimed"], "replaced work came at its old time")?;
    expect
        .commits(&store, vec![puts(&[("claimed", 40)])])
        .await?;
    let early = expect.claims(&store, 39).await?;
    expect.that(early.is_empty(), "replaced work came before its new time")?;
    let due = expect.claims(&store, 100).await?;
    expect.that(
        due == ["claimed", "moved"],
        "replaced work did not come at its new time",
    )
}

/// `next` is the earliest due time of what nobody has claimed.
///
/// # Errors
/// What `next` was.
pub async fn next_names_the_earliest<B: Bench>(bench: &B) -> LawResult {
    let expect = Expect("next_names_the_earliest");
    let store = bench.fresh().await;
    let empty = expect.done(store.claim(at(10), 1).await)?.next;
    expect.that(empty.is_none(), "an empty queue names a next time")?;
    expect
        .commits(
            &store,
            vec![puts(&[("a", 5), ("b", 7), ("c", 30), ("d", 40)])],
        )
        .await?;
    for (limit, wanted) in [(1, 7), (1, 30), (1, 30), (0, 30)] {
        let next = expect.done(store.claim(at(10), limit).await)?.next;
        expect.that(
            next == Some(at(wanted)),
            &format!("next was {next:?}, not {wanted}"),
        )?;
    }
    Ok(())
}
