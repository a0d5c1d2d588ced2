mod destroying;
mod rows;
mod weeks;

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use async_trait::async_trait;

use super::Sealed;
use crate::log::Entry;
use crate::log::Fact;
use crate::memory::MemoryShelf;
use crate::memory::MemoryStore;
use crate::ports::Append;
use crate::ports::Commit;
use crate::ports::Event;
use crate::ports::Journal as _;
use crate::protocol;
use crate::protocol::Chain;
use crate::protocol::Link;
use crate::room;
use crate::room::RoomKind;
use crate::testkit::bench::Bench;
use crate::testkit::block_on::block_on;
use crate::vocab::AccountId;
use crate::vocab::ContentNotes;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Salt;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

mod laws {
    crate::store_laws! { bench: super::Safe::default() }
}

/// A store and a shelf that outlive the seal around them.
#[derive(Default)]
struct Safe {
    store: Mutex<MemoryStore>,
    shelf: MemoryShelf,
    starts: Mutex<u8>,
}

impl Safe {
    fn store(&self) -> MemoryStore {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.clone()
    }

    /// The process ends, and another takes the store for writing.
    fn start(&self) -> Sealed {
        let sealed = self.open();
        block_on(sealed.hold()).unwrap();
        sealed
    }

    fn open(&self) -> Sealed {
        let mut store = self.store.lock().unwrap();
        *store = store.reopen();
        let mut starts = self.starts.lock().unwrap();
        *starts += 1;
        seal(&store, &self.shelf, *starts)
    }
}

fn seal(store: &MemoryStore, shelf: &MemoryShelf, start: u8) -> Sealed {
    Sealed::new(
        Arc::new(store.clone()),
        Arc::new(store.clone()),
        Arc::new(shelf.clone()),
        &Seed::from_bytes([start; 32]),
    )
}

#[async_trait]
impl Bench for Safe {
    type Store = Sealed;

    async fn fresh(&self) -> Sealed {
        self.open()
    }

    async fn reopen(&self, store: Sealed) -> Sealed {
        drop(store);
        self.open()
    }
}

const WORD: &str = "marzipan";
/// A Thursday, on which a week begins.
const AT: Timestamp = Timestamp::from_unix_millis(2_800 * 7 * 24 * 3_600_000);

const fn person(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

const fn occupant(n: u8) -> OccupantId {
    OccupantId::from_bytes([n ^ 0xaa; 16])
}

const fn room(n: u8) -> RoomName {
    RoomName::Room(RoomId::from_bytes([n; 16]))
}

fn opened() -> Fact {
    Fact::Room(room::Fact::Opened {
        kind: RoomKind::OneToOne,
        topic: None,
        language: Language::english(),
        key: Sensitive::new([77; 32]),
    })
}

fn joined(n: u8) -> Fact {
    Fact::Room(room::Fact::Joined {
        account: person(n),
        occupant: occupant(n),
        handle: format!("Quiet Otter {n}"),
        role: Role::Seeker,
    })
}

fn said(n: u8) -> Fact {
    Fact::Room(room::Fact::Said {
        occupant: occupant(n),
        text: Text::new(format!("{WORD} {n}")).unwrap(),
        language: None,
        notes: ContentNotes::default(),
        counts: true,
    })
}

/// Writes facts behind the end of a log.
struct Pen {
    log: RoomName,
    head: Seq,
    chain: Chain,
}

impl Pen {
    fn of(log: RoomName) -> Self {
        Self {
            log,
            head: Seq::ZERO,
            chain: Chain::START,
        }
    }

    fn writes(&mut self, at: Timestamp, facts: &[Fact]) -> Commit {
        let expect = self.head;
        let mut events = Vec::new();
        for fact in facts {
            self.head = self.head.next();
            let n = self.head.get();
            let entry = Entry {
                n,
                at,
                who: None,
                joined: None,
                re: None,
                put: None,
                salt: Sensitive::new(Salt::from_bytes([u8::try_from(n).unwrap(); 16])),
                fact: fact.clone(),
            };
            let encoded = protocol::encode_entry(&entry);
            self.chain = self.chain.next(self.head, at, &encoded.digest);
            events.push(Event::new(at, self.chain.to_bytes(), encoded.bytes));
        }
        let append = Append::new(self.log.clone(), expect, events);
        Commit::default().with_appends(vec![append])
    }
}

fn commit(sealed: &Sealed, commit: Commit) {
    let fence = block_on(sealed.hold()).unwrap();
    block_on(sealed.commit(vec![Commit { fence, ..commit }])).unwrap();
}

/// Reads a log whose running hash is right, as far as there are keys.
fn facts(sealed: &Sealed, log: &RoomName) -> Vec<Fact> {
    let read = block_on(sealed.read(log, Seq::ZERO, 100)).unwrap();
    let links = read.iter().map(|stored| Link {
        seq: stored.seq,
        at: stored.event.at,
        h: Chain::from_bytes(stored.event.chain),
        bytes: &stored.event.body,
    });
    assert!(protocol::verify_log(links).is_ok());
    let entries = read
        .iter()
        .map(|stored| protocol::decode_entry(&stored.event.body).unwrap());
    entries.map(|entry| entry.fact).collect()
}

/// Returns every byte of the events in a store.
fn raw(store: &MemoryStore) -> Vec<Vec<u8>> {
    let heads = block_on(store.heads(None, 1_000)).unwrap();
    let logs = heads.iter().map(|head| {
        let read = block_on(store.read(&head.stream, Seq::ZERO, 1_000)).unwrap();
        let bodies = read.into_iter().flat_map(|stored| stored.event.body);
        let mut bytes = head.stream.to_string().into_bytes();
        bytes.extend(bodies);
        bytes
    });
    logs.collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
