//! The way back from a store that failed: nothing is promised that was not kept.

use std::sync::atomic::Ordering::Relaxed;

use futures_util::stream::FuturesUnordered;

use super::commits::Commits;
use super::commits::Step;
use super::core::Core;
use super::counters::Tally;
use super::message::ToConn;
use super::open;
use super::pages::Sending;
use crate::engine::ConnId;
use crate::engine::Input;
use crate::engine::Output;
use crate::log::Act;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Page;
use crate::ports::PageTarget;
use crate::ports::StoppedAt;
use crate::ports::Work;
use crate::ports::WorkKey;
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
        let mut commit = Commit::default();
        let far = Timestamp::from_unix_millis(u64::try_from(i64::MAX).unwrap_or(u64::MAX));
        commit.work = vec![Work::new(WorkKey::new("probe"), far, Vec::new())];
        commit.fence = self.commits.fence();
        let written = self.shared.ports.journal.commit(vec![commit]).await.is_ok();
        if written || self.refusing.is_none() {
            // A store that takes writes again may have been repaired meanwhile: read it anew.
            return self.rebuild().await;
        }
        false
    }

    /// Throws away what is not durable and builds the engine from what is.
    async fn recover(&mut self, error: &CommitError, lost: Vec<Step>) {
        let unknown = matches!(error, CommitError::Unknown(_));
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

    fn call_last_resort(&mut self) {
        let now = self.now();
        if now.since(self.alarmed) < ALARM && self.alarmed != Timestamp::ZERO {
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

const fn busy() -> Answer {
    Answer::Refused {
        code: Code::Busy,
        retry_ms: Some(BUSY.get()),
        decision: None,
        say: None,
    }
}
