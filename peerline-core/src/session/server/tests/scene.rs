//! A session with a log behind it that its host would keep.

use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Announce;
use crate::protocol::Auth;
use crate::protocol::Body;
use crate::protocol::Chain;
use crate::protocol::ClientFrame;
use crate::protocol::Encoding;
use crate::protocol::Ev;
use crate::protocol::Hello;
use crate::protocol::Key;
use crate::protocol::Kind;
use crate::protocol::Open;
use crate::protocol::Refused;
use crate::protocol::ServerFrame;
use crate::protocol::SignatureBytes;
use crate::session::Challenge;
use crate::session::Entries;
use crate::session::Joined;
use crate::session::Published;
use crate::session::ReadFor;
use crate::session::Request;
use crate::session::RoomOpened;
use crate::session::ServerSession;
use crate::vocab::Cid;
use crate::vocab::DigestBuilder;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

pub(super) const START: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
pub(super) const EPOCH: u64 = 1;
pub(super) const ME: OccupantId = OccupantId::from_bytes([1; 16]);
pub(super) const OTHER: OccupantId = OccupantId::from_bytes([2; 16]);

#[derive(Debug)]
pub(super) struct Scene {
    pub(super) session: ServerSession,
    pub(super) now: Timestamp,
}

impl Scene {
    /// Somebody has dialed.
    pub(super) fn dialed() -> Self {
        let challenge = Challenge {
            line: [7; 32],
            nonce: [8; 32],
            now: START,
            gate: None,
        };
        Self {
            session: ServerSession::new(START, Limits::default(), Encoding::Json, &challenge),
            now: START,
        }
    }

    /// Somebody was let in.
    pub(super) fn joined() -> Self {
        let mut scene = Self::dialed();
        scene.hello(Vec::new());
        let joined = Joined {
            roles: vec![Role::Seeker],
            resting: Vec::new(),
            login: None,
            standing: "welcome",
            gate: None,
        };
        scene.session.joined(scene.now, joined);
        scene.said();
        scene.asked();
        scene
    }

    /// Somebody was let in who knows an extension.
    pub(super) fn joined_with(ext: &str) -> Self {
        let mut scene = Self::dialed();
        scene.greet(vec![ext.to_owned()], Vec::new());
        let joined = Joined {
            roles: vec![Role::Seeker],
            resting: Vec::new(),
            login: None,
            standing: "welcome",
            gate: None,
        };
        scene.session.joined(scene.now, joined);
        scene.asked();
        scene
    }

    pub(super) fn hello(&mut self, open: Vec<Open>) {
        self.greet(Vec::new(), open);
    }

    fn greet(&mut self, ext: Vec<String>, open: Vec<Open>) {
        let auth = Auth {
            pk: Key([1; 32]),
            nonce: Key([2; 32]),
            sig: SignatureBytes([3; 64]),
            room: None,
            invite: None,
            token: None,
            gate: None,
            device: None,
        };
        let hello = Hello {
            v: protocol::VERSION,
            ext,
            auth,
            open,
            lang: None,
            country: None,
            agent: None,
        };
        self.hear(&protocol::encode_client(
            &ClientFrame::Hello(hello),
            Encoding::Json,
        ));
    }

    pub(super) fn hear(&mut self, bytes: &[u8]) {
        self.session.receive(self.now, bytes);
    }

    pub(super) fn hear_text(&mut self, text: &str) {
        self.hear(text.as_bytes());
    }

    pub(super) fn pass(&mut self, span: Millis) {
        self.now = self.now.after(span);
        self.session.timeout(self.now);
    }

