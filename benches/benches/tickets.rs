//! What it costs the server to let somebody into a room with a ticket: opening a link, one whole
//! join from the bytes of its frame to what is committed, and 2,000 people at once, each with both
//! signatures, a ticket and a room. What clients compute is not counted; nor is the store.
//!
//! `cargo bench -p peerline-benches --bench tickets`

#![expect(
    clippy::unwrap_used,
    reason = "a bench stops where its world is not as it should be"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use criterion::BatchSize;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::engine::Answer;
use peerline_core::engine::Asker;
use peerline_core::engine::ConnId;
use peerline_core::engine::Engine;
use peerline_core::engine::EngineSetup;
use peerline_core::engine::Info;
use peerline_core::engine::Input;
use peerline_core::engine::Output;
use peerline_core::engine::Policies;
use peerline_core::identity::Class;
use peerline_core::identity::ContextKey;
use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::Principal;
use peerline_core::identity::PublicKey;
use peerline_core::identity::RoomProof;
use peerline_core::identity::Root;
use peerline_core::identity::Signature;
use peerline_core::identity::Verifiers;
use peerline_core::identity::WeekKeys;
use peerline_core::identity::bind;
use peerline_core::protocol::Address;
use peerline_core::protocol::ClientFrame;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Hail;
use peerline_core::protocol::Join;
use peerline_core::protocol::Key;
use peerline_core::protocol::Marks;
use peerline_core::protocol::Open;
use peerline_core::protocol::Tickets;
use peerline_core::protocol::decode_client;
use peerline_core::protocol::encode_client;
use peerline_core::room::RoomKind;
use peerline_core::room::RoomSpec;
use peerline_core::session::Place;
use peerline_core::session::Purse;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::Digest;
use peerline_core::vocab::Language;
use peerline_core::vocab::Limits;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Sensitive;
use peerline_core::vocab::Timestamp;

const LINE: LineId = LineId::from_bytes([9; 32]);
const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
const BINDING: Digest = Digest::from_bytes([3; 32]);
const R: [u8; 32] = [6; 32];
const STORM: u64 = 2_000;
const HALLS: u64 = 8;

/// A line with one room, and the keys of its tickets.
struct Host {
    engine: Engine,
    keys: WeekKeys,
    verifiers: Verifiers,
    limits: Limits,
    /// Enough rooms for everybody: one has 500 seats.
    rooms: Vec<RoomId>,
    hail: Hail,
}

impl Host {
    fn new() -> Option<Self> {
        let limits = Limits::default();
        let hall = |n: u64| {
            let title = (Language::english(), "A hall");
            let slug = format!("hall-{n}").parse().ok()?;
            Some(RoomSpec::new(slug, RoomKind::DropIn, title))
        };
        let policies = Policies {
            rooms: (0..HALLS).filter_map(hall).collect(),
            ..Policies::default()
        };
        let mut engine = Engine::new(EngineSetup {
            policies,
            limits: limits.clone(),
            names: Sensitive::new([8; 32]),
            seed: Seed::from_bytes([1; 32]),
        });
        let mut keys = WeekKeys::new(LINE);
        let _ = keys.rotate(NOW, &mut Seed::from_bytes([2; 32]).entropy(0));
        engine.handle(NOW, Input::Weeks(Arc::new(keys.clone())));
        engine.handle(NOW, Input::Start);
        let mut rooms = Vec::new();
        while let Some(output) = engine.poll_output() {
            if let Output::Publish {
                room: RoomName::Room(id),
                ..
            } = output
            {
                rooms.push(id);
            }
        }
        Some(Self {
            verifiers: keys.verifiers(),
            engine,
            keys,
            limits,
            rooms: {
                rooms.dedup();
                rooms
            },
            hail: Hail {
                v: vec![1],
                line: Key(*LINE.as_bytes()),
                nonce: Key([4; 32]),
                now: NOW,
                gate: None,
            },
        })
    }

