//! A line on a bench: an engine, the time, and what a store would hold.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::LazyLock;

use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Batch;
use crate::engine::ConnId;
use crate::engine::Engine;
use crate::engine::EngineSetup;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Policies;
use crate::engine::Put;
use crate::engine::Why;
use crate::identity::Principal;
use crate::log::Act;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Task;
use crate::matching::Asked;
use crate::matching::Hours;
use crate::testkit::stored;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::Clearance;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OfferId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// What a person in danger writes.
pub(super) const DANGER: &str = "i want to kill myself tonight";
/// What is against the rules.
pub(super) const ABUSE: &str = "you are an idiot";
/// What a person is asked to look at again.
pub(super) const CONTACT: &str = "mail me: john@example.com";

/// The default policies, made once: the tables take longer than any test.
static POLICIES: LazyLock<Policies> = LazyLock::new(Policies::default);

pub(super) fn policies() -> Policies {
    POLICIES.clone()
}

pub(super) fn setup(policies: Policies) -> EngineSetup {
    EngineSetup {
        policies,
        limits: Limits::default(),
        names: Sensitive::new([7; 32]),
        seed: Seed::from_bytes([9; 32]),
    }
}

pub(super) const fn person(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

pub(super) const fn conn(n: u8) -> ConnId {
    ConnId::new(n as u64)
}

pub(super) fn connect(n: u8, invite: Option<Sensitive<[u8; 32]>>) -> Input {
    Input::Connect {
        conn: conn(n),
        principal: Principal::assert_verified(person(n), "a test"),
        language: Language::english(),
        country: None,
        invite,
        knock: None,
    }
}

pub(super) fn say(text: &str) -> Act {
    let text = Text::new(text).unwrap();
    Act::Say {
        text,
        language: None,
        notes: None,
    }
}

pub(super) const fn ask_for_human() -> Act {
    Act::AskForHuman {
        country: None,
        about: None,
    }
}

pub(super) fn me(n: u8) -> RoomName {
    RoomName::Me(person(n))
}

pub(super) fn crisis() -> RoomName {
    RoomName::Crisis(Queue::main())
}

/// A line on a bench.
#[derive(Debug)]
pub(super) struct Town {
    pub(super) engine: Engine,
    pub(super) now: Timestamp,
    pub(super) log: Vec<(RoomName, Seq, Arc<Entry>)>,
    pub(super) work: BTreeMap<String, (Timestamp, Task)>,
    cid: u64,
}

impl Town {
    pub(super) fn new() -> Self {
        Self::with(policies())
    }

    pub(super) fn with(policies: Policies) -> Self {
        Self {
            engine: Engine::new(setup(policies)),
            now: Timestamp::from_unix_millis(1_700_000_000_000),
            log: Vec::new(),
            work: BTreeMap::new(),
            cid: 0,
        }
    }

    /// Builds the engine anew from what was kept, as after a crash; nobody is connected.
    pub(super) fn restart(&mut self) {
        let setup = setup(self.engine.policies.clone());
        let entries = self.log.iter();
        let entries = entries.map(|(room, seq, entry)| (room.clone(), *seq, (**entry).clone()));
        self.engine = Engine::replay(setup, entries).unwrap();
        self.feed(Input::Start);
    }

    /// Hands in an input, keeps what is to be kept, and returns all outputs.
    pub(super) fn feed(&mut self, input: Input) -> Vec<Output> {
        self.engine.handle(self.now, input);
        let outputs: Vec<_> = std::iter::from_fn(|| self.engine.poll_output()).collect();
        for output in &outputs {
            if let Output::Commit(batch) = output {
                self.keep(batch);
            }
        }
        outputs
    }

    pub(super) fn connect(&mut self, n: u8) -> Vec<Output> {
        self.feed(connect(n, None))
    }

    pub(super) fn disconnect(&mut self, n: u8) {
        self.feed(Input::Disconnect { conn: conn(n) });
    }

    /// Invites somebody and lets them in.
    pub(super) fn staff(&mut self, n: u8, role: Role) {
        self.cleared(n, role, None);
    }

    /// Invites somebody who is cleared for something of their own, and lets them in.
    pub(super) fn cleared(&mut self, n: u8, role: Role, clearance: Option<Clearance>) {
        let outputs = self.feed(Input::Invite {
            reference: 1,
            role,
            clearance,
        });
        let secret = outputs.iter().find_map(|output| {
            if let Output::Invited { secret, .. } = output {
                Some(*secret)
            } else {
                None
            }
        });
        let outputs = self.feed(connect(n, secret));
        let let_in = |output: &Output| matches!(output, Output::Welcome { roles, .. } if roles.contains(&role));
        assert!(outputs.iter().any(let_in), "{outputs:?}");
    }

    pub(super) fn put(&mut self, n: u8, room: RoomName, act: Act) -> Answer {
        answer(&self.put_all(n, room, act))
    }

    pub(super) fn put_all(&mut self, n: u8, room: RoomName, act: Act) -> Vec<Output> {
        let cid = self.next_cid();
        self.put_as(n, room, cid, act)
    }

    pub(super) fn next_cid(&mut self) -> Cid {
        self.cid += 1;
        let digest = DigestBuilder::new("cid").number(self.cid).finish();
        Cid::from_bytes(digest.short())
    }

    pub(super) fn put_as(&mut self, n: u8, room: RoomName, cid: Cid, act: Act) -> Vec<Output> {
        self.put_over(n, (room, cid, false), act)
    }

    pub(super) fn put_over(
        &mut self,
        n: u8,
        (room, cid, over): (RoomName, Cid, bool),
        act: Act,
    ) -> Vec<Output> {
        self.feed(put(n, (room, cid, over), act))
    }

    /// Lets time pass; what becomes due on the way is done when it is due.
    pub(super) fn pass(&mut self, span: Millis) -> Vec<Output> {
        let end = self.now.after(span);
        let mut outputs = Vec::new();
        while let Some(at) = self.next_due().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            let tick = self
                .engine
                .poll_timeout()
                .is_some_and(|due| due <= self.now);
            if tick {
                outputs.extend(self.feed(Input::Tick));
            }
            for task in self.claim() {
                outputs.extend(self.feed(Input::Due { task }));
            }
        }
        self.now = end;
        outputs
    }

    fn next_due(&self) -> Option<Timestamp> {
        let work = self.work.values().map(|(at, _)| *at);
        work.chain(self.engine.poll_timeout()).min()
    }

    /// Takes due work out as a store does: it comes back only where it is put in again.
    fn claim(&mut self) -> Vec<Task> {
        let now = self.now;
        let due = |(at, _): &(Timestamp, Task)| *at <= now;
        let keys: Vec<_> = self.work.iter().filter(|(_, one)| due(one)).collect();
        let keys: Vec<_> = keys.into_iter().map(|(key, _)| key.clone()).collect();
        keys.iter()
            .filter_map(|key| self.work.remove(key))
            .map(|(_, task)| task)
            .collect()
    }

    fn keep(&mut self, batch: &Batch) {
        for place in &batch.tombs {
            self.bury(place);
        }
        if let Some(erasure) = &batch.erasure {
            self.log.retain(|(room, ..)| !erasure.logs.contains(room));
        }
        self.log.retain(|(room, ..)| !batch.drops.contains(room));
        self.log.extend(batch.entries.iter().cloned());
        if let Some(erasure) = &batch.erasure {
            for (room, seq, entry) in &mut self.log {
                if erasure.entries.contains(&(room.clone(), *seq)) {
                    *entry = Arc::new(stored::erased(entry, &erasure.person).unwrap());
                }
            }
        }
        for key in &batch.settle {
            self.work.remove(key);
        }
        for due in &batch.work {
            self.work.insert(due.task.key(), (due.at, due.task));
        }
    }

    /// Keeps of an entry what a store does when its words are destroyed.
    fn bury(&mut self, (room, seq): &(RoomName, Seq)) {
        let mut log = self.log.iter_mut();
        let kept = log.find(|(name, at, _)| (name, at) == (room, seq));
        let (_, _, entry) = kept.expect("a tomb is for what was there");
        *entry = Arc::new(stored::buried(entry).unwrap());
    }

    /// Brings a seeker and a supporter together; both are connected.
    pub(super) fn pair(&mut self, seeker: u8, supporter: u8) -> RoomId {
        self.connect(seeker);
        self.staff(supporter, Role::Supporter);
        assert!(is_done(&self.put(supporter, me(supporter), available(1))));
        assert!(is_done(&self.put(seeker, me(seeker), seek())));
        let offer = self.offer_to(supporter);
        let accept = Act::AcceptOffer { offer };
        assert!(is_done(&self.put(supporter, me(supporter), accept)));
        self.engine
            .state
            .matching
            .partner_room(person(seeker))
            .unwrap()
    }

    pub(super) fn offer_to(&self, supporter: u8) -> OfferId {
        let offers = self.engine.state.matching.offers_of(person(supporter));
        offers.first().unwrap().id
    }

    pub(super) fn case_of(&self, n: u8) -> CaseId {
        let mut cases = self.engine.state.open_cases();
        cases.find(|case| case.person == person(n)).unwrap().id
    }

    /// Returns the room in which a person talks with a responder, or waits for one.
    pub(super) fn case_room(&self, n: u8) -> RoomId {
        let case = self.engine.state.crisis.case(self.case_of(n)).unwrap();
        case.room.unwrap()
    }

    pub(super) fn is_in(&self, n: u8, room: RoomId) -> bool {
        let room = self.engine.state.room(room).unwrap();
        room.present_member(person(n)).is_some()
    }

    /// Returns what somebody was told in their own room.
    pub(super) fn told(&self, n: u8) -> Vec<&Notice> {
        let own = self.log.iter().filter(|(room, ..)| *room == me(n));
        own.filter_map(|(_, _, entry)| {
            if let Fact::Notice(notice) = &entry.fact {
                Some(notice)
            } else {
                None
            }
        })
        .collect()
    }

    pub(super) fn n_cards(&self, n: u8) -> usize {
        let told = self.told(n);
        told.iter()
            .filter(|notice| matches!(notice, Notice::Care { .. }))
            .count()
    }
}

