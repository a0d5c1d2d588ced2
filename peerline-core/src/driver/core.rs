//! What the loop holds: engine, queue to the store, and who receives what.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use futures_channel::oneshot;
use futures_util::stream::FuturesUnordered;

use super::commits::Chained;
use super::commits::Commits;
use super::commits::Step;
use super::counters::Tally;
use super::hub::Hub;
use super::line::Shared;
use super::message::Arrival;
use super::message::Message;
use super::message::ToConn;
use super::open::Restored;
use super::pages;
use super::pages::Sending;
use super::translate;
use crate::engine::Asker;
use crate::engine::ConnId;
use crate::engine::Engine;
use crate::engine::EngineSetup;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Put;
use crate::engine::Why;
use crate::identity::Admission;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Task;
use crate::ports::Clock;
use crate::ports::Commit;
use crate::ports::Journal;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Placed;
use crate::protocol::ServerFrame;
use crate::protocol::Sig;
use crate::session::Joined;
use crate::session::Published;
use crate::session::PutRequest;
use crate::session::RoomOpened;
use crate::vocab::Millis;
use crate::vocab::Role;
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
    pub(super) hub: Hub,
    pub(super) invites: BTreeMap<u64, oneshot::Sender<Sensitive<[u8; 32]>>>,
    pub(super) next_invite: u64,
    pub(super) due: Timestamp,
    pub(super) refusing: Option<Timestamp>,
    pub(super) alarmed: Timestamp,
    pub(super) unstored: FuturesUnordered<Unstored>,
    drained: Option<oneshot::Sender<()>>,
    closing: bool,
}

/// A call for help that could not be written down.
pub(super) type Unstored = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How often due work is looked for although nothing is known to be due.
const POLL: Millis = Millis::from_secs(1);
/// How many pieces of due work are taken at once.
const CLAIM: usize = 64;
/// The epoch of logs that no operator has restored from a backup.
const EPOCH: u64 = 1;
/// How long others believe that somebody types.
const TYPING: Millis = Millis::from_secs(6);

impl Core {
    pub(super) fn new(setup: EngineSetup, shared: Arc<Shared>, restored: Restored) -> Self {
        let Restored {
            engine,
            fence,
            chains,
        } = restored;
        let commits = Commits::new(&engine, chains, fence);
        shared.gauges.journal_writable.store(true, Relaxed);
        Self {
            shared,
            setup,
            engine,
            commits,
            hub: Hub::default(),
            invites: BTreeMap::new(),
            next_invite: 0,
            due: Timestamp::ZERO,
            refusing: None,
            alarmed: Timestamp::ZERO,
            unstored: FuturesUnordered::new(),
            drained: None,
            closing: false,
        }
    }

    pub(super) fn start(&mut self) {
        self.handle(Input::Start);
    }

