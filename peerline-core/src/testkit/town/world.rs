//! The people, the links and the line, on one clock.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use super::chaos::Blow;
use super::chaos::Chaos;
use super::finding::Finding;
use super::link::Link;
use super::order::Order;
use super::outcome::Counts;
use super::person::Part;
use super::person::Person;
use super::report::Report;
use super::start::Start;
use super::story::Deed;
use super::tape::Tape;
use crate::engine::Policies;
use crate::ports::Page;
use crate::protocol::Address;
use crate::protocol::Encoding;
use crate::protocol::Key;
use crate::vocab::Cid;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Everything of one run.
#[derive(Debug)]
pub(super) struct World {
    pub(super) tape: Tape,
    pub(super) start: Start,
    pub(super) chaos: Chaos,
    pub(super) chance: Entropy,
    pub(super) now: Timestamp,
    pub(super) people: Vec<Person>,
    pub(super) links: BTreeMap<u64, Link>,
    pub(super) pages: Vec<Page>,
    pub(super) findings: Vec<Finding>,
    /// What was taken away, as far as it is certain that the line has done it.
    pub(super) gone: BTreeSet<(Address, Seq)>,
    /// Which put a number on a connection stands for.
    pub(super) asked: BTreeMap<(u64, u64), Cid>,
    pub(super) counts: Counts,
    /// Nothing new breaks, and nobody starts anything new.
    pub(super) calm: bool,
    /// Frames that are under way.
    pub(super) in_flight: u64,
    /// Whether the line was interrupted in its work.
    pub(super) at_work: bool,
    queue: BTreeMap<(Timestamp, u64), Event>,
    ties: u64,
    conns: u64,
    /// Who waits for an invitation, in the order in which they asked.
    inviting: VecDeque<usize>,
    /// After how many steps of the next work the process is killed.
    kill: Option<u64>,
    wake: Option<Timestamp>,
}

/// Something that is going to happen.
#[derive(Debug)]
pub(super) enum Event {
    Accept(u64),
    Connected(u64),
    ToServer(u64),
    ToClient(u64),
    ServerEnd(u64),
    ClientEnd(u64),
    /// A link could not be had.
    NoLink(usize),
    Deed(usize, Deed),
    Blow(Blow),
    /// The line goes on with its work.
    Work,
}

