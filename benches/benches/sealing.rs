//! What it costs to seal a message on its way to the store, and to open it on its way back.
//!
//! `cargo bench -p peerline-benches --bench sealing`

#![expect(
    clippy::unwrap_used,
    reason = "a bench stops where its world is not as it should be"
)]

use std::sync::Arc;

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::log::Entry;
use peerline_core::log::Fact;
use peerline_core::memory::MemoryShelf;
use peerline_core::memory::MemoryStore;
use peerline_core::ports::Append;
use peerline_core::ports::Commit;
use peerline_core::ports::Event;
use peerline_core::ports::Journal;
use peerline_core::protocol;
use peerline_core::room;
use peerline_core::sealing::Sealed;
use peerline_core::testkit::block_on::block_on;
use peerline_core::vocab::ContentNotes;
use peerline_core::vocab::OccupantId;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Salt;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Sensitive;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Text;
use peerline_core::vocab::Timestamp;

const MESSAGES: u64 = 256;
const AT: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
const ROOM: RoomName = RoomName::Room(RoomId::from_bytes([1; 16]));

fn messages() -> Vec<Commit> {
    let event = |n: u64| {
        let who = OccupantId::from_bytes([3; 16]);
        let entry = Entry {
            n,
            at: AT,
            who: Some(who),
            joined: Some(Seq::new(1)),
            re: None,
            put: None,
            salt: Sensitive::new(Salt::from_bytes([7; 16])),
            fact: Fact::Room(room::Fact::Said {
                occupant: who,
                text: Text::new("I could not sleep again tonight").unwrap(),
                language: None,
                notes: ContentNotes::default(),
                counts: true,
            }),
        };
        Event::new(AT, [0; 8], protocol::encode_entry(&entry).bytes)
    };
    let append = |n| Append::new(ROOM, Seq::new(n), vec![event(n)]);
    let commit = |n| Commit::default().with_appends(vec![append(n)]);
    (0..MESSAGES).map(commit).collect()
}

fn sealed(store: &MemoryStore) -> Sealed {
    let (journal, work) = (Arc::new(store.clone()), Arc::new(store.clone()));
    let shelf = Arc::new(MemoryShelf::default());
    Sealed::new(journal, work, shelf, &Seed::from_bytes([5; 32]))
}

fn sealing(criterion: &mut Criterion) {
    let group = messages();
    let mut bench = criterion.benchmark_group("256 messages");
    bench.throughput(Throughput::Elements(MESSAGES));
    bench.bench_function("commit in the clear", |bencher| {
        bencher.iter(|| block_on(MemoryStore::default().commit(group.clone())).unwrap());
    });
    bench.bench_function("commit sealed", |bencher| {
        bencher.iter(|| {
            let sealed = sealed(&MemoryStore::default());
            block_on(sealed.commit(group.clone())).unwrap();
        });
    });
    let store = MemoryStore::default();
    let sealed = sealed(&store);
    block_on(sealed.commit(group.clone())).unwrap();
    bench.bench_function("read sealed", |bencher| {
        bencher.iter(|| block_on(sealed.read(&ROOM, Seq::ZERO, 256)).unwrap().len());
    });
    bench.finish();
}

criterion_group!(benches, sealing);
criterion_main!(benches);
