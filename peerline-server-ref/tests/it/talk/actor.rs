//! Somebody in the conversation: a session of the core, its link, and what was said to it.

use std::collections::BTreeSet;

use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::Root;
use peerline_core::ports::Clock as _;
use peerline_core::ports::End;
use peerline_core::protocol::Address;
use peerline_core::protocol::Auth;
use peerline_core::protocol::Body;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Ev;
use peerline_core::protocol::Hail;
use peerline_core::protocol::Key;
use peerline_core::protocol::Kind;
use peerline_core::protocol::SignatureBytes;
use peerline_core::session::ClientConfig;
use peerline_core::session::ClientEvent;
use peerline_core::session::ClientSession;
use peerline_core::session::Draft;
use peerline_core::vocab::Cid;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;
use peerline_server_ref::clock::SystemClock;
use serde_json::Value;
use serde_json::json;

use crate::hunt;
use crate::person::random;

/// Who somebody is in the conversation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Part {
    /// Seeks support.
    Seeker,
    /// Gives it.
    Supporter,
}

/// Somebody in the conversation.
pub(super) struct Actor {
    pub(super) part: Part,
    pub(super) session: ClientSession,
    pub(super) link: Option<End>,
    pub(super) wants_link: bool,
    /// What was received, room by room, in the order in which rooms were opened.
    pub(super) logs: Vec<(Address, Vec<Ev<'static>>)>,
    /// What went wrong.
    pub(super) faults: Vec<String>,
    origin: String,
    root: Root,
    asked: BTreeSet<Cid>,
    said: usize,
}

impl Actor {
    /// Makes somebody who dials and opens `@me`.
    pub(super) fn new(part: Part, origin: String, encoding: Encoding, invite: Option<Key>) -> Self {
        let mut config = ClientConfig::new(Seed::from_bytes(random())).encoded(encoding);
        config.invite = invite;
        let mut actor = Self {
            part,
            session: ClientSession::new(config),
            link: None,
            wants_link: false,
            logs: Vec::new(),
            faults: Vec::new(),
            origin,
            root: Root::from_bytes(random()),
            asked: BTreeSet::new(),
            said: 0,
        };
        actor.session.dial(now());
        actor.open(Address::Me);
        actor
    }

    /// Returns whether all that was put has its answer.
    pub(super) fn is_answered(&self) -> bool {
        self.asked.is_empty()
    }

    /// Returns what was received of the room that the two talk in.
    pub(super) fn talk(&self) -> &[Ev<'static>] {
        self.logs.get(1).map_or(&[], |(_, entries)| entries)
    }

    /// Returns what was received of `@me`.
    pub(super) fn me(&self) -> &[Ev<'static>] {
        &self.logs[0].1
    }

    /// Does what the session asks for, and says what is due.
    pub(super) fn attend(&mut self) {
        while let Some(event) = self.session.poll_event() {
            match event {
                ClientEvent::Dial => self.wants_link = true,
                ClientEvent::HangUp => self.link = None,
                ClientEvent::SignNeeded(hail) => {
                    let auth = self.sign(&hail);
                    self.session.signed(now(), auth);
                }
                ClientEvent::Entry(entry) => self.take(entry),
                ClientEvent::PutDone { cid, .. } => {
                    self.asked.remove(&cid);
                }
                ClientEvent::Gap(_)
                | ClientEvent::PutHeld { .. }
                | ClientEvent::PutRefused { .. }
                | ClientEvent::PutNudged { .. }
                | ClientEvent::Ended { .. } => self.faults.push(format!("{event:?}")),
                _ => {}
            }
        }
        self.say_what_is_due();
    }

    /// The link is gone: the network is back at once.
    pub(super) fn lost(&mut self) {
        self.link = None;
        self.session.disconnected(now());
        self.session.dial(now());
    }

    /// Lets the session do what is due by now.
    pub(super) fn let_time_pass(&mut self) {
        self.session.timeout(now());
    }

    pub(super) fn put(&mut self, room: Address, kind: Kind, body: &Value) {
        hunt::said(body);
        let draft = Draft::new(room, kind, Body::of(body));
        self.asked.insert(self.session.put(now(), draft));
    }

    fn open(&mut self, room: Address) {
        self.logs.push((room.clone(), Vec::new()));
        self.session.open(now(), room);
    }

    fn take(&mut self, entry: Ev<'static>) {
        let body = body_of(&entry);
        match (&entry.kind, self.part) {
            (Kind::Offer, Part::Supporter) => {
                let accept = json!({"offer": body["offer"]});
                self.put(Address::Me, Kind::Accept, &accept);
            }
            (Kind::Matched, _) => {
                let room = body["room"].as_str().unwrap().parse().unwrap();
                self.open(room);
            }
            _ => {}
        }
        let log = self.logs.iter_mut().find(|(room, _)| *room == entry.room);
        log.expect("it was opened").1.push(entry);
    }

    /// One says something after each answer of the other; who seeks begins, and leaves at the end.
    fn say_what_is_due(&mut self) {
        let Some((room, entries)) = self.logs.get(1) else {
            return;
        };
        let room = room.clone();
        let theirs = |entry: &&Ev<'_>| entry.kind == Kind::Msg && entry.cid.is_none();
        let heard = entries.iter().filter(theirs).count();
        let due = match self.part {
            Part::Seeker => heard + 1,
            Part::Supporter => heard,
        };
        let lines = match self.part {
            Part::Seeker => &SEEKER[..],
            Part::Supporter => &SUPPORTER[..],
        };
        while self.said < due.min(lines.len()) {
            let text = json!({"text": lines[self.said]});
            self.put(room.clone(), Kind::Msg, &text);
            self.said += 1;
            if self.part == Part::Seeker && self.said == lines.len() {
                self.put(room.clone(), Kind::Leave, &json!({}));
            }
        }
    }

    fn sign(&self, hail: &Hail) -> Auth {
        let line_id = LineId::from_bytes(hail.line.0);
        let key = self.root.context_key(ContextKind::Line, &line_id, b"", 0);
        let client_nonce = random();
        let mut binding = DigestBuilder::new("peerline/v1/origin");
        binding.bytes(self.origin.as_bytes());
        let signature = key.sign_join(&JoinClaim {
            kind: ContextKind::Line,
            line_id,
            ctx_id: Vec::new(),
            server_nonce: hail.nonce.0,
            client_nonce,
            channel_binding: *binding.finish().as_bytes(),
            server_time: hail.now,
            ticket_digest: JoinClaim::no_ticket(),
        });
        Auth {
            pk: Key(*key.public().as_bytes()),
            nonce: Key(client_nonce),
            sig: SignatureBytes(*signature.as_bytes()),
            room: None,
            invite: None,
            token: None,
            gate: None,
            device: None,
        }
    }
}

/// Returns the body of an entry; null where it has none.
pub(super) fn body_of(entry: &Ev<'_>) -> Value {
    let body = entry.body.as_ref().map(Body::to_json);
    body.map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
}

/// Returns the time.
pub(super) fn now() -> Timestamp {
    SystemClock::default().now()
}

const SEEKER: [&str; 3] = [
    "it is hard to sleep these days",
    "i don't want to live anymore",
    "thank you for staying with me",
];
const SUPPORTER: [&str; 2] = ["i am here and i listen", "i am glad that you told me"];
