use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use async_trait::async_trait;

use super::ManualClock;
use super::MemoryShelf;
use super::MemoryStore;
use super::RecordingSink;
use crate::ports::Clock;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::EscalationSink;
use crate::ports::Journal;
use crate::ports::KeyShelf;
use crate::ports::Page;
use crate::ports::PageTarget;
use crate::ports::PortErrorKind;
use crate::ports::PutKey;
use crate::ports::StoppedAt;
use crate::ports::WorkQueue;
use crate::testkit::bench::Bench;
use crate::testkit::block_on::block_on;
use crate::testkit::shelf::Cabinet;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

mod plain {
    crate::store_laws! { bench: super::Here(|store| store, |store| store.reopen()) }
}

mod without_faults {
    use crate::testkit::faulty::Faulty;

    crate::store_laws! {
        bench: super::Here(Faulty::new, |store| store.into_inner().reopen())
    }
}

mod shared {
    use std::sync::Arc;

    crate::store_laws! { bench: super::Here(Arc::new, |store| store.reopen()) }
}

mod boxed {
    crate::store_laws! { bench: super::Here(Box::new, |store| store.reopen()) }
}

mod shelf {
    crate::shelf_laws! { cabinet: super::Cupboard(|shelf| shelf) }
}

mod shared_shelf {
    crate::shelf_laws! { cabinet: super::Cupboard(std::sync::Arc::new) }
}

mod boxed_shelf {
    crate::shelf_laws! { cabinet: super::Cupboard(Box::new) }
}

/// Wraps a memory shelf; what was dropped of it is still there in its clones.
struct Cupboard<S>(fn(MemoryShelf) -> S);

#[async_trait]
impl<S: KeyShelf> Cabinet for Cupboard<S> {
    type Shelf = S;

    async fn fresh(&self) -> S {
        (self.0)(MemoryShelf::default())
    }

    async fn reopen(&self, shelf: S) -> S {
        let copy = MemoryShelf::default();
        let keys = shelf.load().await.expect("memory reads");
        copy.keep(keys).await.expect("memory writes");
        (self.0)(copy)
    }
}

/// Wraps a memory store, and restarts what it wrapped.
struct Here<S>(fn(MemoryStore) -> S, fn(S) -> MemoryStore);

#[async_trait]
impl<S: Journal + WorkQueue> Bench for Here<S> {
    type Store = S;

    async fn fresh(&self) -> S {
        (self.0)(MemoryStore::default())
    }

    async fn reopen(&self, store: S) -> S {
        (self.0)((self.1)(store))
    }
}

#[test]
fn a_key_is_kept_until_it_expires_and_then_forgotten() {
    let store = MemoryStore::default();
    let keyed = Commit {
        key: Some(PutKey::new(b"key".into(), b"result".into(), at(100))),
        ..Commit::default()
    };
    block_on(store.commit(vec![keyed.clone()])).expect("memory commits");
    block_on(store.claim(at(99), 1)).expect("memory claims");
    let early = block_on(store.commit(vec![keyed.clone()]));
    assert!(matches!(
        early,
        Err(StoppedAt {
            error: CommitError::AlreadyDone(_),
            ..
        })
    ));
    block_on(store.claim(at(100), 1)).expect("memory claims");
    block_on(store.commit(vec![keyed])).expect("an expired key is free");
}

#[test]
fn sleepers_wake_when_their_time_has_come() {
    let clock = ManualClock::starting_at(at(10));
    block_on(clock.sleep_until(at(10)));
    let mut early = Box::pin(clock.sleep_until(at(20)));
    let mut late = Box::pin(clock.sleep_until(at(30)));
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(early.as_mut().poll(&mut context), Poll::Pending);
    assert_eq!(late.as_mut().poll(&mut context), Poll::Pending);
    assert_eq!(clock.next_due(), Some(at(20)));
    clock.advance(Millis::new(10));
    assert_eq!(early.as_mut().poll(&mut context), Poll::Ready(()));
    assert_eq!(late.as_mut().poll(&mut context), Poll::Pending);
    drop(late);
    assert_eq!(clock.next_due(), None);
}

#[test]
fn a_sleeper_in_another_thread_is_woken() {
    let clock = ManualClock::default();
    let sleeper = clock.clone();
    let thread = std::thread::spawn(move || block_on(sleeper.sleep_until(at(5))));
    while clock.next_due().is_none() {
        std::thread::yield_now();
    }
    clock.set(at(5));
    thread.join().expect("the sleeper wakes");
}

#[test]
fn the_sink_records_fails_and_recovers() {
    let sink = RecordingSink::default();
    let case = CaseId::from_bytes([7; 16]);
    let page = Page::new(case, 0, PageTarget::LastResort, Band::default(), at(1));
    block_on(sink.page(&page)).expect("it takes pages");
    sink.fail(PortErrorKind::Refused);
    let refused = block_on(sink.page(&page)).expect_err("it was told to fail");
    assert_eq!(refused.kind, PortErrorKind::Refused);
    sink.hang();
    let mut context = Context::from_waker(Waker::noop());
    assert!(
        Box::pin(sink.page(&page))
            .as_mut()
            .poll(&mut context)
            .is_pending()
    );
    sink.recover();
    block_on(sink.page(&page)).expect("it takes pages again");
    assert_eq!((sink.pages().len(), sink.attempts()), (2, 4));
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}
