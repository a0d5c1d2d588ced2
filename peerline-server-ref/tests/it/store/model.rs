//! The file answers what the store in memory answers, whatever comes.

use peerline_core::memory::MemoryStore;
use peerline_core::ports::Commit;
use peerline_core::ports::Fence;
use peerline_core::ports::Journal;
use peerline_core::ports::WorkKey;
use peerline_core::ports::WorkQueue;
use peerline_core::testkit::block_on::block_on;
use peerline_core::vocab::Seq;
use peerline_server_ref::store::Writer;
use proptest::collection::vec;
use proptest::prelude::Just;
use proptest::prelude::Strategy;
use proptest::prop_oneof;
use proptest::test_runner::Config;
use rusqlite::Connection;

use super::Scratch;
use super::at;
use super::buries;
use super::keyed;
use super::one;
use super::puts;
use super::room;
use super::settles;

proptest::proptest! {
    #![proptest_config(Config::with_cases(48))]

    #[test]
    fn it_answers_as_memory_does(steps in vec(step(), 1..40)) {
        let scratch = Scratch::new();
        let file = Connection::open(scratch.file()).expect("a database can be made");
        let mut writer = Writer::over(file).expect("it is set up");
        let memory = MemoryStore::default();
        for step in steps {
            let (ours, theirs) = take(&mut writer, &memory, step);
            proptest::prop_assert_eq!(ours, theirs);
        }
        for stream in 0..STREAMS {
            let ours = writer.read(&room(stream), Seq::ZERO, 1_000).expect("it reads");
            let theirs = block_on(memory.read(&room(stream), Seq::ZERO, 1_000)).expect("it reads");
            proptest::prop_assert_eq!(ours, theirs);
        }
        let ours = writer.heads(None, 100).expect("it lists");
        let theirs = block_on(memory.heads(None, 100)).expect("it lists");
        proptest::prop_assert_eq!(ours, theirs);
    }
}

/// One thing asked of both stores.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Commit(Vec<Commit>),
    Claim { now: u64, limit: usize },
    Release(u8),
    Hold,
}

/// Returns both answers as text, which has what errors cannot be compared by.
fn take(writer: &mut Writer, memory: &MemoryStore, step: Step) -> (String, String) {
    match step {
        Step::Commit(group) => {
            let ours = writer.commit(std::slice::from_ref(&group)).pop();
            let theirs = block_on(memory.commit(group));
            (format!("{ours:?}"), format!("{:?}", Some(theirs)))
        }
        Step::Claim { now, limit } => {
            let ours = writer.claim(at(now), limit).expect("it claims");
            writer.prune(at(now)).expect("it prunes");
            let theirs = block_on(memory.claim(at(now), limit)).expect("it claims");
            (format!("{ours:?}"), format!("{theirs:?}"))
        }
        Step::Release(number) => {
            let key = WorkKey::new(format!("step {number}"));
            writer.release(&key);
            block_on(memory.release(&key)).expect("it releases");
            Default::default()
        }
        Step::Hold => {
            let ours = writer.hold().expect("it holds");
            let theirs = block_on(memory.hold()).expect("it holds");
            (format!("{ours:?}"), format!("{theirs:?}"))
        }
    }
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => vec(commit(), 0..5).prop_map(Step::Commit),
        3 => (0..12_u64, 0..4_usize).prop_map(|(now, limit)| Step::Claim { now, limit }),
        1 => (0..KEYS).prop_map(Step::Release),
        1 => Just(Step::Hold),
    ]
}

/// Small numbers, so that commits meet one another.
fn commit() -> impl Strategy<Value = Commit> {
    let appends = vec((0..STREAMS, 0..4_u64), 0..3);
    let key = proptest::option::of((0..KEYS, 0..12_u64));
    let work = (vec((0..KEYS, 0..12_u64), 0..3), vec(0..KEYS, 0..2));
    let tombs = vec((0..STREAMS, 0..4_u64), 0..2);
    let drops = (vec(0..STREAMS, 0..2), vec(0..KEYS, 0..2));
    let talk = (appends, tombs, drops);
    (talk, key, work, 0..3_u64).prop_map(
        |((appends, tombs, (drops, forgets)), key, (put_in, settled), fence)| {
            let mut commit = settles(settled.iter().map(|number| format!("step {number}")));
            for (stream, expect) in appends {
                commit.appends.extend(one(stream, expect, "body").appends);
            }
            for (stream, seq) in tombs {
                commit.tombs.extend(buries(stream, seq, "tomb").tombs);
            }
            commit.drops.extend(drops.into_iter().map(room));
            let prefixes = forgets.into_iter().map(|number| format!("key {number}"));
            commit.forgets.extend(prefixes.map(String::into_bytes));
            for (number, due) in put_in {
                let mut work = puts(&format!("step {number}"), "page").work;
                work.iter_mut().for_each(|work| work.due = at(due));
                commit.work.extend(work);
            }
            commit.fence = Fence::new(fence);
            match key {
                Some((number, expires)) => keyed(commit, &format!("key {number}"), expires),
                None => commit,
            }
        },
    )
}

pub(crate) const STREAMS: u8 = 3;
const KEYS: u8 = 4;