    fn claim(&self, room: Option<RoomId>, nonce: Key, ticket: Digest) -> JoinClaim {
        let kind = room.map_or(ContextKind::Line, |_| ContextKind::Room);
        let ctx_id = room.map_or_else(Vec::new, |room| room.as_bytes().to_vec());
        JoinClaim {
            kind,
            line_id: LINE,
            ctx_id,
            server_nonce: self.hail.nonce.0,
            client_nonce: nonce.0,
            channel_binding: *BINDING.as_bytes(),
            server_time: NOW,
            ticket_digest: ticket,
        }
    }

    /// Everything the server does with an `open` that bears a ticket; returns whether it let in.
    fn open(&mut self, conn: ConnId, frame: &[u8]) -> bool {
        let decoded = decode_client(frame, Encoding::Json, &self.limits);
        let Ok(ClientFrame::Open(Open {
            join: Some(join),
            room: Address::Room(RoomName::Room(room)),
            ..
        })) = decoded
        else {
            return false;
        };
        let Some(proof) = self.prove(room, &join) else {
            return false;
        };
        let room = RoomName::Room(room);
        let opens = Input::OpenWith {
            conn,
            reference: Some(1),
            room,
            proof: Box::new(proof),
        };
        self.engine.handle(NOW, opens);
        let mut opened = false;
        while let Some(output) = self.engine.poll_output() {
            opened |= matches!(output, Output::Open { .. });
            black_box(output);
        }
        opened
    }

    fn prove(&self, room: RoomId, join: &Join) -> Option<RoomProof> {
        use sha2::Digest as _;
        let ticket = join.ticket_bytes()?;
        let digest = Digest::from_bytes(sha2::Sha256::digest(&ticket).into());
        let key = PublicKey::from_bytes(join.pk.0);
        let shown = self.verifiers.check(NOW, &ticket, &key, &join.r?.0).ok()?;
        let claim = self.claim(Some(room), join.nonce, digest);
        let signature = Signature::from_bytes(join.sig.0);
        RoomProof::verified(&key, &claim, &signature, Some(shown)).ok()
    }

    fn say(&mut self, input: Input) -> Option<Tickets> {
        let mut tickets = None;
        self.engine.handle(NOW, input);
        while let Some(output) = self.engine.poll_output() {
            if let Output::Answer {
                answer: Answer::Told(Info::Tickets(given)),
                ..
            } = &output
            {
                tickets = Some(Tickets::of(given));
            }
            black_box(output);
        }
        tickets
    }
}

/// Somebody who comes, with the keys they made at home.
struct Visitor {
    conn: ConnId,
    line: ContextKey,
    hall: RoomId,
    room: ContextKey,
}

impl Visitor {
    fn new(host: &Host, n: u64) -> Option<Self> {
        let root = Root::from_entropy(&mut Seed::from_bytes([7; 32]).entropy(n));
        let hall = *host.rooms.get(usize::try_from(n % HALLS).ok()?)?;
        let room = hall.as_bytes();
        Some(Self {
            conn: ConnId::new(n),
            hall,
            line: root.context_key(ContextKind::Line, &LINE, b"", 0),
            room: root.context_key(ContextKind::Room, &LINE, room, 0),
        })
    }

    fn frame(&self, host: &Host, tickets: &Tickets) -> Option<Vec<u8>> {
        let ticket = tickets.read().into_iter().next()?;
        let place = Place {
            room: self.hall,
            hail: &host.hail,
            binding: BINDING,
            now: NOW,
        };
        let mut entropy = Seed::from_bytes([5; 32]).entropy(1);
        let join =
            Purse::holding(self.hall, R, ticket).prove(&self.room, &place, true, &mut entropy);
        let open = Open {
            reference: Some(1),
            room: Address::Room(RoomName::Room(self.hall)),
            epoch: None,
            seq: None,
            h: None,
            back: None,
            marks: Marks::NONE,
            join: Some(Box::new(join?)),
        };
        Some(encode_client(&ClientFrame::Open(open), Encoding::Json))
    }
}

