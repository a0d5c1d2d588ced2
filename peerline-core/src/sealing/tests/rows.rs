//! What a row shows, and where it opens.

use std::sync::Arc;
use std::sync::Mutex;

use async_trait::async_trait;

use super::AT;
use super::Pen;
use super::Safe;
use super::WORD;
use super::commit;
use super::facts;
use super::holds;
use super::joined;
use super::opened;
use super::person;
use super::raw;
use super::room;
use super::said;
use super::seal;
use crate::memory::MemoryShelf;
use crate::memory::MemoryStore;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Journal;
use crate::ports::KeyShelf;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::ports::ShelfKey;
use crate::ports::StoppedAt;
use crate::ports::Tomb;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::ports::WorkQueue as _;
use crate::sealing::Sealed;
use crate::testkit::block_on::block_on;
use crate::vocab::KeyName;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Seq;

#[test]
fn a_store_without_its_shelf_shows_nothing_and_rows_share_no_bytes() {
    let safe = Safe::default();
    let sealed = safe.start();
    for (log, n) in [(room(1), 1), (room(2), 1), (RoomName::Me(person(1)), 1)] {
        let facts = [opened(), joined(n), said(n), said(n), joined(n)];
        commit(&sealed, Pen::of(log).writes(AT, &facts));
    }
    let logs = raw(&safe.store());
    let account = person(1).to_string();
    for bytes in &logs {
        for shown in [WORD.as_bytes(), b"Otter", b"head", account.as_bytes()] {
            assert!(!holds(bytes, shown));
        }
        assert!(!holds(bytes, person(1).as_bytes()));
    }
    for (place, one) in logs.iter().enumerate() {
        for other in &logs[place + 1..] {
            // How long the parts are is no secret: their four bytes are the most that is shared.
            let shared = one.windows(6).any(|six| holds(other, six));
            assert!(!shared, "two logs share six bytes");
        }
    }
}

#[test]
fn a_row_opens_in_its_own_place_alone() {
    let safe = Safe::default();
    let sealed = safe.start();
    commit(&sealed, Pen::of(room(1)).writes(AT, &[said(1), said(1)]));
    commit(&sealed, Pen::of(room(2)).writes(AT, &[said(1), said(1)]));
    let heads = block_on(safe.store().heads(None, 9)).unwrap();
    let [one, other] = heads.as_slice() else {
        panic!("there are two logs");
    };
    let row = |log: &RoomName, seq: u64| {
        let read = block_on(safe.store().read(log, Seq::new(seq - 1), 1)).unwrap();
        read[0].event.body.clone()
    };
    let good = row(&one.stream, 1);
    for wrong in [row(&one.stream, 2), row(&other.stream, 1), flipped(&good)] {
        put_in(&safe, &one.stream, wrong);
        let logs = [room(1), room(2)];
        let read = logs.map(|log| block_on(sealed.read(&log, Seq::ZERO, 9)));
        assert_eq!(read.iter().filter(|read| read.is_err()).count(), 1);
    }
    put_in(&safe, &one.stream, good);
    assert_eq!(facts(&sealed, &room(1)), [said(1), said(1)]);
}

fn flipped(row: &[u8]) -> Vec<u8> {
    let mut row = row.to_vec();
    row[40] ^= 1;
    row
}

fn put_in(safe: &Safe, log: &RoomName, row: Vec<u8>) {
    let store = safe.store();
    let fence = block_on(store.hold()).unwrap();
    let tomb = Tomb::new(log.clone(), Seq::new(1), row);
    block_on(store.commit(vec![Commit::new(fence).with_tombs(vec![tomb])])).unwrap();
}

#[test]
fn a_shelf_that_is_not_the_store_s_is_a_clear_error() {
    let safe = Safe::default();
    commit(&safe.start(), Pen::of(room(1)).writes(AT, &[said(1)]));
    let strange = seal(&safe.store(), &MemoryShelf::default(), 9);
    block_on(strange.hold()).unwrap();
    let error = block_on(strange.heads(None, 9)).unwrap_err();
    assert_eq!((error.port, error.kind), ("shelf", PortErrorKind::Corrupt));
    let why = std::error::Error::source(&error).unwrap().to_string();
    assert!(why.contains("put the shelf back"), "{why}");
    // The store is as it was.
    assert_eq!(facts(&safe.start(), &room(1)), [said(1)]);
}

