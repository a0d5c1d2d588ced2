//! What it costs to bring a client back that missed 10,000 entries of one room: both sessions, every
//! frame encoded, decoded, checked for its place and acknowledged; no socket and no store.
//!
//! `cargo bench -p peerline-benches --bench resume`

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a bench serves what its one conversation asks for"
)]

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::protocol::Address;
use peerline_core::protocol::Announce;
use peerline_core::protocol::Auth;
use peerline_core::protocol::Body;
use peerline_core::protocol::Chain;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Ev;
use peerline_core::protocol::Key;
use peerline_core::protocol::Kind;
use peerline_core::protocol::SignatureBytes;
use peerline_core::protocol::Who;
use peerline_core::session::Challenge;
use peerline_core::session::ClientConfig;
use peerline_core::session::ClientEvent;
use peerline_core::session::ClientSession;
use peerline_core::session::Entries;
use peerline_core::session::Joined;
use peerline_core::session::Request;
use peerline_core::session::RoomOpened;
use peerline_core::session::ServerSession;
use peerline_core::vocab::Limits;
use peerline_core::vocab::OccupantId;
use peerline_core::vocab::Role;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;

const MISSED: u64 = 10_000;
const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
const WHO: OccupantId = OccupantId::from_bytes([3; 16]);

fn resume(criterion: &mut Criterion) {
    let log = log();
    let mut group = criterion.benchmark_group("resume 10,000 entries");
    group.throughput(Throughput::Elements(MISSED));
    group.sample_size(10);
    for (name, encoding) in [("json", Encoding::Json), ("cbor", Encoding::Cbor)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| assert_eq!(Pair::new(encoding).run(&log), MISSED));
        });
    }
    group.finish();
}

struct Pair {
    server: ServerSession,
    client: ClientSession,
    taken: u64,
}

impl Pair {
    fn new(encoding: Encoding) -> Self {
        let challenge = Challenge {
            line: [1; 32],
            nonce: [2; 32],
            now: NOW,
            gate: None,
        };
        let config = ClientConfig::new(Seed::from_bytes([4; 32])).encoded(encoding);
        let mut client = ClientSession::new(config);
        client.open(NOW, room());
        client.dial(NOW);
        client.connected(NOW);
        Self {
            server: ServerSession::new(NOW, Limits::default(), encoding, &challenge),
            client,
            taken: 0,
        }
    }

    /// Carries frames to and fro until the client has the whole log.
    fn run(mut self, log: &[Ev<'static>]) -> u64 {
        while self.taken < MISSED {
            while let Some(transmit) = self.server.poll_transmit() {
                self.client.receive(NOW, transmit.as_bytes());
            }
            while let Some(event) = self.client.poll_event() {
                self.take(&event);
            }
            while let Some(bytes) = self.client.poll_transmit() {
                self.server.receive(NOW, &bytes);
            }
            while let Some(request) = self.server.poll_request() {
                self.serve(request, log);
            }
        }
        self.taken
    }

    fn take(&mut self, event: &ClientEvent) {
        match event {
            ClientEvent::SignNeeded(_) => self.client.signed(NOW, auth()),
            ClientEvent::Entry(_) => self.taken += 1,
            _ => {}
        }
    }

    fn serve(&mut self, request: Request, log: &[Ev<'static>]) {
        match request {
            Request::Join(_) => {
                let roles = vec![Role::Seeker];
                let standing = "welcome";
                self.server.joined(
                    NOW,
                    Joined {
                        roles,
                        gate: None,
                        resting: Vec::new(),
                        login: None,
                        standing,
                    },
                );
            }
            Request::Open {
                reference, room, ..
            } => self.server.opened(opened(reference, room)),
            Request::Read {
                room,
                after,
                limit,
                to,
                ..
            } => {
                let behind = log.iter().filter(|ev| after < ev.seq);
                let entries = behind.take(limit).cloned().collect();
                self.server.page(Entries {
                    room,
                    after,
                    to,
                    entries,
                });
            }
            _ => {}
        }
    }
}

fn opened(reference: Option<u64>, room: Address) -> RoomOpened {
    RoomOpened {
        reference,
        room,
        epoch: 1,
        base: Seq::ZERO,
        head: Seq::new(MISSED),
        h: Chain::START,
        who: WHO,
        role: Role::Seeker,
        caps: Vec::new(),
        talk: None,
        until: None,
        number: 7,
    }
}

fn log() -> Vec<Ev<'static>> {
    let entry = |seq| Ev {
        room: room(),
        seq: Seq::new(seq),
        at: NOW,
        who: Some(Who::Name(WHO)),
        kind: Kind::Msg,
        body: Some(Body::of(
            &serde_json::json!({ "text": "I have not slept since Tuesday" }),
        )),
        tomb: false,
        re: None,
        h: Chain::from_bytes(seq.to_be_bytes()),
        cid: None,
        announce: Announce::Polite,
        joined: Some(Seq::new(1)),
    };
    (1..=MISSED).map(entry).collect()
}

fn auth() -> Auth {
    Auth {
        pk: Key([1; 32]),
        nonce: Key([2; 32]),
        sig: SignatureBytes([3; 64]),
        room: None,
        invite: None,
        token: None,
        gate: None,
        device: None,
    }
}

const fn room() -> Address {
    Address::Room(RoomName::Room(RoomId::from_bytes([9; 16])))
}

criterion_group!(benches, resume);
criterion_main!(benches);