    /// Returns what was sent since the last time.
    pub(super) fn said(&mut self) -> Vec<ServerFrame<'static>> {
        let mut said = Vec::new();
        while let Some(transmit) = self.session.poll_transmit() {
            let limits = Limits::default();
            let frame = protocol::decode_server(transmit.as_bytes(), Encoding::Json, &limits);
            said.extend(frame.unwrap().map(ServerFrame::into_owned));
        }
        said
    }

    /// Returns the only frame that was sent.
    pub(super) fn said_one(&mut self) -> ServerFrame<'static> {
        let mut said = self.said();
        assert_eq!(said.len(), 1, "{said:?}");
        said.remove(0)
    }

    pub(super) fn refusal(&mut self) -> Refused {
        match self.said_one() {
            ServerFrame::Err(refused) => refused,
            other => panic!("{other:?} is no refusal"),
        }
    }

    pub(super) fn bye(&mut self) -> protocol::Bye {
        assert!(self.session.is_over());
        match self.said_one() {
            ServerFrame::Bye(bye) => bye,
            other => panic!("{other:?} is no goodbye"),
        }
    }

    pub(super) fn asked(&mut self) -> Vec<Request> {
        std::iter::from_fn(|| self.session.poll_request()).collect()
    }

    /// Opens a room from a cursor and answers as the host would.
    pub(super) fn open(&mut self, log: &Log, cursor: &str) {
        let room = log.address();
        self.hear_text(&format!(
            r#"{{"t":"open","ref":1,"room":"{room}"{cursor}}}"#
        ));
        self.asked();
        self.session.opened(log.opened(Some(1)));
    }

    /// Answers every read until none is left.
    pub(super) fn serve(&mut self, log: &Log) {
        loop {
            let asked = self.asked();
            if asked.is_empty() {
                return;
            }
            for request in asked {
                if let Request::Read {
                    after, limit, to, ..
                } = request
                {
                    let entries = log.page(after, limit.min(3));
                    self.session.page(Entries { to, ..entries });
                }
            }
        }
    }
}

/// A room's log as a host keeps it.
#[derive(Debug)]
pub(super) struct Log {
    name: RoomName,
    evs: Vec<Ev<'static>>,
    pub(super) base: Seq,
    joined: Option<Seq>,
}

impl Log {
    pub(super) fn of(room: u8, n: u64) -> Self {
        let mut log = Self {
            name: RoomName::Room(RoomId::from_bytes([room; 16])),
            evs: Vec::new(),
            base: Seq::ZERO,
            joined: None,
        };
        for _ in 0..n {
            log.add();
        }
        log
    }

    /// Says where the join of everybody's author stands.
    pub(super) fn author_joined(&mut self, seq: Seq) {
        self.joined = Some(seq);
        self.evs.iter_mut().for_each(|ev| ev.joined = Some(seq));
    }

    /// Writes one more entry and returns it as it is published.
    pub(super) fn add(&mut self) -> Published {
        let seq = self.head().next();
        let mut digest = DigestBuilder::new("peerline/v1/entry");
        digest.number(seq.get());
        let ev = Ev {
            room: self.address(),
            seq,
            at: START,
            who: Some(OTHER.into()),
            kind: Kind::Msg,
            body: Some(Body::of(&seq.get())),
            tomb: false,
            re: None,
            h: self.h().next(seq, START, &digest.finish()),
            cid: None,
            announce: Announce::Polite,
            joined: self.joined,
        };
        self.evs.push(ev);
        self.published(seq)
    }

    pub(super) fn published(&self, seq: Seq) -> Published {
        let ev = self.at(seq);
        let own = Ev {
            cid: Some(Cid::from_bytes([5; 16])),
            ..ev.clone()
        };
        Published::new(self.name.clone(), Some(7), ev.clone(), vec![(OTHER, own)])
    }

    pub(super) fn page(&self, after: Seq, limit: usize) -> Entries {
        let behind = self.evs.iter().filter(|ev| after < ev.seq);
        Entries {
            room: self.address(),
            after,
            to: ReadFor::Feed,
            entries: behind.take(limit).cloned().collect(),
        }
    }

    pub(super) fn opened(&self, reference: Option<u64>) -> RoomOpened {
        RoomOpened {
            reference,
            room: self.address(),
            epoch: EPOCH,
            base: self.base,
            head: self.head(),
            h: self.h(),
            who: ME,
            role: Role::Seeker,
            caps: Vec::new(),
            until: None,
            talk: None,
            number: 7,
        }
    }

    pub(super) fn address(&self) -> Address {
        Address::of(&self.name)
    }

    pub(super) fn head(&self) -> Seq {
        self.evs.last().map_or(Seq::ZERO, |ev| ev.seq)
    }

    pub(super) fn at(&self, seq: Seq) -> &Ev<'static> {
        self.evs.iter().find(|ev| ev.seq == seq).unwrap()
    }

    fn h(&self) -> Chain {
        self.evs.last().map_or(Chain::START, |ev| ev.h)
    }
}

/// Returns the places of the entries among frames.
pub(super) fn seqs(said: &[ServerFrame<'_>]) -> Vec<u64> {
    said.iter()
        .filter_map(|frame| match frame {
            ServerFrame::Ev(ev) => Some(ev.seq.get()),
            _ => None,
        })
        .collect()
}
