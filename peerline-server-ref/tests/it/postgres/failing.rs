//! A database that goes away: nothing acknowledged is lost, and the store comes back by itself.

use std::time::Duration;

use peerline_core::ports::CommitError;
use peerline_core::ports::Journal as _;
use peerline_core::ports::WorkQueue as _;
use peerline_core::vocab::Seq;
use peerline_server_ref::store::PostgresStore;
use tokio::time::timeout;

use super::server::Server;
use super::server::open;
use crate::store::at;
use crate::store::keyed;
use crate::store::one;
use crate::store::room;

#[tokio::test]
async fn what_was_acknowledged_outlives_a_killed_server_and_nothing_stands_twice() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = open(&server.database()).await;
    let mut acknowledged: u64 = 0;
    for round in 0..3 {
        let until = acknowledged + 20;
        while acknowledged < until {
            assert!(put(&store, acknowledged).await, "round {round}");
            acknowledged += 1;
        }
        server.signal("-KILL");
        // Its other processes may live a moment longer, and keep what they say.
        acknowledged += u64::from(put(&store, acknowledged).await);
        server.start_again();
        settle(&store, &mut acknowledged).await;
        let logged = store
            .read(&room(1), Seq::ZERO, 1_000)
            .await
            .expect("it reads");
        let bodies: Vec<Vec<u8>> = logged.into_iter().map(|stored| stored.event.body).collect();
        let expected: Vec<Vec<u8>> = (0..acknowledged).map(body).collect();
        assert_eq!(bodies, expected, "round {round}");
    }
}

#[tokio::test]
async fn a_commit_that_nobody_polls_holds_up_nobody() {
    let Some(server) = Server::shared() else {
        return;
    };
    let store = open(&server.database()).await;
    // Left in the middle: it has been begun, and the answer of the database is never taken.
    let mut commit = Box::pin(store.commit(vec![one(1, 0, body(0))]));
    assert!(futures_util::poll!(&mut commit).is_pending());
    let claimed = timeout(Duration::from_secs(60), store.claim(at(0), 1)).await;
    claimed.expect("it waits for nobody").expect("it claims");
    commit.await.expect("it is written all the same");
}

/// On a server of its own, so that nobody else's backend is cut off.
#[tokio::test]
async fn a_backend_that_is_cut_off_costs_one_answer_and_no_more() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = open(&server.database()).await;
    assert!(put(&store, 0).await);
    server.psql(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE application_name = 'peerline'",
    );
    let mut acknowledged = 1;
    settle(&store, &mut acknowledged).await;
    assert_eq!(acknowledged, 2);
}

/// Puts one more; tells whether it is in the log for sure.
async fn put(store: &PostgresStore, number: u64) -> bool {
    let commit = keyed(
        one(1, number, body(number)),
        &format!("put {number}"),
        u64::MAX,
    );
    match store.commit(vec![commit]).await {
        Ok(()) => true,
        Err(stopped) => matches!(stopped.error, CommitError::AlreadyDone(_)),
    }
}

/// Repeats what is not acknowledged until it is.
async fn settle(store: &PostgresStore, acknowledged: &mut u64) {
    for _ in 0..200 {
        if put(store, *acknowledged).await {
            *acknowledged += 1;
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the store does not come back");
}

fn body(number: u64) -> Vec<u8> {
    format!("message {number}").into_bytes()
}
