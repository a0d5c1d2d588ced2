//! The way back from a store that failed: nothing is promised that was not kept.

use std::sync::atomic::Ordering::Relaxed;

use super::commits::Commits;
use super::commits::Step;
use super::core::Core;
use super::counters::Tally;
use super::message::ToConn;
use super::open;
use super::open::Restored;
use super::pages;
use crate::engine::Asker;
use crate::engine::ConnId;
use crate::engine::Input;
use crate::engine::Output;
use crate::log::Act;
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
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

/// What a client is told to wait while the store cannot write.
const BUSY: Millis = Millis::from_secs(1);
/// When work is due that is there to be written, not to be done.
const FAR: Timestamp = Timestamp::from_unix_millis(i64::MAX.unsigned_abs());
/// Bytes that must find room before puts are taken again: where a few more can be written, there
/// need be no place for the next message.
const ROOM: usize = 64 * 1024;
/// How many pieces of due work are looked at while nothing can be noted.
const UNRECORDED: usize = 64;
/// How often the last resort is called while people ask for help and nothing can be stored.
const ALARM: Millis = Millis::from_secs(60);

/// What becomes of an act whose commit is not there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Loss {
    Busy,
    TooBig,
    Unknown,
}

impl Core {
    /// A group came back from the store.
    pub(super) async fn landed(&mut self, landed: Result<(), StoppedAt>) {
        Tally::add(&self.shared.tally.commit_groups);
        match landed {
            Ok(()) => {
                let steps = self.commits.landed();
                self.perform_all(steps);
            }
            Err(StoppedAt { done, error }) => {
                let (good, lost) = self.commits.failed(done);
                self.perform_all(good);
                self.recover(&error, lost).await;
            }
        }
    }

    fn perform_all(&mut self, steps: Vec<Step>) {
        let n = steps.iter().filter(|step| step.commits).count();
        Tally::add_many(&self.shared.tally.commits, n);
        for step in steps {
            self.perform(step);
        }
    }

