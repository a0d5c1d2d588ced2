//! A whole line whose every chance, time and fault comes from outside.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use futures_util::FutureExt as _;

use super::door::Desk;
use super::door::Door;
use super::executor::Executor;
use super::executor::Ran;
use super::plant::Plant;
use super::report::Report;
use super::store::StoreState;
use super::store::TownStore;
use crate::driver;
use crate::driver::AtRest;
use crate::driver::Line;
use crate::driver::LineProfile;
use crate::driver::Peer;
use crate::driver::Ports;
use crate::driver::Sinks;
use crate::engine::Policies;
use crate::identity::LineId;
use crate::memory::ManualClock;
use crate::memory::MemoryStore;
use crate::ports::Clock as _;
use crate::protocol::Encoding;
use crate::protocol::TopicLabel;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// The origin that everybody dials: what joins are bound to.
pub const ORIGIN: &str = "stdio:";

/// The id of every simulated line.
pub(super) const LINE: [u8; 32] = [7; 32];

/// What a host is made of.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "whoever makes a host fills it in"
)]
pub struct HostSetup {
    /// What decides; made once and shared, as its tables take longer than any run.
    pub policies: Policies,
    /// Every bound.
    pub limits: Limits,
    /// What all chance follows from.
    pub seed: Seed,
    /// The most milliseconds that a commit takes.
    pub slowness: u64,
    /// A fault that is there on purpose.
    pub plant: Plant,
}

/// The real line over the memory store, the manual clock and simulated connections, on an executor
/// of one thread: orders in, reports out. The same setup and orders give the same reports, byte for
/// byte.
///
/// After each order [`Host::run`] lets the line work, and [`Host::reports`] gives what came of it.
pub struct Host {
    setup: HostSetup,
    clock: ManualClock,
    store: TownStore,
    executor: Executor,
    line: Option<Line>,
    doors: BTreeMap<u64, Door>,
    desk: Desk,
    starts: u64,
    backup: Option<MemoryStore>,
}

impl Host {
    /// Starts a new line with an empty store.
    #[must_use]
    pub fn start(setup: HostSetup, now: Timestamp) -> Self {
        let clock = ManualClock::starting_at(now);
        let chance = setup.seed.apart("store").entropy(0);
        let store = TownStore::new(clock.clone(), chance, setup.slowness, setup.plant);
        let mut host = Self {
            executor: Executor::new(setup.seed.apart("executor").entropy(0)),
            setup,
            clock,
            store,
            line: None,
            doors: BTreeMap::new(),
            desk: Desk::default(),
            starts: 0,
            backup: None,
        };
        host.bring_up();
        host
    }

    /// Somebody connects. A line that is down ends the connection at once.
    pub fn accept(&mut self, conn: u64, encoding: Encoding) {
        let Some(line) = self.line.clone() else {
            self.desk.lay(Report::Closed { conn });
            return;
        };
        let desk = self.desk.clone();
        let (door, inflow, outflow) = Door::open(conn, encoding, desk.clone());
        self.doors.insert(conn, door);
        let origin = ORIGIN.to_owned();
        self.executor.spawn(async move {
            line.serve(
                Box::new(inflow),
                Box::new(outflow),
                Peer {
                    origin,
                    encoding,
                    network: None,
                },
            )
            .await;
            desk.lay(Report::Closed { conn });
        });
    }

    /// A frame of a client comes in.
    pub fn frame(&mut self, conn: u64, frame: Vec<u8>) {
        if let Some(door) = self.doors.get(&conn) {
            door.push(frame);
        }
    }

    /// The line learns that a connection broke.
    pub fn drop_conn(&mut self, conn: u64) {
        if let Some(door) = self.doors.remove(&conn) {
            door.close();
        }
    }

    /// Time passes.
    pub fn time(&mut self, now: Timestamp) {
        self.clock.set(now);
        if self.line.is_none() {
            self.bring_up();
        }
    }

    /// Kills the process without warning and starts another on what is durable.
    pub fn restart(&mut self) {
        self.kill();
        self.bring_up();
    }

    /// Keeps a copy of the store.
    pub fn backup(&mut self) {
        self.backup = Some(self.store.held().backup());
    }

