//! The database answers what the store in memory answers, whatever comes.

use peerline_core::memory::MemoryStore;
use peerline_core::ports::Journal;
use peerline_core::ports::WorkKey;
use peerline_core::ports::WorkQueue;
use peerline_core::vocab::Seq;
use proptest::collection::vec;
use proptest::test_runner::Config;

use super::runtime;
use super::server::Server;
use super::server::open;
use crate::store::at;
use crate::store::model::STREAMS;
use crate::store::model::Step;
use crate::store::model::step;
use crate::store::room;

proptest::proptest! {
    #![proptest_config(Config::with_cases(32))]

    #[test]
    fn it_answers_as_memory_does(steps in vec(step(), 1..40)) {
        let Some(server) = Server::shared() else { return Ok(()) };
        let reach = server.database();
        runtime().block_on(async {
            let database = open(&reach).await;
            let memory = MemoryStore::default();
            for step in steps {
                let ours = take(&database, step.clone()).await;
                proptest::prop_assert_eq!(ours, take(&memory, step).await);
            }
            let ours = all(&database).await;
            database.close().await;
            proptest::prop_assert_eq!(ours, all(&memory).await);
            Ok(())
        })?;
    }
}

/// Returns an answer as text, which has what errors cannot be compared by.
async fn take(store: &(impl Journal + WorkQueue), step: Step) -> String {
    match step {
        Step::Commit(group) => format!("{:?}", store.commit(group).await),
        Step::Claim { now, limit } => {
            let claimed = store.claim(at(now), limit).await;
            format!("{:?}", claimed.expect("it claims"))
        }
        Step::Release(number) => {
            let key = WorkKey::new(format!("step {number}"));
            store.release(&key).await.expect("it releases");
            String::new()
        }
        Step::Hold => format!("{:?}", store.hold().await.expect("it holds")),
    }
}

/// Everything that can be read.
async fn all(store: &impl Journal) -> String {
    let mut text = format!("{:?}", store.heads(None, 100).await.expect("it lists"));
    for stream in 0..STREAMS {
        let read = store.read(&room(stream), Seq::ZERO, 1_000).await;
        text += &format!("{:?}", read.expect("it reads"));
    }
    text
}