    pub(super) fn journal(&self) -> Arc<dyn Journal> {
        self.shared.ports.journal.clone()
    }

    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        self.shared.ports.clock.clone()
    }

    pub(super) fn next_group(&mut self) -> Option<Vec<Commit>> {
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
        if let Some(done) = self.drained.take() {
            // An error means that nobody waits any more.
            let _ = done.send(());
            return true;
        }
        self.closing
    }

    /// Returns when to look for due work, or to let the engine act on time that passed.
    pub(super) fn next_wake(&self) -> Timestamp {
        let ticked = self.shared.gauges.last_tick.load(Relaxed);
        let poll = Timestamp::from_unix_millis(ticked).after(POLL);
        let wake = self
            .engine
            .poll_timeout()
            .map_or(self.due, |tick| tick.min(self.due));
        if self.refusing.is_some() {
            poll
        } else {
            wake.min(poll)
        }
    }

    /// Takes a message of a connection or of the operator.
    pub(super) fn take(&mut self, message: Message) {
        match message {
            Message::Arrive(arrival) => self.arrive(*arrival),
            Message::Leave(conn) => {
                self.hub.remove(conn);
                self.handle(Input::Disconnect { conn });
            }
            Message::Open {
                conn,
                reference,
                room,
            } => {
                if let Some(room) = self.resolve(conn, room) {
                    self.handle(Input::Open {
                        conn,
                        reference,
                        room,
                    });
                }
            }
            Message::Close { conn, room } => {
                if let Some(room) = self.resolve(conn, room) {
                    self.hub.unsubscribe(conn, &room);
                }
            }
            Message::Put { conn, put } => self.put(conn, *put),
            Message::Ask {
                conn,
                reference,
                question,
            } => {
                let asker = Asker { conn, reference };
                self.handle(Input::Ask {
                    asker,
                    question: translate::question(question),
                });
            }
            Message::Typing { conn, room } => {
                if let Some(room) = self.resolve(conn, room) {
                    self.handle(Input::Typing { conn, room });
                }
            }
            Message::Invite { role, reply } => self.invite(role, reply),
            Message::Drain { again, done } => {
                self.hub.tell_all(|| ToConn::Drain(again));
                self.drained = Some(done);
            }
        }
    }

    /// A page went out, or did not.
    pub(super) fn paged(&mut self, (task, delivered): (Task, bool)) {
        let tally = &self.shared.tally;
        Tally::add(if delivered {
            &tally.pages_sent
        } else {
            &tally.pages_failed
        });
        self.handle(Input::Paged { task, delivered });
    }

    /// Does what waits for no commit.
    pub(super) fn perform_ready(&mut self, pages: &mut FuturesUnordered<Sending>) {
        while let Some(step) = self.commits.ready() {
            self.perform(step, pages);
        }
    }

    /// Looks for due work and lets the engine act on time that passed.
    pub(super) async fn wake(&mut self) {
        let now = self.now();
        self.shared
            .gauges
            .last_tick
            .store(now.unix_millis(), Relaxed);
        if self.refusing.is_some() && !self.probe().await {
            self.page_unrecorded().await;
            return;
        }
        if self.engine.poll_timeout().is_some_and(|due| due <= now) {
            self.handle(Input::Tick);
        }
        match self.shared.ports.work.claim(now, CLAIM).await {
            Ok(claimed) => {
                self.due = claimed.next.unwrap_or_else(|| now.after(POLL));
                let oldest = claimed
                    .work
                    .first()
                    .map_or(0, |work| work.due.unix_millis());
                self.shared.gauges.oldest_due_page.store(oldest, Relaxed);
                for work in claimed.work {
                    // Work that cannot be read is left in the table for a later version.
                    if let Ok(task) = protocol::decode_task(&work.body) {
                        self.handle(Input::Due { task });
                    }
                }
            }
            Err(_) => self.due = now.after(POLL),
        }
        self.measure();
    }

    /// Lets the engine take an input, and queues what it has to say.
    pub(super) fn handle(&mut self, input: Input) {
        let now = self.now();
        self.engine.handle(now, input);
        self.commits.take(&mut self.engine);
    }

    pub(super) fn now(&self) -> Timestamp {
        self.shared.ports.clock.now()
    }

    /// Does what follows from an act that is durable.
    pub(super) fn perform(&mut self, step: Step, pages: &mut FuturesUnordered<Sending>) {
        if let Some(due) = step.due {
            self.due = self.due.min(due);
        }
        for chained in &step.entries {
            self.publish(chained);
        }
        for output in step.then {
            self.output(output, pages);
        }
    }

    fn arrive(&mut self, arrival: Arrival) {
        let input = Input::Connect {
            conn: arrival.conn,
            principal: arrival.principal.clone(),
            language: arrival.language.clone(),
            country: arrival.country.clone(),
            invite: arrival.invite,
        };
        self.hub.add(arrival);
        self.handle(input);
    }

    fn put(&mut self, conn: ConnId, put: PutRequest) {
        let PutRequest {
            reference,
            room,
            cid,
            digest,
            over,
            act,
            ..
        } = put;
        let Some(name) = self.resolve(conn, room.clone()) else {
            return;
        };
        Tally::add(&self.shared.tally.puts);
        if self.refusing.is_some() {
            self.refuse_put(conn, (reference, room, cid), &act);
            return;
        }
        let asker = Asker { conn, reference };
        self.handle(Input::Put(Box::new(Put {
            asker,
            room: name,
            cid,
            digest,
            over,
            act,
        })));
    }

    fn invite(&mut self, role: Role, reply: oneshot::Sender<Sensitive<[u8; 32]>>) {
        let reference = self.next_invite;
        self.next_invite = self.next_invite.saturating_add(1);
        self.invites.insert(reference, reply);
        self.handle(Input::Invite { reference, role });
    }

    fn resolve(&self, conn: ConnId, room: Address) -> Option<RoomName> {
        Some(room.resolve(self.hub.account(conn)?))
    }

    fn publish(&mut self, chained: &Chained) {
        let Chained {
            room,
            seq,
            h,
            entry,
        } = chained;
        let tally = &self.shared.tally;
        Tally::add(&tally.entries_committed);
        if let Fact::Notice(Notice::CaseChanged { alarm: true, .. }) = &entry.fact {
            Tally::add(&tally.alarms);
        }
        if !self.hub.has_members(room) {
            return;
        }
        let placed = Placed {
            room,
            seq: *seq,
            h: *h,
        };
        let own = protocol::own_viewers(entry)
            .into_iter()
            .map(|who| (who, protocol::present(&placed, entry, Some(who))))
            .collect();
        let ev = ServerFrame::Ev(protocol::present(&placed, entry, None));
        let frame = Arc::from(protocol::encode_server(&ev));
        let published = Arc::new(Published {
            room: room.clone(),
            seq: *seq,
            frame,
            own,
        });
        let (copies, behind) = self.hub.publish(&published);
        Tally::add_many(&self.shared.tally.deliveries, copies);
        Tally::add_many(&self.shared.tally.slow_readers, behind);
    }

    fn output(&mut self, output: Output, pages: &mut FuturesUnordered<Sending>) {
        match output {
            Output::Answer { asker, put, answer } => self.answer(asker, put, answer),
            Output::Welcome {
                conn,
                roles,
                admission,
            } => self.welcome(conn, roles, &admission),
            Output::Turn { conn } => self.hub.send(conn, ToConn::RefuseJoin),
            Output::Open {
                conn,
                reference,
                room,
                who,
                role,
                ..
            } => {
                let (head, h) = self.commits.durable(&room);
                let (room, name) = (Address::of(&room), room);
                let caps = translate::capabilities(role);
                let epoch = EPOCH;
                let opened = RoomOpened {
                    reference,
                    room,
                    epoch,
                    head,
                    h,
                    who,
                    role,
                    caps,
                };
                self.hub.subscribe(conn, &name);
                self.hub.send(conn, ToConn::Opened(Box::new(opened)));
            }
            Output::RefuseOpen {
                conn,
                reference,
                room,
            } => {
                let room = Address::of(&room);
                self.hub.send(conn, ToConn::RefuseOpen { reference, room });
            }
            Output::Expel { conns, room } => {
                for conn in conns {
                    self.hub.unsubscribe(conn, &room);
                    self.hub.send(conn, ToConn::Expelled(Address::of(&room)));
                }
            }
            Output::Typing { room, who } => {
                let address = Address::of(&room);
                self.hub.whisper(&room, || {
                    let (room, kind, ttl) = (address.clone(), "typing".to_owned(), TYPING.get());
                    ToConn::Sig(Box::new(Sig {
                        room,
                        kind,
                        ttl,
                        who: Some(who),
                        body: None,
                    }))
                });
            }
            Output::Page { task } => pages.extend(pages::send(&self.shared.ports, task)),
            Output::Invited { reference, secret } => {
                if let Some(reply) = self.invites.remove(&reference) {
                    // An error means that the operator does not wait any more.
                    let _ = reply.send(secret);
                }
            }
            Output::Commit(_) | Output::Publish { .. } | Output::Settle { .. } => {}
        }
    }

    fn answer(
        &mut self,
        asker: Asker,
        put: Option<(RoomName, crate::vocab::Cid)>,
        answer: crate::engine::Answer,
    ) {
        self.count(&answer);
        let answer = translate::answer(&self.shared.profile, answer);
        let Asker { conn, reference } = asker;
        let message = match put {
            Some((room, cid)) => ToConn::PutAnswered {
                reference,
                room: Address::of(&room),
                cid,
                answer,
            },
            None => ToConn::AskAnswered { reference, answer },
        };
        self.hub.send(conn, message);
    }

    fn count(&self, answer: &crate::engine::Answer) {
        let tally = &self.shared.tally;
        match answer {
            crate::engine::Answer::Held { .. } => Tally::add(&tally.holds),
            crate::engine::Answer::Refused {
                why: Why::Nudge, ..
            } => Tally::add(&tally.nudges),
            crate::engine::Answer::Refused {
                why: Why::Blocked, ..
            } => Tally::add(&tally.blocks),
            crate::engine::Answer::Done { .. }
            | crate::engine::Answer::Told(_)
            | crate::engine::Answer::Refused { .. } => {}
        }
    }

    fn welcome(&mut self, conn: ConnId, roles: Vec<Role>, admission: &Admission) {
        let standing = translate::standing(admission);
        self.hub
            .send(conn, ToConn::Joined(Joined { roles, standing }));
    }

    fn measure(&self) {
        let (gauges, state) = (&self.shared.gauges, self.engine.state());
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let open = state.open_cases();
        let unowned = open
            .filter(|case| case.band.pages() && case.owner().is_none())
            .count();
        gauges
            .open_cases
            .store(count(state.open_cases().count()), Relaxed);
        gauges.unowned_cases.store(count(unowned), Relaxed);
        gauges
            .waiting
            .store(count(state.matching().waiting().count()), Relaxed);
        gauges
            .supporters
            .store(count(state.matching().supporters().count()), Relaxed);
        gauges
            .responders
            .store(count(self.engine.responders()), Relaxed);
        gauges.connected.store(count(self.hub.len()), Relaxed);
    }
}
