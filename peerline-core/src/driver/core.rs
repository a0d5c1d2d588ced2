//! What the loop holds: engine, queue to the store, and who receives what.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use futures_channel::oneshot;
use futures_util::stream::FuturesUnordered;

use super::burying::Unburied;
use super::claims::Claims;
use super::commits::Commits;
use super::counters::Tally;
use super::entering;
use super::hub::Hub;
use super::line::Shared;
use super::message::Arrival;
use super::message::Message;
use super::message::ToConn;
use super::open::Restored;
use super::pages::Sending;
use super::time::LineTime;
use super::weeks::Weeks;
use crate::engine::Asker;
use crate::engine::ConnId;
use crate::engine::Engine;
use crate::engine::EngineSetup;
use crate::engine::Input;
use crate::engine::Put;
use crate::log::Act;
use crate::log::KeepAnswer;
use crate::log::Task;
use crate::log::VaultAnswer;
use crate::moderation::Scores;
use crate::ports::Clock;
use crate::ports::Journal;
use crate::ports::Work;
use crate::protocol;
use crate::protocol::Address;
use crate::session::PutRequest;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// What the loop holds.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) shared: Arc<Shared>,
    pub(super) setup: EngineSetup,
    pub(super) engine: Engine,
    pub(super) commits: Commits,
    pub(super) claims: Claims,
    pub(super) hub: Hub,
    pub(super) invites: BTreeMap<u64, oneshot::Sender<Sensitive<[u8; 32]>>>,
    /// Answers that the operator waits for.
    pub(super) keeps: BTreeMap<u64, oneshot::Sender<KeepAnswer>>,
    pub(super) vaults: BTreeMap<u64, oneshot::Sender<VaultAnswer>>,
    pub(super) settling: BTreeMap<u64, oneshot::Sender<()>>,
    pub(super) pages: FuturesUnordered<Sending>,
    pub(super) unstored: FuturesUnordered<Unstored>,
    pub(super) due: Timestamp,
    /// Whether the store takes no writes: what needs a record is refused.
    pub(super) refusing: bool,
    /// When the last resort was last called without a record, and took it.
    pub(super) alarmed: Option<Timestamp>,
    time: LineTime,
    pub(super) weeks: Weeks,
    woke: Timestamp,
    next_invite: u64,
    draining: Option<Millis>,
    drained: Vec<oneshot::Sender<()>>,
    closing: bool,
}

/// A call for help that could not be written down; whether it was taken.
pub(super) type Unstored = Pin<Box<dyn Future<Output = bool> + Send>>;

/// How often due work is looked for although nothing is known to be due.
const POLL: Millis = Millis::from_secs(1);
/// How many pieces of due work are taken at once.
const CLAIM: usize = 64;

impl Core {
    pub(super) fn new(
        setup: EngineSetup,
        shared: Arc<Shared>,
        restored: Restored,
        weeks: Weeks,
    ) -> Self {
        let Restored {
            engine,
            fence,
            chains,
            written,
        } = restored;
        let commits = Commits::new(&engine, chains, fence);
        let time = LineTime::starting_at(shared.ports.clock.now(), written);
        shared.gauges.journal_writable.store(true, Relaxed);
        Self {
            shared,
            setup,
            engine,
            commits,
            claims: Claims::default(),
            hub: Hub::default(),
            invites: BTreeMap::new(),
            keeps: BTreeMap::new(),
            vaults: BTreeMap::new(),
            settling: BTreeMap::new(),
            pages: FuturesUnordered::new(),
            unstored: FuturesUnordered::new(),
            due: Timestamp::ZERO,
            refusing: false,
            alarmed: None,
            time,
            weeks,
            woke: Timestamp::ZERO,
            next_invite: 0,
            draining: None,
            drained: Vec::new(),
            closing: false,
        }
    }