fn link(criterion: &mut Criterion) {
    let host = Host::new().unwrap();
    let mut entropy = Seed::from_bytes([5; 32]).entropy(2);
    let bearer = (AccountId::from_bytes([1; 16]), Class::Member);
    let hidden = bind(&PublicKey::from_bytes([5; 32]), &R);
    let ticket = host.keys.issue(NOW, &mut entropy, bearer, hidden).unwrap();
    criterion.bench_function("open a link", |bencher| {
        bencher.iter(|| host.keys.open(black_box(&ticket.link)).is_ok());
    });
    criterion.bench_function("issue a ticket", |bencher| {
        bencher.iter(|| host.keys.issue(NOW, &mut entropy, bearer, hidden).is_ok());
    });
}

fn join(criterion: &mut Criterion) {
    let mut host = Host::new().unwrap();
    let visitor = Visitor::new(&host, 1).unwrap();
    arrive(&mut host, &visitor);
    let hidden = bind(&visitor.room.public(), &R);
    let account = (visitor.line.public().account(), Class::Member);
    let mut entropy = Seed::from_bytes([5; 32]).entropy(3);
    let mut frames = Vec::new();
    // More than the seconds below can use up: a ticket is good once.
    for _ in 0..40_000 {
        let ticket = host.keys.issue(NOW, &mut entropy, account, hidden).unwrap();
        let tickets = Tickets::of(&[ticket]);
        frames.extend(visitor.frame(&host, &tickets));
    }
    let mut group = criterion.benchmark_group("join");
    group.warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(1));
    group.bench_function("a whole join with a ticket", |bencher| {
        bencher.iter_batched(
            || frames.pop().unwrap_or_default(),
            |frame| assert!(host.open(visitor.conn, &frame), "let in"),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// Lets somebody in as the server does: signature, account book, welcome.
fn arrive(host: &mut Host, visitor: &Visitor) {
    let nonce = Key([2; 32]);
    let claim = host.claim(None, nonce, JoinClaim::no_ticket());
    let signature = visitor.line.sign_join(&claim);
    if let Ok(principal) = Principal::verified(&visitor.line.public(), &claim, &signature) {
        host.say(connect(visitor.conn, principal));
    }
}

fn connect(conn: ConnId, principal: Principal) -> Input {
    Input::Connect {
        conn,
        principal,
        language: Language::english(),
        country: None,
        invite: None,
        knock: None,
    }
}

fn storm(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("join storm");
    group.sample_size(10);
    group.bench_function(format!("{STORM} people"), |bencher| {
        bencher.iter_custom(|n| (0..n).map(|_| weather().unwrap()).sum());
    });
    group.finish();
}

/// Lets everybody in once; returns how long the server was busy with it.
#[expect(clippy::disallowed_methods, reason = "a bench measures")]
fn weather() -> Option<Duration> {
    let mut host = Host::new()?;
    let mut busy = Duration::ZERO;
    let mut in_room = 0_u64;
    for n in 0..STORM {
        let visitor = Visitor::new(&host, n)?;
        let nonce = Key([2; 32]);
        let claim = host.claim(None, nonce, JoinClaim::no_ticket());
        let signature = visitor.line.sign_join(&claim);
        let began = Instant::now();
        let principal = Principal::verified(&visitor.line.public(), &claim, &signature).ok()?;
        host.say(connect(visitor.conn, principal));
        let tickets = host.say(Input::Tickets {
            asker: Asker {
                conn: visitor.conn,
                reference: 1,
            },
            binds: vec![bind(&visitor.room.public(), &R)],
            draw: Seed::from_bytes([6; 32]).apart(&n.to_string()),
        });
        busy += began.elapsed();
        let frame = visitor.frame(&host, &tickets?)?;
        let began = Instant::now();
        in_room += u64::from(host.open(visitor.conn, &frame));
        busy += began.elapsed();
    }
    // Everybody is in, or what was measured is something else.
    (in_room == STORM).then_some(busy)
}

criterion_group!(benches, link, join, storm);
criterion_main!(benches);
