//! Whatever happens, the logs tell the whole of it: an engine built from them goes on as the one
//! that wrote them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::chance::Step;
use super::chance::ask;
use super::chance::step;
use super::chance_rooms::with_directory;
use super::town::*;
use crate::crisis::Phase;
use crate::engine::Batch;
use crate::engine::Engine;
use crate::engine::EngineSetup;
use crate::engine::Erasure;
use crate::engine::Input;
use crate::engine::Output;
use crate::identity::Principal;
use crate::log::Act;
use crate::log::Entry;
use crate::log::Task;
use crate::testkit::stored;
use crate::testkit::stored::KeptLog;
use crate::vocab::Cid;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// 0..4 seek, 4..7 support, 7..10 respond, 10 moderates, 11 supervises, 12 leads.
pub(super) const PEOPLE: u8 = 13;

pub(super) fn role(n: u8) -> Option<Role> {
    match n {
        4..7 => Some(Role::Supporter),
        7..10 => Some(Role::Responder),
        10 => Some(Role::Moderator),
        11 => Some(Role::Supervisor),
        12 => Some(Role::Facilitator),
        _ => None,
    }
}

/// An engine, what a store would hold, and what was fed to it.
pub(super) struct Run {
    pub(super) engine: Engine,
    now: Timestamp,
    connected: BTreeSet<u8>,
    stored: BTreeMap<RoomName, KeptLog>,
    heads: BTreeMap<RoomName, Seq>,
    put_names: BTreeSet<(RoomName, OccupantId, Cid)>,
    work: BTreeMap<String, (Timestamp, Task)>,
    puts: Vec<(u8, RoomName, Cid, Act)>,
    fed: Vec<(Timestamp, Input)>,
    said: Vec<Output>,
    cid: u64,
}

/// A line that keeps little: rooms that are over are trimmed soon, and a few words at a time.
fn small() -> EngineSetup {
    let mut setup = setup(with_directory(policies()));
    setup.limits.keep_closed = Some(Millis::from_mins(10));
    setup.limits.page = 2;
    setup
}

fn drive(engine: &mut Engine, now: Timestamp, input: Input) -> Vec<Output> {
    engine.handle(now, input);
    std::iter::from_fn(|| engine.poll_output()).collect()
}

impl Run {
    fn new() -> Self {
        let mut run = Self {
            engine: Engine::new(small()),
            now: Timestamp::from_unix_millis(1_700_000_000_000),
            connected: BTreeSet::new(),
            stored: BTreeMap::new(),
            heads: BTreeMap::new(),
            put_names: BTreeSet::new(),
            work: BTreeMap::new(),
            puts: Vec::new(),
            fed: Vec::new(),
            said: Vec::new(),
            cid: 0,
        };
        run.feed(Input::Start);
        for n in 0..PEOPLE {
            if let Some(role) = role(n) {
                run.invite(n, role);
            } else {
                run.step(Step::Connect(n));
            }
        }
        run
    }

    fn invite(&mut self, n: u8, role: Role) {
        let from = self.said.len();
        self.feed(Input::Invite {
            reference: 0,
            role,
            clearance: None,
        });
        let secret = self.said.iter().skip(from).find_map(|output| {
            if let Output::Invited { secret, .. } = output {
                Some(*secret)
            } else {
                None
            }
        });
        self.feed(connect(n, secret));
        self.connected.insert(n);
    }

    fn feed(&mut self, input: Input) {
        self.fed.push((self.now, input.clone()));
        let outputs = drive(&mut self.engine, self.now, input);
        self.keep(&outputs);
        for output in &outputs {
            if let Output::Farewell { conns } = output {
                self.connected.retain(|n| !conns.contains(&conn(*n)));
            }
        }
        self.said.extend(outputs);
        self.hold();
    }

