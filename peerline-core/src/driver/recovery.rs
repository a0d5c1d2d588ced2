//! The way back from a store that failed: nothing is promised that was not kept.

use std::sync::atomic::Ordering::Relaxed;

use futures_util::FutureExt as _;
use futures_util::stream::FuturesUnordered;

use super::commits::Commits;
use super::commits::Step;
use super::core::Core;
use super::counters::Tally;
use super::message::ToConn;
use super::open;
use super::pages;
use super::pages::Sending;
use crate::crisis::What;
use crate::engine::ConnId;
use crate::engine::Input;
use crate::engine::Output;
use crate::log::Act;
use crate::log::Fact;
use crate::log::Task;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Page;
use crate::ports::PageTarget;
use crate::ports::StoppedAt;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::session::Answer;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// What a client is told to wait while the store cannot write.
const BUSY: Millis = Millis::from_secs(1);
/// Bytes that must find room before puts are taken again: a store that takes a few more has no
/// place for the next message.
const ROOM: usize = 64 * 1024;
/// How many pieces of due work are looked at while nothing can be stored.
const CLAIM: usize = 64;
/// How often the last resort is called while people ask for help and nothing can be stored.
const ALARM: Millis = Millis::from_secs(60);

impl Core {
    /// A group came back from the store.
    pub(super) async fn landed(
        &mut self,
        landed: Result<(), StoppedAt>,
        pages: &mut FuturesUnordered<Sending>,
    ) {
        let tally = &self.shared.tally;
        Tally::add(&tally.commit_groups);
        match landed {
            Ok(()) => {
                let steps = self.commits.landed();
                let n = steps.iter().filter(|step| !step.entries.is_empty()).count();
                Tally::add_many(&self.shared.tally.commits, n);
                for step in steps {
                    self.perform(step, pages);
                }
            }
            Err(StoppedAt { done, error }) => {
                let (good, lost) = self.commits.failed(done);
                for step in good {
                    self.perform(step, pages);
                }
                self.recover(&error, lost).await;
            }
        }
    }

    /// Refuses a put while the store cannot write. Somebody who asks for a human is not left to a
    /// full disk: the last resort is called without a record.
    pub(super) fn refuse_put(
        &mut self,
        conn: ConnId,
        (reference, room, cid): (u64, Address, Cid),
        act: &Act,
    ) {
        Tally::add(&self.shared.tally.busy_refusals);
        if matches!(act, Act::AskForHuman { .. }) {
            self.call_last_resort();
        }
        let answer = busy();
        self.hub.send(
            conn,
            ToConn::PutAnswered {
                reference,
                room,
                cid,
                answer,
            },
        );
    }

    /// Tries whether the store takes writes again; builds the engine anew when it does.
    pub(super) async fn probe(&mut self) -> bool {
        let key = WorkKey::new("probe");
        let far = Timestamp::from_unix_millis(u64::try_from(i64::MAX).unwrap_or(u64::MAX));
        let (mut fill, mut clear) = (Commit::default(), Commit::default());
        fill.work = vec![Work::new(key.clone(), far, vec![0; ROOM])];
        clear.settle = vec![key];
        fill.fence = self.commits.fence();
        clear.fence = self.commits.fence();
        let group = vec![fill, clear];
        let written = self.shared.ports.journal.commit(group).await.is_ok();
        if written || self.refusing.is_none() {
            // A store that takes writes again may have been repaired meanwhile: read it anew.
            return self.rebuild().await;
        }
        false
    }

    /// Throws away what is not durable and builds the engine from what is.
    async fn recover(&mut self, error: &CommitError, lost: Vec<Step>) {
        let unknown = matches!(error, CommitError::Unknown(_));
        if lost.iter().any(tells_of_danger) {
            self.call_last_resort();
        }
        for output in lost.into_iter().flat_map(|step| step.then) {
            self.disappoint(output, unknown);
        }
        self.stop_writing();
        let temporary = matches!(error, CommitError::Unavailable(_));
        if !temporary {
            // The store works, but not as the engine believed: read it and go on.
            self.rebuild().await;
        } else if !self.reload().await {
            self.refusing = Some(self.now());
        }
    }

    fn stop_writing(&mut self) {
        self.refusing = Some(self.now());
        self.shared.gauges.journal_writable.store(false, Relaxed);
    }

    async fn rebuild(&mut self) -> bool {
        if !self.reload().await {
            return false;
        }
        self.refusing = None;
        self.shared.gauges.journal_writable.store(true, Relaxed);
        true
    }

