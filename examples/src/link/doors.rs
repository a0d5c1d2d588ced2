//! Rooms that are entered with tickets: proof when the session wants it, and fresh tickets ahead of
//! time.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use peerline_core::identity::ContextKey;
use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::Root;
use peerline_core::protocol::Address;
use peerline_core::protocol::Auth;
use peerline_core::protocol::Hail;
use peerline_core::protocol::Join;
use peerline_core::protocol::Key;
use peerline_core::protocol::Opened;
use peerline_core::protocol::SignatureBytes;
use peerline_core::session::ClientEvent;
use peerline_core::session::ClientSession;
use peerline_core::session::Place;
use peerline_core::session::Purse;
use peerline_core::vocab::Digest;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::Millis;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;

use super::clock;

/// What signs.
#[derive(Debug)]
pub(super) struct Hand {
    pub(super) root: Root,
    pub(super) binding: Digest,
}

impl Hand {
    fn key(&self, hail: &Hail, room: RoomId) -> ContextKey {
        let line = LineId::from_bytes(hail.line.0);
        self.root
            .context_key(ContextKind::Room, &line, room.as_bytes(), 0)
    }

    /// Proves one room and nothing else.
    pub(super) fn comes_for(&self, hail: &Hail, room: RoomId, nonce: [u8; 32]) -> Auth {
        let key = self.key(hail, room);
        let signature = key.sign_join(&JoinClaim {
            kind: ContextKind::Room,
            line_id: LineId::from_bytes(hail.line.0),
            ctx_id: room.as_bytes().to_vec(),
            server_nonce: hail.nonce.0,
            client_nonce: nonce,
            channel_binding: *self.binding.as_bytes(),
            server_time: hail.now,
            ticket_digest: JoinClaim::no_ticket(),
        });
        Auth::of_room(
            room,
            &Join {
                pk: Key(*key.public().as_bytes()),
                nonce: Key(nonce),
                sig: SignatureBytes(*signature.as_bytes()),
                r: None,
                ticket: None,
            },
        )
    }
}

/// The rooms that are entered, and the tickets for them.
#[derive(Debug)]
pub(super) struct Doors {
    purse: Purse,
    seed: Seed,
    drawn: u64,
    hail: Option<Hail>,
    /// Who waits for a ticket.
    waiting: BTreeSet<RoomId>,
    /// Questions that are out, which the host of this link never asked.
    asked: BTreeSet<u64>,
    /// When to fetch tickets, and when to renew: at random times, or they would tell of each other.
    errands: BTreeMap<(Timestamp, RoomId), Errand>,
}

#[derive(Clone, Copy, Debug)]
enum Errand {
    Fetch,
    Renew,
}

impl Doors {
    /// Tickets are fetched within this time of an entry.
    const SOON: Millis = Millis::from_mins(30);
    /// A lease is renewed within this time of its end.
    const BEFORE: Millis = Millis::from_hours(4);

    pub(super) fn new(seed: Seed, purse: Purse) -> Self {
        Self {
            purse,
            seed,
            drawn: 0,
            hail: None,
            waiting: BTreeSet::new(),
            asked: BTreeSet::new(),
            errands: BTreeMap::new(),
        }
    }

    /// Returns when [`run`](Self::run) has something to do.
    pub(super) fn due(&self) -> Option<Timestamp> {
        self.errands.keys().next().map(|(at, _)| *at)
    }

    /// Does what an event of the session asks for; `true` where it is nobody else's business.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what is not about doors is the application's"
    )]
    pub(super) fn attend(
        &mut self,
        session: &mut ClientSession,
        hand: &Hand,
        event: &ClientEvent,
    ) -> bool {
        match event {
            ClientEvent::ProofNeeded { room, hail, fresh } => {
                self.hail = Some(hail.clone());
                self.prove(session, hand, *room, *fresh);
                true
            }
            ClientEvent::Answer { reference, taken } if self.asked.remove(reference) => {
                let room = self.purse.answered(*reference, taken.body.as_ref());
                self.served(session, hand, room);
                true
            }
            ClientEvent::AnswerRefused { reference, .. } if self.asked.remove(reference) => {
                let room = self.purse.answered(*reference, None);
                self.served(session, hand, room);
                true
            }
            ClientEvent::Opened(opened) => {
                self.plan(opened);
                false
            }
            _ => false,
        }
    }

    /// Fetches and renews what is due.
    pub(super) fn run(&mut self, session: &mut ClientSession, hand: &Hand) {
        let now = clock::now();
        while let Some(first) = self.errands.first_entry() {
            let (at, room) = *first.key();
            if now < at {
                break;
            }
            match first.remove() {
                Errand::Fetch if self.purse.count(room, now) < Purse::AHEAD => {
                    self.fetch(session, hand, room);
                }
                Errand::Fetch => {}
                Errand::Renew => session.renew(now, room),
            }
        }
    }

    fn prove(&mut self, session: &mut ClientSession, hand: &Hand, room: RoomId, fresh: bool) {
        let now = clock::now();
        if fresh && self.purse.count(room, now) == 0 {
            self.waiting.insert(room);
            self.fetch(session, hand, room);
            return;
        }
        let Some(hail) = self.hail.clone() else {
            return;
        };
        let binding = hand.binding;
        let place = Place {
            room,
            hail: &hail,
            binding,
            now,
        };
        let key = hand.key(&hail, room);
        let mut entropy = self.entropy();
        let join = self.purse.prove(&key, &place, fresh, &mut entropy);
        session.proved(now, room, join);
    }

    fn fetch(&mut self, session: &mut ClientSession, hand: &Hand, room: RoomId) {
        let Some(hail) = self.hail.clone() else {
            return;
        };
        let key = hand.key(&hail, room).public();
        let n = Purse::AHEAD.saturating_add(1);
        let (body, secrets) = Purse::question(&key, n, &mut self.entropy());
        let reference = session.ask(clock::now(), "tickets", Some(body));
        self.asked.insert(reference);
        self.purse.asked(reference, room, secrets);
    }

    fn served(&mut self, session: &mut ClientSession, hand: &Hand, room: Option<RoomId>) {
        let Some(room) = room.filter(|room| self.waiting.remove(room)) else {
            return;
        };
        let now = clock::now();
        if self.purse.count(room, now) == 0 {
            session.proved(now, room, None);
        } else {
            self.prove(session, hand, room, true);
        }
    }

    fn plan(&mut self, opened: &Opened) {
        let (Address::Room(RoomName::Room(room)), Some(until)) = (&opened.room, opened.until)
        else {
            return;
        };
        self.errands.retain(|(_, planned), _| planned != room);
        let mut entropy = self.entropy();
        let mut within = |span: Millis| Millis::new(entropy.below(span.get()));
        let fetch = clock::now().after(within(Self::SOON));
        self.errands.insert((fetch, *room), Errand::Fetch);
        let renew = until.before(within(Self::BEFORE)).max(fetch);
        let renew = renew.after(Millis::new(1));
        self.errands.insert((renew, *room), Errand::Renew);
    }

    fn entropy(&mut self) -> Entropy {
        self.drawn = self.drawn.saturating_add(1);
        self.seed.entropy(self.drawn)
    }
}