pub(super) fn put(n: u8, (room, cid, over): (RoomName, Cid, bool), act: Act) -> Input {
    Input::Put(Box::new(Put {
        asker: Asker {
            conn: conn(n),
            reference: 1,
        },
        room,
        cid,
        digest: digest(&act),
        over,
        scores: crate::moderation::Scores::NONE,
        act,
    }))
}

fn digest(act: &Act) -> Digest {
    let mut builder = DigestBuilder::new("act");
    if let Act::Say { text, .. } = act {
        builder.bytes(text.expose().as_bytes());
    }
    builder.bytes(format!("{act:?}").as_bytes()).finish()
}

pub(super) fn seek() -> Act {
    Act::Seek(Box::new(Asked {
        languages: vec![Language::english()],
        ..Asked::default()
    }))
}

pub(super) fn available(capacity: u32) -> Act {
    Act::Available(Box::new(Hours {
        languages: vec![Language::english()],
        capacity,
        ..Hours::default()
    }))
}

#[track_caller]
pub(super) fn answer(outputs: &[Output]) -> Answer {
    let mut answers = outputs.iter().filter_map(|output| {
        if let Output::Answer { answer, .. } = output {
            Some(answer.clone())
        } else {
            None
        }
    });
    let answer = answers.next().expect("one answer");
    assert_eq!(answers.next(), None, "one answer");
    answer
}

/// Returns the one commit of an act.
#[track_caller]
pub(super) fn commit(outputs: &[Output]) -> &Batch {
    let mut commits = outputs.iter().filter_map(|output| {
        if let Output::Commit(batch) = output {
            Some(&**batch)
        } else {
            None
        }
    });
    let batch = commits.next().expect("one commit");
    assert!(commits.next().is_none(), "one commit");
    batch
}

pub(super) const fn is_done(answer: &Answer) -> bool {
    matches!(answer, Answer::Done { .. })
}

pub(super) fn refused(answer: &Answer) -> Option<Why> {
    match answer {
        Answer::Refused { why, .. } => Some(*why),
        Answer::Barred(barred) => Some(barred.why),
        Answer::Done { .. } | Answer::Held { .. } | Answer::Told(_) => None,
    }
}
