//! Every law catches a store that is wrong in just that way.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each flaw bends one method and leaves the others as they are"
)]

mod doors;
mod shelves;
mod slow_signals;

use std::sync::Mutex;

use async_trait::async_trait;

use super::bench::Bench;
use super::bench::all_laws;
use super::block_on::block_on;
use super::faulty::Fault;
use super::faulty::Faulty;
use crate::memory::MemoryStore;
use crate::ports::Append;
use crate::ports::Claimed;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Event;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::PortError;
use crate::ports::StoppedAt;
use crate::ports::Stored;
use crate::ports::StreamHead;
use crate::ports::WorkKey;
use crate::ports::WorkQueue;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

#[test]
fn every_law_catches_a_store_that_breaks_it() {
    for law in all_laws::<Flaw>() {
        let caught = FLAWS.iter().find(|(name, _)| *name == law.name());
        let (name, flaw) = caught.unwrap_or_else(|| panic!("no flaw for {law:?}"));
        let broken = block_on(law.judge(flaw)).expect_err("a wrong store passed");
        assert_eq!(broken.law, *name);
    }
    assert_eq!(all_laws::<Flaw>().len(), FLAWS.len());
}

#[test]
fn a_store_without_a_flaw_passes() {
    for law in all_laws::<Flaw>() {
        assert_eq!(block_on(law.judge(&Flaw::None)), Ok(()));
    }
}

#[test]
fn faults_come_at_the_call_they_were_planted_at() {
    let store = Faulty::new(MemoryStore::default())
        .failing_at(1, Fault::Unavailable)
        .failing_at(2, Fault::Unknown)
        .failing_at(3, Fault::AfterTheFact);
    let errors: Vec<_> = (0..4)
        .map(|call| block_on(store.commit(vec![entry(call)])))
        .collect();
    assert!(errors[0].is_ok());
    for (error, known) in errors[1..].iter().zip([true, false, false]) {
        let stop = error.as_ref().expect_err("a planted fault did not show");
        assert_eq!(matches!(stop.error, CommitError::Unavailable(_)), known);
        assert_eq!(matches!(stop.error, CommitError::Unknown(_)), !known);
    }
    assert_eq!(store.calls(), 4);
    let kept = |call| {
        block_on(store.read(&room(call), Seq::ZERO, 9))
            .expect("no fault")
            .len()
    };
    assert_eq!([kept(0), kept(1), kept(2), kept(3)], [1, 0, 0, 1]);
}

fn room(number: u8) -> RoomName {
    RoomName::Room(RoomId::from_bytes([number; 16]))
}

fn entry(stream: u8) -> Commit {
    let event = Event::new(Timestamp::ZERO, [0; 8], vec![stream]);
    Commit {
        appends: vec![Append::new(room(stream), Seq::ZERO, vec![event])],
        ..Commit::default()
    }
}

const FLAWS: [(&str, Flaw); 23] = [
    ("commit_is_atomic", Flaw::TearsCommits),
    ("ok_survives_reopening", Flaw::ForgetsAtRestart),
    (
        "group_stops_at_the_first_failure",
        Flaw::GoesOnBehindAFailure,
    ),
    ("stale_append_conflicts", Flaw::AppendsAnyway),
    ("positions_are_dense", Flaw::LeavesHoles),
    ("key_commits_once", Flaw::IgnoresKeys),
    ("old_fence_is_refused", Flaw::IgnoresFences),
    ("read_returns_what_was_committed", Flaw::DropsTrailingZeros),
    ("read_pages", Flaw::IgnoresLimits),
    ("heads_page", Flaw::IgnoresLimits),
    ("oversized_event_is_refused", Flaw::CutsLongEvents),
    ("tomb_replaces_and_destroys", Flaw::KeepsWords),
    ("tomb_is_part_of_its_commit", Flaw::TearsTombs),
    ("tomb_needs_its_event", Flaw::SkipsTombs),
    ("dropped_stream_is_gone", Flaw::KeepsStreams),
    ("forgotten_keys_are_free", Flaw::RemembersKeys),
    ("only_due_work_is_claimed", Flaw::HandsOutEarly),
    ("unsettled_work_returns_after_reopening", Flaw::KeepsClaims),
    ("released_work_is_handed_out_again", Flaw::NeverReleases),
    ("claimed_work_is_not_handed_out_twice", Flaw::NeverClaims),
    ("settled_work_stays_settled", Flaw::NeverSettles),
    (
        "replaced_work_is_due_at_its_new_time",
        Flaw::KeepsTheFirstDueTime,
    ),
    ("next_names_the_earliest", Flaw::NamesNoNext),
];

/// How a store is wrong. Also the bench that makes such stores.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flaw {
    None,
    TearsCommits,
    ForgetsAtRestart,
    GoesOnBehindAFailure,
    AppendsAnyway,
    LeavesHoles,
    IgnoresKeys,
    IgnoresFences,
    DropsTrailingZeros,
    IgnoresLimits,
    CutsLongEvents,
    KeepsWords,
    TearsTombs,
    SkipsTombs,
    KeepsStreams,
    RemembersKeys,
    HandsOutEarly,
    KeepsClaims,
    NeverReleases,
    NeverClaims,
    NeverSettles,
    KeepsTheFirstDueTime,
    NamesNoNext,
}

#[async_trait]
impl Bench for Flaw {
    type Store = Wrong;