impl World {
    /// When every run begins.
    const DAWN: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);

    pub(super) fn new(policies: Policies, seed: Seed, chaos: Chaos, records: bool) -> Self {
        let start = Start {
            now: Self::DAWN,
            seed: seed.apart("host").entropy(0).draw(),
            slowness: chaos.slowness,
            page: chaos.page,
            inflight: chaos.inflight,
            encoding: Encoding::Json,
            plant: chaos.plant,
        };
        let mut world = Self {
            tape: Tape::new(start.host(policies), records),
            start,
            chance: seed.apart("world").entropy(0),
            now: Self::DAWN,
            people: Vec::new(),
            links: BTreeMap::new(),
            pages: Vec::new(),
            findings: Vec::new(),
            gone: BTreeSet::new(),
            asked: BTreeMap::new(),
            counts: Counts::default(),
            calm: false,
            in_flight: 0,
            at_work: false,
            queue: BTreeMap::new(),
            ties: 0,
            conns: 0,
            inviting: VecDeque::new(),
            kill: None,
            wake: None,
            chaos,
        };
        world.gather(&seed);
        world
    }

    /// Lets everything happen that happens before `until`.
    pub(super) fn run(&mut self, until: Timestamp) {
        while self.findings.is_empty() && self.step(until) {}
    }

    /// Lets the next thing happen; `false` where nothing is left before `until`.
    pub(super) fn step(&mut self, until: Timestamp) -> bool {
        let event = self.queue.first_key_value().map(|((at, _), _)| *at);
        let person = self.people.iter().enumerate();
        let person = person
            .filter_map(|(n, person)| Some((person.due?, n)))
            .min();
        let due = person.map(|(at, _)| at);
        let Some(next) = [event, due, self.wake].into_iter().flatten().min() else {
            return false;
        };
        if until < next {
            self.now = until;
            return false;
        }
        self.now = self.now.max(next);
        if self.wake.is_some_and(|at| at <= self.now) {
            self.order(&Order::Time);
        } else if let Some((_, n)) = person.filter(|(at, _)| *at <= self.now) {
            self.timeout(n);
        } else if let Some((_, event)) = self.queue.pop_first() {
            self.happen(event);
        }
        true
    }

    pub(super) fn later(&mut self, at: Timestamp, event: Event) {
        self.ties = self.ties.saturating_add(1);
        self.queue.insert((at, self.ties), event);
    }

    pub(super) fn soon(&mut self, span: Millis, event: Event) {
        self.later(self.now.after(span), event);
    }

    /// Gives the line an order and lets it work.
    pub(super) fn order(&mut self, order: &Order) {
        self.tape.give(self.now, order);
        self.work();
    }

    pub(super) fn work(&mut self) {
        let kill = self.kill.take();
        let polls = match kill {
            Some(polls) => polls,
            None if self.is_halted() => self.chance.below(6).saturating_add(1),
            None => u64::MAX,
        };
        let (reports, idle) = self.tape.work(polls);
        for report in reports {
            self.hear(report);
        }
        self.at_work = !idle;
        if kill.is_some() {
            self.die(&Order::Restart);
        } else if !idle {
            let span = Millis::new(self.chance.below(3));
            self.soon(span, Event::Work);
        }
        self.wake = self.tape.host.wake();
    }

    /// The process ends: everybody's link with it.
    pub(super) fn die(&mut self, order: &Order) {
        self.counts.kills = self.counts.kills.saturating_add(1);
        let conns: Vec<u64> = self.links.keys().copied().collect();
        for conn in conns {
            self.lose_server(conn);
        }
        for n in std::mem::take(&mut self.inviting) {
            self.soon(Millis::from_secs(1), Event::Deed(n, Deed::AskInvite));
        }
        self.tape.give(self.now, order);
        self.work();
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Accept(conn) => self.accept(conn),
            Event::Connected(conn) => self.connected(conn),
            Event::ToServer(conn) => self.deliver_to_server(conn),
            Event::ToClient(conn) => self.deliver_to_client(conn),
            Event::ServerEnd(conn) => self.server_end(conn),
            Event::ClientEnd(conn) => self.client_end(conn),
            Event::NoLink(n) => self.no_link(n),
            Event::Deed(n, deed) => self.deed(n, deed),
            Event::Blow(blow) => self.blow(blow),
            Event::Work => self.order(&Order::Time),
        }
    }

    fn is_halted(&mut self) -> bool {
        !self.calm && self.chaos.halting != 0 && self.chance.below(self.chaos.halting) == 0
    }

    fn hear(&mut self, report: Report) {
        match report {
            Report::Say {
                conn,
                frame,
                encoding,
            } => {
                self.overhear(conn, &frame, encoding);
                self.send_down(conn, frame, encoding);
            }
            Report::Closed { conn } => self.closed_by_server(conn),
            Report::Page(page) => self.pages.push(page),
            Report::Invite(secret) => {
                if let Some(n) = self.inviting.pop_front() {
                    self.invited(n, secret.map(Key));
                }
            }
        }
    }

    fn invited(&mut self, n: usize, invite: Option<Key>) {
        let deed = if invite.is_some() {
            Deed::Start
        } else {
            Deed::AskInvite
        };
        if let Some(person) = self.people.get_mut(n) {
            person.invite = invite;
        }
        let span = Millis::new(self.chance.below(500));
        self.soon(span, Event::Deed(n, deed));
    }

    pub(super) fn ask_invite(&mut self, n: usize) {
        let role = self.people.get(n).and_then(|person| person.part.staff());
        if !self.inviting.is_empty() {
            // One at a time: nothing tells whose an invitation is but the order.
            self.soon(Millis::new(50), Event::Deed(n, Deed::AskInvite));
        } else if let Some(role) = role {
            self.inviting.push_back(n);
            self.order(&Order::Invite { role });
        }
    }

    /// The next piece of work is the last one of this process.
    pub(super) const fn arm(&mut self, polls: u64) {
        self.kill = Some(polls);
    }

    pub(super) const fn next_conn(&mut self) -> u64 {
        self.conns = self.conns.saturating_add(1);
        self.conns
    }

    /// Returns whether no frame and no work is under way.
    pub(super) fn is_quiet(&self) -> bool {
        self.in_flight == 0 && !self.at_work && self.inviting.is_empty()
    }

    fn gather(&mut self, seed: &Seed) {
        let parts = [
            (Part::Supporter, self.chaos.supporters),
            (Part::Responder, self.chaos.responders),
            (Part::Seeker, self.chaos.seekers),
        ];
        for (part, count) in parts {
            for _ in 0..count {
                let n = self.people.len();
                let own = seed.apart(&format!("person {n}"));
                self.people.push(Person::new(part, own));
                let deed = if part.staff().is_some() {
                    Deed::AskInvite
                } else {
                    Deed::Start
                };
                let span = Millis::new(self.chance.below(1_000));
                self.soon(span, Event::Deed(n, deed));
            }
        }
        for (at, blow) in self.chaos.blows.clone() {
            self.soon(at, Event::Blow(blow));
        }
        self.wake = self.tape.host.wake();
    }
}