    pub(super) async fn start(&mut self) {
        self.turn_weeks().await;
        self.tell_weeks();
        self.count_who_waits();
        self.handle(Input::Start);
        let now = self.now();
        self.shared.set_asks(self.engine.asks(now));
    }

    pub(super) fn journal(&self) -> Arc<dyn Journal> {
        self.shared.ports.journal.clone()
    }

    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        self.shared.ports.clock.clone()
    }

    pub(super) fn next_group(&mut self) -> Option<Vec<Unburied>> {
        self.commits.next_group()
    }

    pub(super) fn close(&mut self) {
        self.closing = true;
    }

    /// Returns whether nothing is left to do, and tells who waited for it.
    pub(super) fn is_over(&mut self) -> bool {
        if !self.commits.is_idle() || self.hub.len() != 0 {
            return false;
        }
        for done in self.drained.drain(..) {
            // An error means that nobody waits any more.
            let _ = done.send(());
        }
        self.closing || self.draining.is_some()
    }

    /// Returns when to look for due work, or to let the engine act on time that passed; by the
    /// clock, and never far off: the clock may be set back while the loop sleeps.
    pub(super) fn next_wake(&mut self) -> Timestamp {
        let now = self.now();
        let poll = self.woke.after(POLL);
        let wake = if self.refusing {
            poll
        } else {
            let tick = self.engine.poll_timeout().unwrap_or(poll);
            poll.min(self.due).min(tick)
        };
        let clock = self.shared.ports.clock.now();
        clock.after(wake.since(now))
    }

    /// Takes a message of a connection or of the operator.
    pub(super) fn take(&mut self, message: Message) {
        match message {
            Message::Arrive(arrival) => self.arrive(*arrival),
            Message::Leave(conn) => self.leave(conn),
            Message::Open {
                conn,
                reference,
                room,
                proof,
            } => {
                if let Some(room) = self.resolve(conn, room) {
                    self.handle(entering::open(conn, reference, room, proof));
                }
            }
            Message::Close { conn, room } => {
                if let Some(room) = self.resolve(conn, room) {
                    self.hub.unsubscribe(conn, &room);
                }
            }
            Message::Put { conn, put, scores } => self.put(conn, *put, scores),
            Message::Ask {
                conn,
                reference,
                question,
            } => {
                let asker = Asker { conn, reference };
                self.ask(asker, question);
            }
            Message::Login {
                conn,
                reference,
                claims,
            } => self.log_in(Asker { conn, reference }, *claims),
            Message::Pass { conn, room, what } => {
                if let Some(room) = self.resolve(conn, room) {
                    self.handle(Input::Pass { conn, room, what });
                }
            }
            Message::Invite { gives, reply } => self.invite(gives, reply),
            Message::Clear { whom, reply } => self.clear(whom, reply),
            Message::Invitation { secret, reply } => self.tell_invitation(&secret, reply),
            Message::Staff { reply } => self.tell_staff(reply),
            Message::Dismiss { account, reply } => self.dismiss(account, reply),
            Message::Keep { wish, reply } => self.keep(wish, reply),
            Message::Vault { wish, reply } => self.ask_vault(wish, reply),
            Message::Turned { model, turned } => {
                self.handle(Input::ModelTurned { model, turned });
            }
            Message::Moderate { policy, reply } => {
                // An engine that is built anew goes by it as well.
                self.setup.policies.moderation = Arc::clone(&policy);
                self.shared.models.go_by(policy.as_ref());
                self.engine.moderate_by(policy);
                let _ = reply.send(());
            }
            Message::Drain { again, done } => {
                self.hub.tell_all(|| ToConn::Drain(again));
                self.draining = Some(again);
                self.drained.push(done);
            }
        }
    }

    /// Does what waits for no commit.
    pub(super) fn perform_ready(&mut self) {
        while let Some(step) = self.commits.ready() {
            self.perform(step);
        }
    }

    /// Looks for due work and lets the engine act on time that passed.
    pub(super) async fn wake(&mut self) {
        let now = self.now();
        self.woke = now;
        let ticked = self.shared.ports.clock.now().unix_millis();
        self.shared.gauges.last_tick.store(ticked, Relaxed);
        self.shared.set_asks(self.engine.asks(now));
        self.see_off();
        if self.refusing && !self.probe().await {
            self.page_unrecorded().await;
            return;
        }
        if self.engine.poll_timeout().is_some_and(|due| due <= now) {
            self.handle(Input::Tick);
        }
        self.turn_weeks().await;
        self.give_back().await;
        self.due = now.after(POLL);
        if let Ok(claimed) = self.shared.ports.work.claim(now, CLAIM).await {
            self.due = claimed.next.unwrap_or(self.due);
            claimed.work.into_iter().for_each(|work| self.due(work));
        }
        self.measure();
        self.let_weeks_go().await;
    }

    fn due(&mut self, work: Work) {
        // Work that cannot be read is left in the table for a later version.
        let Ok(task) = protocol::decode_task(&work.body) else {
            return;
        };
        let page = matches!(task, Task::Page { .. }).then_some(work.due);
        self.claims.take(work.key, page);
        self.handle(Input::Due { task });
    }

    /// Gives work back whose claim led nowhere.
    async fn give_back(&mut self) {
        for key in self.claims.loose() {
            if self.shared.ports.work.release(&key).await.is_ok() {
                self.claims.given_back(&key);
            }
        }
    }

    /// Notices connections that ended without a word.
    fn see_off(&mut self) {
        for conn in self.hub.gone() {
            self.leave(conn);
        }
    }

    fn leave(&mut self, conn: ConnId) {
        if self.hub.remove(conn) {
            self.handle(Input::Disconnect { conn });
        }
    }

    /// Lets the engine take an input, and queues what it has to say.
    pub(super) fn handle(&mut self, input: Input) {
        let urgent = matches!(&input, Input::Put(put) | Input::PutLate(put)
            if matches!(put.act, Act::AskForHuman { .. }));
        let now = self.now();
        self.engine.handle(now, input);
        if self.refusing {
            self.without_record();
        } else {
            self.commits.take(&mut self.engine, urgent);
        }
    }

    pub(super) fn now(&mut self) -> Timestamp {
        self.time.read(self.shared.ports.clock.now())
    }

    fn arrive(&mut self, mut arrival: Arrival) {
        if let Some(again) = self.draining {
            // An error means that they are gone already.
            let _ = arrival.outbox.send(ToConn::Drain(again));
            return;
        }
        let input = arrival.connect();
        self.hub.add(arrival, self.refusing);
        self.handle(input);
        let now = self.now();
        self.shared.set_asks(self.engine.asks(now));
    }

    fn put(&mut self, conn: ConnId, put: PutRequest, scores: Scores) {
        let PutRequest {
            reference,
            room,
            cid,
            digest,
            over,
            late,
            act,
            ..
        } = put;
        let Some(name) = self.resolve(conn, room.clone()) else {
            return;
        };
        Tally::add(&self.shared.tally.puts);
        if self.refusing {
            self.refuse_put(conn, (reference, room, cid), &act);
            return;
        }
        let asker = Asker { conn, reference };
        let put = Box::new(Put {
            asker,
            room: name,
            cid,
            digest,
            over,
            act,
            scores,
        });
        self.handle(if late {
            Input::PutLate(put)
        } else {
            Input::Put(put)
        });
    }

    /// Returns a number for a request of the operator.
    pub(super) const fn next_reference(&mut self) -> u64 {
        let reference = self.next_invite;
        self.next_invite = self.next_invite.saturating_add(1);
        reference
    }

    fn resolve(&self, conn: ConnId, room: Address) -> Option<RoomName> {
        room.resolve(self.hub.account(conn)?)
    }
}