/// A shelf and a journal that say in which order they were asked.
#[derive(Clone, Debug, Default)]
struct Diary {
    lines: Arc<Mutex<Vec<&'static str>>>,
    shelf: MemoryShelf,
    store: MemoryStore,
    refuses: bool,
}

impl Diary {
    fn note(&self, line: &'static str) {
        self.lines.lock().unwrap().push(line);
    }
}

#[async_trait]
impl KeyShelf for Diary {
    async fn load(&self) -> Result<Vec<ShelfKey>, PortError> {
        self.shelf.load().await
    }

    async fn keep(&self, keys: Vec<ShelfKey>) -> Result<(), PortError> {
        self.note("keep");
        if self.refuses {
            return Err(PortError::new("shelf", PortErrorKind::Unavailable));
        }
        self.shelf.keep(keys).await
    }

    async fn destroy(&self, names: Vec<KeyName>) -> Result<(), PortError> {
        self.shelf.destroy(names).await
    }
}

#[async_trait]
impl Journal for Diary {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        self.note("commit");
        self.store.commit(group).await
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<crate::ports::Stored>, PortError> {
        self.store.read(stream, after, limit).await
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<crate::ports::StreamHead>, PortError> {
        self.store.heads(after, limit).await
    }

    async fn hold(&self) -> Result<crate::ports::Fence, PortError> {
        self.store.hold().await
    }
}

fn around(diary: &Diary) -> Sealed {
    Sealed::new(
        Arc::new(diary.clone()),
        Arc::new(diary.store.clone()),
        Arc::new(diary.clone()),
        &Seed::from_bytes([3; 32]),
    )
}

#[test]
fn keys_are_kept_before_the_commit_that_needs_them_and_once() {
    let diary = Diary::default();
    let (sealed, mut pen) = (around(&diary), Pen::of(room(1)));
    for facts in [&[opened(), joined(1), said(1)][..], &[said(1)], &[said(1)]] {
        commit(&sealed, pen.writes(AT, facts));
    }
    let lines = diary.lines.lock().unwrap().clone();
    assert_eq!(lines, ["keep", "commit", "commit", "commit"]);
}

#[test]
fn nothing_is_committed_whose_keys_were_not_kept() {
    let diary = Diary {
        refuses: true,
        ..Diary::default()
    };
    let (mut sealed, mut pen) = (around(&diary), Pen::of(room(1)));
    let group = vec![pen.writes(AT, &[said(1)])];
    let stop = block_on(sealed.commit(group.clone())).unwrap_err();
    assert_eq!(stop.done, 0);
    assert!(matches!(stop.error, CommitError::Unavailable(_)));
    assert!(raw(&diary.store).is_empty());
    // It goes through when the shelf is back, and nothing that opens it was lost.
    let diary = Diary {
        refuses: false,
        ..diary
    };
    sealed.shelf = Arc::new(diary.clone());
    block_on(sealed.commit(group)).unwrap();
    assert_eq!(facts(&around(&diary), &room(1)), [said(1)]);
}

#[test]
fn work_that_does_not_open_stands_before_nothing() {
    let safe = Safe::default();
    let sealed = safe.start();
    let work = |key: &str| Work::new(WorkKey::new(key), AT, b"page".to_vec());
    commit(&sealed, Commit::default().with_work(vec![work("one")]));
    let fence = block_on(safe.store().hold()).unwrap();
    let foreign = Commit::new(fence).with_work(vec![work("another"), work("zz")]);
    block_on(safe.store().commit(vec![foreign])).unwrap();
    let claimed = block_on(sealed.claim(AT, 9)).unwrap();
    assert_eq!(claimed.work, [work("one")]);
}
