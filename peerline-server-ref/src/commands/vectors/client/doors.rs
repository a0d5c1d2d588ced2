//! Proofs for the rooms that a script enters, and the tickets behind them.

use std::collections::BTreeMap;

use peerline_core::identity::ContextKey;
use peerline_core::identity::ContextKind;
use peerline_core::identity::LineId;
use peerline_core::identity::Root;
use peerline_core::identity::Ticket;
use peerline_core::protocol::Hail;
use peerline_core::protocol::Key;
use peerline_core::session::ClientEvent;
use peerline_core::session::ClientSession;
use peerline_core::session::Place;
use peerline_core::session::Purse;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;

/// The tickets of one client.
pub(super) struct Doors {
    purse: Purse,
    seed: Seed,
    drawn: u64,
    /// Questions for tickets that are out, and what the link of each has to prove.
    asked: BTreeMap<u64, (RoomId, Hail)>,
}

/// Who proves, and where.
pub(super) struct Bearer<'a> {
    pub(super) root: &'a Root,
    pub(super) origin: &'a str,
    pub(super) now: Timestamp,
}

impl Doors {
    pub(super) fn new(seed: Seed) -> Self {
        Self {
            purse: Purse::default(),
            seed: seed.apart("doors"),
            drawn: 0,
            asked: BTreeMap::new(),
        }
    }

    /// Takes a ticket that was got elsewhere.
    pub(super) fn hold(&mut self, room: RoomId, r: Key, ticket: Ticket) {
        self.purse.hold(room, r.0, ticket);
    }

    /// Takes an event that is about proof; gives any other back.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what is not about doors is told"
    )]
    pub(super) fn attend(
        &mut self,
        session: &mut ClientSession,
        bearer: &Bearer<'_>,
        event: ClientEvent,
    ) -> Option<ClientEvent> {
        if let ClientEvent::ProofNeeded { room, hail, fresh } = event {
            self.show(session, bearer, (room, hail), fresh);
            return None;
        }
        let (reference, body) = match &event {
            ClientEvent::Answer { reference, taken } => (reference, taken.body.as_ref()),
            ClientEvent::AnswerRefused { reference, .. } => (reference, None),
            _ => return Some(event),
        };
        let Some(place) = self.asked.remove(reference) else {
            return Some(event);
        };
        self.purse.answered(*reference, body);
        if self.purse.count(place.0, bearer.now) == 0 {
            session.proved(bearer.now, place.0, None);
        } else {
            self.show(session, bearer, place, true);
        }
        None
    }

    fn show(
        &mut self,
        session: &mut ClientSession,
        bearer: &Bearer<'_>,
        (room, hail): (RoomId, Hail),
        fresh: bool,
    ) {
        let key = key(bearer.root, &hail, room);
        let mut entropy = self.entropy();
        if fresh && self.purse.count(room, bearer.now) == 0 {
            let n = Purse::AHEAD.saturating_add(1);
            let (body, secrets) = Purse::question(&key.public(), n, &mut entropy);
            let reference = session.ask(bearer.now, "tickets", Some(body));
            self.purse.asked(reference, room, secrets);
            self.asked.insert(reference, (room, hail));
            return;
        }
        let mut binding = DigestBuilder::new("peerline/v1/origin");
        let place = Place {
            room,
            hail: &hail,
            binding: binding.bytes(bearer.origin.as_bytes()).finish(),
            now: bearer.now,
        };
        let join = self.purse.prove(&key, &place, fresh, &mut entropy);
        session.proved(bearer.now, room, join);
    }

    fn entropy(&mut self) -> Entropy {
        self.drawn = self.drawn.saturating_add(1);
        self.seed.entropy(self.drawn)
    }
}

fn key(root: &Root, hail: &Hail, room: RoomId) -> ContextKey {
    let line = LineId::from_bytes(hail.line.0);
    root.context_key(ContextKind::Room, &line, room.as_bytes(), 0)
}