    fn keep(&mut self, outputs: &[Output]) {
        let mut n_commits = 0;
        for output in outputs {
            if let Output::Commit(batch) = output {
                n_commits += 1;
                self.keep_batch(batch);
            }
        }
        assert!(n_commits <= 1, "one act, one commit");
        assert!(n_commits == 0 || matches!(outputs.first(), Some(Output::Commit(_))));
    }

    fn keep_batch(&mut self, batch: &Batch) {
        for (room, seq, entry) in &batch.entries {
            let head = self.heads.entry(room.clone()).or_default();
            assert_eq!(*seq, head.next(), "dense places");
            *head = *seq;
            let (_, read) = stored::round_trip(entry).unwrap();
            assert_eq!(read, **entry, "what is kept is what was meant");
            if let Some(mark) = &entry.put {
                let to = mark.room.clone().unwrap_or_else(|| room.clone());
                let record = batch.put.as_ref().expect("a marked entry has its record");
                assert_eq!(
                    (&record.room, record.who, record.cid),
                    (&to, mark.who, mark.cid)
                );
                if !self.forgets() {
                    assert!(self.put_names.insert((to, mark.who, mark.cid)), "once");
                }
            }
            self.stored.entry(room.clone()).or_default().append(entry);
        }
        self.bury(batch);
        if let Some(erasure) = &batch.erasure {
            self.erase(erasure);
        }
        for key in &batch.settle {
            assert!(batch.work.iter().all(|due| due.task.key() != *key));
            self.work.remove(key);
        }
        for due in &batch.work {
            self.work.insert(due.task.key(), (due.at, due.task));
        }
    }

    /// Destroys the words of entries that were there before this act.
    fn bury(&mut self, batch: &Batch) {
        for (room, seq) in &batch.tombs {
            assert!(
                batch
                    .entries
                    .iter()
                    .all(|(name, at, _)| (name, at) != (room, seq))
            );
            let log = self.stored.get_mut(room).unwrap();
            assert_eq!(log.bury(*seq), Ok(true), "words are destroyed once");
        }
    }

    /// Rewrites what names a person; whoever looks then finds nothing of them.
    fn erase(&mut self, erasure: &Erasure) {
        for log in &erasure.logs {
            self.stored.remove(log);
            self.heads.remove(log);
        }
        for (room, seq) in &erasure.entries {
            let log = self.stored.get_mut(room).unwrap();
            log.erase(*seq, &erasure.person).unwrap();
        }
        self.put_names.retain(|name| !erasure.puts.contains(name));
        self.puts
            .retain(|(n, ..)| person(*n) != erasure.person.account);
    }

    /// What a store would give back, in the order of the numbers.
    fn entries(&self) -> Vec<(RoomName, Seq, Entry)> {
        let mut entries = Vec::new();
        for (room, log) in &self.stored {
            assert!(log.verifies(), "a broken chain");
            let read = log.read().unwrap().into_iter();
            entries.extend(read.map(|(seq, entry)| (room.clone(), seq, entry)));
        }
        entries.sort_by_key(|(_, _, entry)| entry.n);
        entries
    }

    /// Whether retries may have been forgotten, as a day has passed.
    fn forgets(&self) -> bool {
        let first = self.fed.first().map_or(self.now, |(at, _)| *at);
        Millis::from_hours(24) <= self.now.since(first)
    }

    /// The latest time that the engine was told; a clock that runs backwards is held there.
    fn latest(&self) -> Timestamp {
        let told = self.fed.iter().map(|(at, _)| *at);
        told.max().unwrap_or(self.now)
    }