    /// Reads the store and lets everybody who is connected in again, without a word to them.
    async fn reload(&mut self) -> bool {
        Tally::add(&self.shared.tally.rebuilds);
        let Ok(restored) = open::restore(self.setup.clone(), &self.shared.ports).await else {
            return false;
        };
        self.engine = restored.engine;
        self.commits = Commits::new(&self.engine, restored.chains, restored.fence);
        self.due = Timestamp::ZERO;
        let now = self.now();
        for arrival in self.hub.arrivals() {
            let input = Input::Resume {
                conn: arrival.conn,
                principal: arrival.principal,
                language: arrival.language,
                country: arrival.country,
            };
            self.engine.handle(now, input);
        }
        self.engine.handle(now, Input::Start);
        true
    }

    /// Tells whoever waits for an output that will not come. An unknown outcome is not answered:
    /// the connection ends, and the client's retry resolves it through its `cid`.
    fn disappoint(&mut self, output: Output, unknown: bool) {
        match output {
            Output::Answer {
                asker,
                put: Some(_),
                ..
            } if unknown => {
                self.hub.send(asker.conn, ToConn::UnknownOutcome);
            }
            Output::Answer {
                asker,
                put: Some((room, cid)),
                ..
            } => {
                Tally::add(&self.shared.tally.busy_refusals);
                let (reference, room) = (asker.reference, Address::of(&room));
                let answer = busy();
                self.hub.send(
                    asker.conn,
                    ToConn::PutAnswered {
                        reference,
                        room,
                        cid,
                        answer,
                    },
                );
            }
            Output::Answer {
                asker, put: None, ..
            } => {
                let (reference, answer) = (asker.reference, busy());
                self.hub
                    .send(asker.conn, ToConn::AskAnswered { reference, answer });
            }
            Output::Welcome { conn, .. }
            | Output::Open { conn, .. }
            | Output::RefuseOpen { conn, .. } => {
                self.hub.send(conn, ToConn::Drain(BUSY));
            }
            Output::Turn { conn } => self.hub.send(conn, ToConn::RefuseJoin),
            Output::Invited { reference, .. } => {
                self.invites.remove(&reference);
            }
            Output::Commit(_)
            | Output::Publish { .. }
            | Output::Expel { .. }
            | Output::Typing { .. }
            | Output::Page { .. }
            | Output::Settle { .. } => {}
        }
    }

    /// Sends the pages that are due although nothing can be noted: the same page again, with its
    /// key, is better than none. A case whose timer is due has the last resort called.
    pub(super) async fn page_unrecorded(&mut self) {
        let now = self.now();
        if !self.may_alarm(now) {
            return;
        }
        let queue = self.shared.ports.work.clone();
        let Ok(claimed) = queue.claim(now, CLAIM).await else {
            return;
        };
        for work in claimed.work {
            // Given back at once, so that it is found again by whoever can note it.
            let _ = queue.release(&work.key).await;
            match protocol::decode_task(&work.body) {
                Ok(task @ Task::Page { .. }) => {
                    self.alarmed = now;
                    if let Some(sending) = pages::send(&self.shared.ports, task) {
                        self.unstored.push(Box::pin(sending.map(|_| ())));
                    }
                }
                Ok(Task::WakeCase { .. }) => self.call_last_resort(),
                Ok(Task::LapseOffer { .. }) | Err(_) => {}
            }
        }
    }

    fn may_alarm(&self, now: Timestamp) -> bool {
        self.alarmed == Timestamp::ZERO || ALARM <= now.since(self.alarmed)
    }

    fn call_last_resort(&mut self) {
        let now = self.now();
        if !self.may_alarm(now) {
            return;
        }
        self.alarmed = now;
        let case = CaseId::from_bytes(self.setup.seed.entropy(now.unix_millis()).draw());
        let page = Page::new(case, 0, PageTarget::LastResort, Band::High, now);
        let sink = self.shared.ports.sinks.last_resort.clone();
        self.unstored.push(Box::pin(async move {
            // There is nowhere to note a failure, and the next request calls again.
            let _ = sink.page(&page).await;
        }));
    }
}

/// Whether what was lost opened, raised or added to a case.
fn tells_of_danger(step: &Step) -> bool {
    let tells = |fact: &Fact| match fact {
        Fact::Crisis(fact) => matches!(
            fact.what,
            What::Signalled { .. } | What::SignalAdded { .. } | What::BandRaised { .. }
        ),
        Fact::Room(_)
        | Fact::Identity(_)
        | Fact::Matching(_)
        | Fact::Moderation(_)
        | Fact::Notice(_) => false,
    };
    step.entries
        .iter()
        .any(|chained| tells(&chained.entry.fact))
}

const fn busy() -> Answer {
    Answer::Refused {
        code: Code::Busy,
        retry_ms: Some(BUSY.get()),
        decision: None,
        say: None,
    }
}