    /// Refuses a put while the store cannot write. Somebody who asks for a human, or writes of
    /// danger, is not left to a full disk: the last resort is called without a record.
    pub(super) fn refuse_put(
        &mut self,
        conn: ConnId,
        (reference, room, cid): (u64, Address, Cid),
        act: &Act,
    ) {
        Tally::add(&self.shared.tally.busy_refusals);
        if self.engine.is_urgent(act) {
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

    /// Does what the engine says as far as it needs no record: while nothing can be stored, people
    /// still come in, read, and find real help.
    pub(super) fn without_record(&mut self) {
        let (mut unwritten, mut then) = (false, Vec::new());
        while let Some(output) = self.engine.poll_output() {
            match output {
                Output::Commit(_) => unwritten = true,
                Output::Welcome { conn, .. } if unwritten && self.hub.is_invited(conn) => {
                    // An invitation counts once it is written down that it was used.
                    self.disappoint(output, Loss::Busy);
                }
                Output::Answer { put: Some(_), .. }
                | Output::Invited { .. }
                | Output::Kept { .. }
                | Output::Vault { .. }
                | Output::Settled { .. } => {
                    self.disappoint(output, Loss::Busy);
                }
                Output::Welcome { .. }
                | Output::Turn { .. }
                | Output::Open { .. }
                | Output::RefuseOpen { .. }
                | Output::Rest { .. }
                | Output::Whisper { .. }
                | Output::Answer { put: None, .. } => then.push(output),
                Output::Publish { .. }
                | Output::Expel { .. }
                | Output::Farewell { .. }
                | Output::Page { .. } => {}
            }
        }
        self.commits.follow(then);
    }

    /// Tries whether the store takes writes again; builds the engine anew when it does, for the
    /// store may have been repaired meanwhile.
    pub(super) async fn probe(&mut self) -> bool {
        let (fence, key) = (self.commits.fence(), WorkKey::new("probe"));
        let work = Work::new(key.clone(), FAR, vec![0; ROOM]);
        let group = vec![
            Commit::new(fence).with_work(vec![work]),
            Commit::new(fence).with_settled(vec![key]),
        ];
        match self.shared.ports.journal.commit(group).await {
            Ok(()) => self.rebuild().await,
            Err(StoppedAt { error, .. }) => match error {
                CommitError::Unavailable(_) | CommitError::Unknown(_) => false,
                CommitError::Conflict { .. }
                | CommitError::AlreadyDone(_)
                | CommitError::Fenced
                | CommitError::TooLarge => self.rebuild().await,
            },
        }
    }

    /// Throws away what is not durable and builds the engine from what is.
    async fn recover(&mut self, error: &CommitError, lost: Vec<Step>) {
        let temporary = matches!(error, CommitError::Unavailable(_));
        let mut loss = match error {
            CommitError::Unknown(_) => Loss::Unknown,
            CommitError::TooLarge => Loss::TooBig,
            CommitError::Conflict { .. }
            | CommitError::AlreadyDone(_)
            | CommitError::Fenced
            | CommitError::Unavailable(_) => Loss::Busy,
        };
        self.refusing = true;
        self.shared.gauges.journal_writable.store(false, Relaxed);
        for step in lost {
            if step.urgent && temporary {
                self.call_last_resort();
            }
            for output in step.then {
                self.disappoint(output, loss);
            }
            if loss == Loss::TooBig {
                // Only the first commit was too large; those behind it were not tried.
                loss = Loss::Busy;
            }
        }
        if temporary {
            let (setup, fence) = (self.setup.clone(), self.commits.fence());
            if let Ok(restored) = open::read_back(setup, &self.shared.ports, fence).await {
                self.begin_anew(restored);
            }
        } else {
            // The store works, but not as the engine believed: read it and go on.
            self.rebuild().await;
        }
    }

    pub(super) async fn rebuild(&mut self) -> bool {
        let Ok(restored) = open::restore(self.setup.clone(), &self.shared.ports).await else {
            return false;
        };
        self.refusing = false;
        self.shared.gauges.journal_writable.store(true, Relaxed);
        self.begin_anew(restored);
        true
    }

    /// Goes on with another engine, and lets everybody who is connected in again, without a word to
    /// them.
    fn begin_anew(&mut self, restored: Restored) {
        Tally::add(&self.shared.tally.rebuilds);
        self.engine = restored.engine;
        self.commits = Commits::new(&self.engine, restored.chains, restored.fence);
        self.claims.let_go();
        self.due = Timestamp::ZERO;
        self.tell_weeks();
        for (arrival, unwritten) in self.hub.arrivals() {
            let first = unwritten && !self.refusing;
            self.handle(if first {
                arrival.connect()
            } else {
                arrival.resume()
            });
        }
        for (conn, room, who) in self.hub.names() {
            self.handle(Input::Rename { conn, room, who });
        }
        if !self.refusing {
            self.hub.all_written();
        }
        self.handle(Input::Start);
        self.check_rooms();
    }

    /// What was written may be more than was said: whoever receives a room is told how far it
    /// reaches. Who is no longer in it receives no more, and would take it for whole without its end:
    /// their connection ends, and the next one gives them what they may still read, or says no.
    fn check_rooms(&mut self) {
        let now = self.now();
        for (conn, room) in self.hub.subscriptions() {
            let asked = Input::Open {
                conn,
                reference: None,
                room: room.clone(),
            };
            self.engine.handle(now, asked);
            let mut stays = self.is_present(conn, &room);
            while let Some(output) = self.engine.poll_output() {
                stays &= !matches!(output, Output::RefuseOpen { .. });
            }
            if stays {
                let (head, _) = self.commits.durable(&room);
                self.hub.reach(conn, &room, head);
            } else {
                self.hub.unsubscribe(conn, &room);
                self.hub.send(conn, ToConn::Drain(BUSY));
            }
        }
    }

    /// Returns whether somebody has not left a room where people talk.
    fn is_present(&self, conn: ConnId, room: &RoomName) -> bool {
        let RoomName::Room(id) = room else {
            return true;
        };
        let name = room;
        let room = self.engine.state().room(*id);
        let account = self.engine.acts_as(conn, name);
        room.zip(account)
            .is_some_and(|(room, account)| room.present_member(account).is_some())
    }

    /// Tells whoever waits for an output that will not come. An unknown outcome is not answered:
    /// the connection ends, and the client's retry resolves it through its `cid`.
    fn disappoint(&mut self, output: Output, loss: Loss) {
        match output {
            Output::Answer {
                asker,
                put: Some((room, cid)),
                ..
            } => match loss {
                Loss::Unknown => self.hub.send(asker.conn, ToConn::UnknownOutcome),
                Loss::Busy => self.answer_put(asker, (room, cid), busy()),
                Loss::TooBig => {
                    self.answer_put(asker, (room, cid), Answer::refuse(Code::TooBig));
                }
            },
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
            Output::Kept { reference, .. } => self.kept(reference, None),
            Output::Vault { reference, .. } => self.vault_told(reference, None),
            Output::Settled { reference } => {
                self.settling.remove(&reference);
            }
            Output::Commit(_)
            | Output::Publish { .. }
            | Output::Expel { .. }
            | Output::Rest { .. }
            | Output::Farewell { .. }
            | Output::Whisper { .. }
            | Output::Page { .. } => {}
        }
    }

    fn answer_put(&mut self, asker: Asker, (room, cid): (RoomName, Cid), answer: Answer) {
        Tally::add(&self.shared.tally.busy_refusals);
        let message = ToConn::PutAnswered {
            reference: asker.reference,
            room: Address::of(&room),
            cid,
            answer,
        };
        self.hub.send(asker.conn, message);
    }

    /// A call without a record was taken, or was not: then the next request calls again.
    pub(super) fn alarmed(&mut self, taken: bool) {
        if !taken {
            self.alarmed = None;
        }
    }

    /// Sends the pages that are due although nothing can be noted: the same page again, under the
    /// same key, is better than none. A case whose timer is due has the last resort called.
    pub(super) async fn page_unrecorded(&mut self) {
        let now = self.now();
        if self.alarmed_lately(now) {
            return;
        }
        let queue = self.shared.ports.work.clone();
        let Ok(claimed) = queue.claim(now, UNRECORDED).await else {
            return;
        };
        for work in claimed.work {
            // Given back at once, for whoever can note it; it is claimed until a restart otherwise.
            let _ = queue.release(&work.key).await;
            match protocol::decode_task(&work.body) {
                Ok(task @ Task::Page { .. }) => {
                    if let Some(sending) = pages::send(&self.shared.ports, task) {
                        self.alarmed = Some(now);
                        self.unstored.push(Box::pin(async move { sending.await.1 }));
                    }
                }
                Ok(Task::WakeCase { .. }) => self.call_last_resort(),
                Ok(Task::LapseOffer { .. } | Task::CallOff { .. } | Task::CallGuardians { .. })
                | Err(_) => {}
            }
        }
    }

    fn alarmed_lately(&self, now: Timestamp) -> bool {
        self.alarmed.is_some_and(|at| now.since(at) < ALARM)
    }

    fn call_last_resort(&mut self) {
        let now = self.now();
        if self.alarmed_lately(now) {
            return;
        }
        self.alarmed = Some(now);
        let case = CaseId::from_bytes(self.setup.seed.entropy(now.unix_millis()).draw());
        let page = Page::new(case, 0, PageTarget::LastResort, Band::High, now);
        let sink = self.shared.ports.sinks.last_resort.clone();
        self.unstored
            .push(Box::pin(async move { sink.page(&page).await.is_ok() }));
    }
}

const fn busy() -> Answer {
    Answer::Refused {
        code: Code::Busy,
        retry_ms: Some(BUSY.get()),
        until: None,
        scope: None,
        decision: None,
        say: None,
    }
}