    /// What holds after every step.
    fn hold(&self) {
        let state = self.engine.state();
        for case in state.open_cases() {
            let timer = self.work.get(&Task::WakeCase { case: case.id }.key());
            let due = timer.map(|(at, _)| *at);
            assert_eq!(due, case.wake(), "the timer is the case's own");
            if case.band.pages() && case.owner().is_none() {
                assert!(due.is_some(), "somebody in danger is not forgotten");
                assert!(matches!(case.phase, Phase::Offered(_)));
            }
            if let (Some(owner), Some(room)) = (case.owner(), case.room) {
                let room = state.room(room).unwrap();
                assert!(
                    room.present_member(owner).is_some() && room.is_open(),
                    "the owner is there"
                );
            }
            assert_ne!(case.owner(), Some(case.person));
        }
        self.hold_rooms(self.latest());
        let pairs: Vec<_> = (0..PEOPLE)
            .filter_map(|n| state.matching.partner_room(person(n)))
            .collect();
        let rooms: BTreeSet<_> = pairs.iter().collect();
        assert_eq!(rooms.len(), pairs.len(), "nobody has two partners");
        for id in pairs {
            let room = state.room(id).unwrap();
            assert!(room.is_open() && 2 <= room.n_present());
        }
        for offer in (0..PEOPLE).flat_map(|n| state.matching.offers_of(person(n))) {
            let key = Task::LapseOffer { offer: offer.id }.key();
            assert_eq!(self.work.get(&key).map(|(at, _)| *at), Some(offer.until));
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each step")]
    fn step(&mut self, step: Step) {
        match step {
            Step::Connect(n) => {
                if self.connected.insert(n) {
                    self.feed(connect(n, None));
                }
            }
            Step::Disconnect(n) => {
                self.connected.remove(&n);
                self.feed(Input::Disconnect { conn: conn(n) });
            }
            Step::Put {
                again: true, pick, ..
            } if !self.puts.is_empty() => {
                let at = usize::from(pick) % self.puts.len();
                let (n, room, cid, act) = self.puts[at].clone();
                self.feed(put(n, (room, cid, pick % 2 == 0), act));
            }
            Step::Put {
                who,
                place,
                act,
                pick,
                ..
            } => self.put(who, (place, act, pick)),
            Step::Ask(n, pick) => self.feed(ask(n, pick)),
            Step::Open(n, pick) => {
                let room = self.place(n, pick);
                self.feed(Input::Open {
                    conn: conn(n),
                    reference: Some(1),
                    room,
                });
            }
            Step::Typing(n, pick) => {
                let room = self.place(n, pick);
                self.feed(Input::Pass {
                    conn: conn(n),
                    room,
                    what: crate::log::Passing::Typing,
                });
            }
            Step::Due(pick) => self.due(pick),
            Step::Paged(pick, delivered) => self.paged(pick, delivered),
            Step::Forward(millis) => self.forward(Millis::new(u64::from(millis))),
            Step::Backward(millis) => {
                let ahead = self.now;
                self.now = ahead.before(Millis::new(u64::from(millis)));
                self.feed(Input::Tick);
                self.now = ahead;
            }
            Step::Start => self.feed(Input::Start),
            Step::Erase(n) => {
                self.cid += 1;
                let cid = Cid::from_bytes(u128::from(self.cid).to_be_bytes());
                self.feed(put(n, (me(n), cid, false), Act::Erase));
            }
            Step::Hall { who, act, pick } => {
                let (who, room, act) = self.room_step(who, act, pick);
                self.put_fresh(who, room, act, pick);
            }
        }
    }

    fn put(&mut self, who: u8, (place, act, pick): (u8, u8, u8)) {
        let sensible = !place.is_multiple_of(6);
        let who = if sensible {
            self.fitting(who, act)
        } else {
            who
        };
        let room = self.room_for(who, (place, act), sensible);
        let act = self.act(who, act, pick);
        self.put_fresh(who, room, act, pick);
    }

    fn put_fresh(&mut self, who: u8, room: RoomName, act: Act, pick: u8) {
        self.cid += 1;
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.cid.to_be_bytes());
        let cid = Cid::from_bytes(bytes);
        self.puts.push((who, room.clone(), cid, act.clone()));
        self.feed(put(who, (room, cid, pick.is_multiple_of(2)), act));
    }

    /// Hands in work the engine asked for: mostly when it is due, now and then early.
    fn due(&mut self, pick: u8) {
        let now = self.now;
        let early = pick.is_multiple_of(8);
        let tasks: Vec<_> = self
            .work
            .values()
            .filter(|(at, _)| early || *at <= now)
            .collect();
        if let Some((_, task)) = tasks.get(usize::from(pick) % tasks.len().max(1)) {
            let task = *task;
            self.feed(Input::Due { task });
        }
    }

    fn paged(&mut self, pick: u8, delivered: bool) {
        let is_page = |task: &&Task| matches!(task, Task::Page { .. });
        let tasks: Vec<_> = self
            .work
            .values()
            .map(|(_, task)| task)
            .filter(is_page)
            .collect();
        if let Some(task) = tasks.get(usize::from(pick) % tasks.len().max(1)) {
            let task = **task;
            self.feed(Input::Paged { task, delivered });
        }
    }

    fn forward(&mut self, span: Millis) {
        self.now = self.now.after(span);
        if self
            .engine
            .poll_timeout()
            .is_some_and(|due| due <= self.now)
        {
            self.feed(Input::Tick);
        }
    }

    /// Builds an engine from what was kept, and lets in whoever is connected.
    fn rebuilt(&self) -> Engine {
        Engine::replay(small(), self.entries()).unwrap()
    }

    fn resumes(&self) -> Vec<Input> {
        let resume = |n: &u8| Input::Resume {
            conn: conn(*n),
            principal: Principal::assert_verified(person(*n), "a test"),
            language: Language::english(),
            country: None,
            knock: None,
        };
        self.connected.iter().map(resume).collect()
    }
}

fn bytes(outputs: &[Output]) -> Vec<Vec<u8>> {
    let batches = outputs.iter().filter_map(|output| {
        if let Output::Commit(batch) = output {
            Some(batch)
        } else {
            None
        }
    });
    let entries = batches.flat_map(|batch| &batch.entries);
    entries
        .map(|(_, _, entry)| stored::round_trip(entry).unwrap().0)
        .collect()
}

#[track_caller]
fn same(one: &[Output], other: &[Output]) {
    assert_eq!(one, other);
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    assert_eq!(bytes(one), bytes(other));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 4000, ..ProptestConfig::default() })]

    #[test]
    fn an_engine_built_from_the_logs_goes_on_like_the_one_that_wrote_them(
        before in prop::collection::vec(step(), 1..160),
        after in prop::collection::vec(step(), 1..60),
    ) {
        let mut first = Run::new();
        for step in before {
            first.step(step);
        }
        let mut second = first.rebuilt();
        for input in first.resumes().into_iter().chain([Input::Start, Input::Tick]) {
            first.fed.push((first.now, input.clone()));
            let one = drive(&mut first.engine, first.now, input.clone());
            let other = drive(&mut second, first.now, input);
            same(&one, &other);
            first.keep(&one);
            first.said.extend(one);
        }
        prop_assert_eq!(first.engine.state(), second.state());
        let (n_fed, n_said) = (first.fed.len(), first.said.len());
        for step in after {
            first.step(step);
        }
        let mut said = Vec::new();
        for (now, input) in first.fed.iter().skip(n_fed) {
            said.extend(drive(&mut second, *now, input.clone()));
        }
        same(first.said.get(n_said..).unwrap(), &said);
        prop_assert_eq!(first.engine.state(), second.state());
        prop_assert_eq!(first.engine.poll_timeout(), second.poll_timeout());
    }

    #[test]
    fn the_same_inputs_give_the_same_outputs(steps in prop::collection::vec(step(), 1..200)) {
        let mut first = Run::new();
        for step in steps {
            first.step(step);
        }
        let mut third = Engine::new(small());
        let mut said = Vec::new();
        for (now, input) in first.fed.iter().cloned() {
            said.extend(drive(&mut third, now, input));
        }
        same(&first.said, &said);
        prop_assert_eq!(first.engine.state(), third.state());
    }
}
