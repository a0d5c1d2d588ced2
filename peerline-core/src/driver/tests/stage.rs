//! A whole line in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::JoinHandle;

use super::client::Client;
use super::client::ORIGIN;
use super::client::field;
use super::moody::Moody;
use crate::driver::AtRest;
use crate::driver::Line;
use crate::driver::LineProfile;
use crate::driver::Peer;
use crate::driver::Ports;
use crate::driver::Sinks;
use crate::driver::open;
use crate::engine::Policies;
use crate::identity::LineId;
use crate::memory::ManualClock;
use crate::memory::MemoryShelf;
use crate::memory::MemoryStore;
use crate::memory::RecordingSink;
use crate::moderation::Contact;
use crate::moderation::Helplines;
use crate::moderation::HousePolicy;
use crate::moderation::WordList;
use crate::ports::SlowSignal;
use crate::protocol::Encoding;
use crate::protocol::Kind;
use crate::protocol::Open;
use crate::room::RoomSpec;
use crate::sealing::Sealed;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

pub(super) const SEEKER: u8 = 1;
pub(super) const SUPPORTER: u8 = 2;
pub(super) const RESPONDER: u8 = 3;

pub(super) const SEEK: &str = r#"{"topics":["grief"],"languages":["en"]}"#;
pub(super) const SHIFT: &str = r#"{"topics":["grief"],"languages":["en"],"capacity":2}"#;

#[derive(Debug)]
pub(super) struct Stage {
    pub(super) journal: Moody,
    pub(super) shelf: MemoryShelf,
    pub(super) clock: ManualClock,
    pub(super) on_call: RecordingSink,
    pub(super) last_resort: RecordingSink,
    pub(super) line: Line,
    pub(super) running: JoinHandle<()>,
    limits: Limits,
    rooms: Arc<[RoomSpec]>,
    models: Models,
    blind_a_day: Option<u32>,
    starts: u8,
}

/// The models outside.
pub(super) type Models = BTreeMap<String, Arc<dyn SlowSignal>>;

impl Stage {
    pub(super) async fn set() -> Self {
        Self::with(Limits::default()).await
    }

    pub(super) async fn with(limits: Limits) -> Self {
        Self::having(limits, Arc::new([])).await
    }

    /// A line with rooms in its directory.
    pub(super) async fn having(limits: Limits, rooms: Arc<[RoomSpec]>) -> Self {
        Self::asking((limits, rooms), Models::new()).await
    }

    /// A line with models outside.
    pub(super) async fn asking(of: (Limits, Arc<[RoomSpec]>), models: Models) -> Self {
        Self::made(of, models, None).await
    }

    /// A line that gives so many blind tickets a day.
    #[cfg(feature = "blind-tickets")]
    pub(super) async fn blind(rooms: Arc<[RoomSpec]>, a_day: u32) -> Self {
        Self::made((Limits::default(), rooms), Models::new(), Some(a_day)).await
    }

    async fn made(
        (limits, rooms): (Limits, Arc<[RoomSpec]>),
        models: Models,
        blind_a_day: Option<u32>,
    ) -> Self {
        let clock = ManualClock::starting_at(Timestamp::from_unix_millis(1_700_000_000_000));
        let journal = Moody::new(MemoryStore::default());
        let (on_call, last_resort) = (RecordingSink::default(), RecordingSink::default());
        let shelf = MemoryShelf::default();
        let (line, running) = start(
            (&journal, &shelf),
            (&clock, &on_call, &last_resort),
            (limits.clone(), rooms.clone(), models.clone(), blind_a_day),
            0,
        )
        .await;
        let stage = Self {
            journal,
            shelf,
            clock,
            on_call,
            last_resort,
            line,
            running,
            limits,
            rooms,
            models,
            blind_a_day,
            starts: 0,
        };
        settle().await;
        stage
    }

    /// The process dies and another is started on what is durable.
    pub(super) async fn restart(&mut self) {
        self.running.abort();
        settle().await;
        self.journal = Moody::new(self.journal.store.reopen());
        self.starts += 1;
        let world = (&self.clock, &self.on_call, &self.last_resort);
        (self.line, self.running) = start(
            (&self.journal, &self.shelf),
            world,
            (
                self.limits.clone(),
                self.rooms.clone(),
                self.models.clone(),
                self.blind_a_day,
            ),
            self.starts,
        )
        .await;
        settle().await;
    }

    /// Connects somebody, who opens their own room from its start.
    pub(super) async fn join(&self, root: u8) -> Client {
        self.join_with(root, None, Seq::ZERO).await
    }

    pub(super) async fn join_with(
        &self,
        root: u8,
        invite: Option<[u8; 32]>,
        cursor: Seq,
    ) -> Client {
        let client = self.connect().await;
        client.hello(root, invite, vec![room("@me", cursor)]);
        settle().await;
        client
    }