    async fn fresh(&self) -> Wrong {
        Wrong {
            flaw: *self,
            inner: MemoryStore::default(),
            known: Mutex::default(),
        }
    }

    async fn reopen(&self, store: Wrong) -> Wrong {
        let inner = match self {
            Self::ForgetsAtRestart => MemoryStore::default(),
            Self::KeepsClaims => store.inner,
            _ => store.inner.reopen(),
        };
        Wrong { inner, ..store }
    }
}

/// A correct store behind one flaw.
#[derive(Debug)]
struct Wrong {
    flaw: Flaw,
    inner: MemoryStore,
    known: Mutex<Vec<WorkKey>>,
}

impl Wrong {
    fn is(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }

    async fn bend(&self, mut commit: Commit) -> Commit {
        match self.flaw {
            Flaw::AppendsAnyway => {
                for append in &mut commit.appends {
                    let log = self.inner.read(&append.stream, Seq::ZERO, 1000).await;
                    let head = log.expect("memory reads").last().map(|stored| stored.seq);
                    append.expect = head.unwrap_or_default();
                }
            }
            Flaw::IgnoresKeys => commit.key = None,
            Flaw::IgnoresFences => commit.fence = Fence::new(u64::MAX),
            Flaw::DropsTrailingZeros => {
                for event in commit
                    .appends
                    .iter_mut()
                    .flat_map(|append| &mut append.events)
                {
                    while event.body.pop_if(|byte| *byte == 0).is_some() {}
                }
            }
            Flaw::CutsLongEvents => {
                for event in commit
                    .appends
                    .iter_mut()
                    .flat_map(|append| &mut append.events)
                {
                    event.body.truncate(Commit::MAX_EVENT_BYTES);
                }
            }
            Flaw::KeepsWords => commit.tombs.clear(),
            Flaw::RemembersKeys => commit.forgets.clear(),
            Flaw::KeepsStreams => {
                let whole = commit.appends.is_empty();
                commit.drops.retain(|_| !whole);
            }
            Flaw::SkipsTombs => {
                let mut there = Vec::new();
                for tomb in commit.tombs {
                    let log = self.inner.read(&tomb.stream, Seq::ZERO, 1000).await;
                    let mut log = log.expect("memory reads").into_iter();
                    there.extend(log.any(|stored| stored.seq == tomb.seq).then_some(tomb));
                }
                commit.tombs = there;
            }
            Flaw::NeverSettles => commit.settle.clear(),
            Flaw::KeepsTheFirstDueTime => {
                let mut known = self.known.lock().expect("no test panics in here");
                commit.work.retain(|work| !known.contains(&work.key));
                known.extend(commit.work.iter().map(|work| work.key.clone()));
            }
            _ => {}
        }
        commit
    }

    async fn tear_tombs(&self, mut commit: Commit) -> Result<(), StoppedAt> {
        let tombs = std::mem::take(&mut commit.tombs);
        let part = Commit {
            tombs,
            ..Commit::default()
        };
        self.inner.commit(vec![part]).await?;
        self.inner.commit(vec![commit]).await
    }

    async fn tear(&self, commit: Commit) -> Result<(), StoppedAt> {
        for append in commit.appends {
            let appends = vec![append];
            let part = Commit {
                appends,
                ..Commit::default()
            };
            self.inner.commit(vec![part]).await?;
        }
        let rest = Commit {
            appends: Vec::new(),
            ..commit
        };
        self.inner.commit(vec![rest]).await
    }
}

#[async_trait]
impl Journal for Wrong {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        let mut first = Ok(());
        for (done, commit) in group.into_iter().enumerate() {
            let outcome = match self.flaw {
                Flaw::TearsCommits => self.tear(commit).await,
                Flaw::TearsTombs => self.tear_tombs(commit).await,
                _ => self.inner.commit(vec![self.bend(commit).await]).await,
            };
            let outcome = outcome.map_err(|stop| StoppedAt::new(done, stop.error));
            if outcome.is_err() && !self.is(Flaw::GoesOnBehindAFailure) {
                return outcome;
            }
            first = first.and(outcome);
        }
        first
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        let limit = if self.is(Flaw::IgnoresLimits) {
            1000
        } else {
            limit
        };
        let mut page = self.inner.read(stream, after, limit).await?;
        if self.is(Flaw::LeavesHoles) {
            for stored in &mut page {
                stored.seq = Seq::new(stored.seq.get() * 2);
            }
        }
        Ok(page)
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        let limit = if self.is(Flaw::IgnoresLimits) {
            1000
        } else {
            limit
        };
        self.inner.heads(after, limit).await
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        self.inner.hold().await
    }
}

#[async_trait]
impl WorkQueue for Wrong {
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        let now = match self.flaw {
            Flaw::HandsOutEarly => Timestamp::from_unix_millis(u64::MAX),
            _ => now,
        };
        let mut claimed = self.inner.claim(now, limit).await?;
        if self.is(Flaw::NeverClaims) {
            for work in &claimed.work {
                self.inner.release(&work.key).await?;
            }
        }
        if self.is(Flaw::NamesNoNext) {
            claimed.next = None;
        }
        Ok(claimed)
    }

    async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
        match self.flaw {
            Flaw::NeverReleases => Ok(()),
            _ => self.inner.release(key).await,
        }
    }
}