    /// Puts the copy of the store back, if there is one, and starts again.
    pub fn restore(&mut self) {
        self.kill();
        if let Some(backup) = &self.backup {
            self.store.put_back(backup);
        }
        self.bring_up();
    }

    /// Changes how commits go.
    pub fn store(&mut self, state: StoreState) {
        self.store.set(state);
    }

    /// Whoever is to be called takes pages, or refuses them.
    pub fn sinks(&mut self, take: bool) {
        self.desk.refuse_pages(!take);
    }

    /// Asks for an invitation, which is reported.
    pub fn invite(&mut self, role: Role) {
        let desk = self.desk.clone();
        let Some(line) = self.line.clone() else {
            desk.lay(Report::Invite(None));
            return;
        };
        self.executor.spawn(async move {
            desk.lay(Report::Invite(line.invite(role).await.ok()));
        });
    }

    /// Lets the line work until it waits, or for at most `polls` steps; returns whether it waits,
    /// and how many steps that took.
    pub fn run(&mut self, polls: u64) -> (bool, u64) {
        let (ran, used) = self.executor.run(polls);
        (ran == Ran::Idle, used)
    }

    /// Returns what has come out since the last call, in order.
    pub fn reports(&mut self) -> VecDeque<Report> {
        self.desk.take()
    }

    /// Returns when the line wants to be told the time at the latest.
    #[must_use]
    pub fn wake(&self) -> Option<Timestamp> {
        match &self.line {
            Some(_) => self.clock.next_due(),
            None => Some(self.now().after(Millis::from_secs(1))),
        }
    }

    /// Returns what the store holds.
    #[must_use]
    pub fn held(&self) -> MemoryStore {
        self.store.held()
    }

    /// Returns the copy that was kept.
    #[must_use]
    pub const fn kept(&self) -> Option<&MemoryStore> {
        self.backup.as_ref()
    }

    fn kill(&mut self) {
        self.line = None;
        self.doors.clear();
        let chance = self.setup.seed.apart("executor").entropy(self.starts);
        self.executor = Executor::new(chance);
        self.store.kill();
        // What the process had not said when it ended is never said.
        let _ = self.desk.take();
    }

    /// Opens the line; one whose store cannot be held stays down until the next order of time.
    fn bring_up(&mut self) {
        let (policies, limits) = (self.setup.policies.clone(), self.setup.limits.clone());
        let seed = self.setup.seed.apart(&format!("start {}", self.starts));
        let opening = driver::open(policies, self.ports(), limits, profile(), seed);
        // Reading the memory store waits for nothing.
        if let Some(Ok((line, running))) = opening.now_or_never() {
            self.starts = self.starts.saturating_add(1);
            self.executor.spawn(running.run());
            self.line = Some(line);
        }
    }

    fn ports(&self) -> Ports {
        Ports {
            journal: Arc::new(self.store.clone()),
            work: Arc::new(self.store.clone()),
            clock: Arc::new(self.clock.clone()),
            sinks: Sinks {
                on_call: vec![Arc::new(self.desk.clone())],
                last_resort: Arc::new(self.desk.clone()),
                guardians: None,
            },
            models: BTreeMap::new(),
            // What is planted looks into the store, and the laws read it.
            at_rest: AtRest::InTheClear,
        }
    }

    /// Returns the time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host")
            .field("starts", &self.starts)
            .field("executor", &self.executor)
            .finish_non_exhaustive()
    }
}

/// The profile of every simulated line.
fn profile() -> LineProfile {
    let topics = [
        ("grief", "Grief and loss"),
        ("anxiety", "Anxiety and worry"),
    ];
    let topic = |(id, label): (&str, &str)| {
        Some(TopicLabel {
            id: id.parse().ok()?,
            label: label.to_owned(),
        })
    };
    LineProfile {
        id: LineId::from_bytes(LINE),
        names: Sensitive::new([8; 32]),
        name: "A simulated line".to_owned(),
        topics: topics.into_iter().filter_map(topic).collect(),
        experiences: Vec::new(),
        languages: vec![Language::english()],
        country: None,
        epoch: 1,
    }
}