    /// Connects somebody on a device that names itself.
    pub(super) async fn join_on(&self, root: u8, device: [u8; 32]) -> Client {
        let client = self.connect().await;
        client.hello_on(root, device, vec![room("@me", Seq::ZERO)]);
        settle().await;
        client
    }

    /// Connects somebody who has not said who they are.
    pub(super) async fn connect(&self) -> Client {
        let (client, source, sink) = Client::new();
        let line = self.line.clone();
        tokio::spawn(async move {
            let origin = ORIGIN.to_owned();
            line.serve(
                Box::new(source),
                Box::new(sink),
                Peer {
                    origin,
                    encoding: Encoding::Json,
                    network: None,
                },
            )
            .await;
        });
        settle().await;
        client
    }

    pub(super) async fn staff(&self, root: u8, role: Role) -> Client {
        let invite = self.line.invite(role).await.unwrap();
        self.join_with(root, Some(invite), Seq::ZERO).await
    }

    /// Brings a seeker and a supporter together, both in their room; returns its name.
    pub(super) async fn pair(&self) -> (Client, Client, String) {
        let mut supporter = self.staff(SUPPORTER, Role::Supporter).await;
        supporter.put("@me", 1, "available", SHIFT);
        settle().await;
        let mut seeker = self.join(SEEKER).await;
        seeker.put("@me", 1, "seek", SEEK);
        settle().await;
        let offers = supporter.of_kind("@me", &Kind::Offer);
        let offer = field(&offers[0], "offer");
        supporter.put("@me", 2, "accept", &format!(r#"{{"offer":"{offer}"}}"#));
        settle().await;
        let matched = seeker.of_kind("@me", &Kind::Matched);
        let room = field(&matched[0], "room");
        seeker.open(&room);
        supporter.open(&room);
        settle().await;
        (seeker, supporter, room)
    }

    /// Returns what the store holds, to read with the keys of the shelf.
    pub(super) fn opened(&self) -> Sealed {
        let store = Arc::new(self.journal.store.reopen());
        let shelf = Arc::new(self.shelf.clone());
        Sealed::new(store.clone(), store, shelf, &Seed::from_bytes([255; 32]))
    }

    pub(super) fn now(&self) -> Timestamp {
        crate::ports::Clock::now(&self.clock)
    }

    /// Lets time pass in steps of one second, as it does.
    pub(super) async fn pass_slowly(&self, seconds: u64) {
        for _ in 0..seconds {
            self.clock.advance(Millis::from_secs(1));
            few().await;
        }
        settle().await;
    }
}

pub(super) fn room(name: &str, cursor: Seq) -> Open {
    Open {
        reference: None,
        room: name.parse().unwrap(),
        epoch: None,
        seq: (cursor != Seq::ZERO).then_some(cursor),
        h: None,
        back: None,
        join: None,
        marks: crate::protocol::Marks::NONE,
    }
}

pub(super) fn text(words: &str) -> String {
    format!(r#"{{"text":"{words}"}}"#)
}

/// Lets everything run until nothing moves.
pub(super) async fn settle() {
    for _ in 0..400 {
        tokio::task::yield_now().await;
    }
}

async fn few() {
    for _ in 0..40 {
        tokio::task::yield_now().await;
    }
}

async fn start(
    (journal, shelf): (&Moody, &MemoryShelf),
    (clock, on_call, last_resort): (&ManualClock, &RecordingSink, &RecordingSink),
    (limits, rooms, models, blind_a_day): (Limits, Arc<[RoomSpec]>, Models, Option<u32>),
    run: u8,
) -> (Line, JoinHandle<()>) {
    let ports = Ports {
        journal: Arc::new(journal.clone()),
        work: Arc::new(journal.store.clone()),
        clock: Arc::new(clock.clone()),
        sinks: Sinks {
            on_call: vec![Arc::new(on_call.clone())],
            last_resort: Arc::new(last_resort.clone()),
            guardians: None,
        },
        models,
        at_rest: AtRest::Sealed(Arc::new(shelf.clone())),
    };
    let profile = LineProfile {
        id: LineId::from_bytes([7; 32]),
        country: None,
        names: Sensitive::new([8; 32]),
        epoch: 1,
        name: "A line".to_owned(),
        topics: Vec::new(),
        experiences: Vec::new(),
        languages: vec![Language::english()],
    };
    let seed = Seed::from_bytes([run; 32]);
    let contact = Arc::new(Contact::except(Helplines::default()));
    let abuse = Arc::new(WordList::abuse().unwrap());
    let policies = Policies {
        moderation: Arc::new(HousePolicy::of(limits.clone(), contact, abuse)),
        rooms,
        blind_a_day,
        ..Policies::default()
    };
    let (line, running) = open(policies, ports, limits, profile, seed).await.unwrap();
    (line, tokio::spawn(running.run()))
}
