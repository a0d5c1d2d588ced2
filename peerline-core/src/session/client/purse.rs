//! Tickets that were fetched ahead, and what is shown with them.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::Digest as _;
use sha2::Sha256;

use crate::identity::ContextKey;
use crate::identity::ContextKind;
use crate::identity::JoinClaim;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Ticket;
use crate::identity::bind;
#[cfg(feature = "blind-tickets")]
use crate::identity::blind::BlindTicket;
use crate::protocol::Body;
use crate::protocol::Hail;
use crate::protocol::Join;
use crate::protocol::Key;
use crate::protocol::SignatureBytes;
use crate::protocol::Tickets;
use crate::vocab::Digest;
use crate::vocab::Entropy;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// Tickets by room, for a host that signs: fetched a few ahead, each shown once.
#[derive(Debug, Default)]
pub struct Purse {
    asked: BTreeMap<u64, (RoomId, Vec<[u8; 32]>)>,
    held: BTreeMap<RoomId, Vec<Held>>,
}

/// A ticket of either kind.
#[derive(Debug)]
struct Held {
    r: [u8; 32],
    ticket: Sensitive<Vec<u8>>,
    expires: Timestamp,
}

impl Held {
    fn sealed(r: [u8; 32], ticket: &Ticket) -> Self {
        Self {
            r,
            ticket: Sensitive::new(ticket.encode()),
            expires: ticket.expires,
        }
    }
}

impl Purse {
    /// How many tickets are kept ahead.
    pub const AHEAD: usize = 2;

    /// Makes a purse with one ticket, which was got in another way.
    #[must_use]
    pub fn holding(room: RoomId, r: [u8; 32], ticket: Ticket) -> Self {
        let mut purse = Self::default();
        purse.hold(room, r, ticket);
        purse
    }

    /// Takes a ticket that was got in another way, as on another connection.
    pub fn hold(&mut self, room: RoomId, r: [u8; 32], ticket: Ticket) {
        let held = Held::sealed(r, &ticket);
        self.held.entry(room).or_default().push(held);
    }

    /// Takes a blind ticket, which opens nothing any more from `expires` on.
    #[cfg(feature = "blind-tickets")]
    pub(super) fn hold_blind(
        &mut self,
        room: RoomId,
        (r, ticket): ([u8; 32], &BlindTicket),
        expires: Timestamp,
    ) {
        let ticket = Sensitive::new(ticket.encode());
        let held = Held { r, ticket, expires };
        self.held.entry(room).or_default().push(held);
    }

    /// Returns the body of a question for `n` tickets into the room whose key is `key`, and what
    /// [`asked`](Self::asked) wants.
    #[must_use]
    pub fn question(
        key: &PublicKey,
        n: usize,
        entropy: &mut Entropy,
    ) -> (Body<'static>, Vec<[u8; 32]>) {
        let secrets: Vec<[u8; 32]> = (0..n).map(|_| entropy.draw()).collect();
        let binds = secrets.iter().map(|r| Key(*bind(key, r).as_bytes()));
        let binds: Vec<Key> = binds.collect();
        (Body::of(&BTreeMap::from([("binds", binds)])), secrets)
    }

    /// Remembers a question that is on its way, by its number.
    pub fn asked(&mut self, reference: u64, room: RoomId, secrets: Vec<[u8; 32]>) {
        self.asked.insert(reference, (room, secrets));
    }

    /// Takes the answer to a question; returns for which room it was, or `None` where the question
    /// was none of these.
    pub fn answered(&mut self, reference: u64, body: Option<&Body<'_>>) -> Option<RoomId> {
        let (room, secrets) = self.asked.remove(&reference)?;
        let tickets = body.and_then(|body| body.read::<Tickets>().ok());
        let tickets = tickets.map(|tickets| tickets.read()).unwrap_or_default();
        let held = secrets.into_iter().zip(tickets);
        let held = held.map(|(r, ticket)| Held::sealed(r, &ticket));
        self.held.entry(room).or_default().extend(held);
        Some(room)
    }

    /// Returns how many tickets into a room are still good.
    #[must_use]
    pub fn count(&self, room: RoomId, now: Timestamp) -> usize {
        let held = self.held.get(&room).into_iter().flatten();
        held.filter(|held| now < held.expires).count()
    }

    /// Makes the proof for a room. With `ticket`, one is taken out and shown; `None` where there is
    /// none.
    pub fn prove(
        &mut self,
        key: &ContextKey,
        place: &Place<'_>,
        ticket: bool,
        entropy: &mut Entropy,
    ) -> Option<Join> {
        let held = if ticket {
            Some(self.take(place.room, place.now)?)
        } else {
            None
        };
        let bytes = held.as_ref().map(|held| held.ticket.expose());
        let nonce: [u8; 32] = entropy.draw();
        let claim = JoinClaim {
            kind: ContextKind::Room,
            line_id: LineId::from_bytes(place.hail.line.0),
            ctx_id: place.room.as_bytes().to_vec(),
            server_nonce: place.hail.nonce.0,
            client_nonce: nonce,
            channel_binding: *place.binding.as_bytes(),
            server_time: place.hail.now,
            ticket_digest: Digest::from_bytes(
                Sha256::digest(bytes.map(Vec::as_slice).unwrap_or_default()).into(),
            ),
        };
        Some(Join {
            pk: Key(*key.public().as_bytes()),
            nonce: Key(nonce),
            sig: SignatureBytes(*key.sign_join(&claim).as_bytes()),
            r: held.as_ref().map(|held| Key(held.r)),
            ticket: bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)),
        })
    }

    fn take(&mut self, room: RoomId, now: Timestamp) -> Option<Held> {
        let held = self.held.get_mut(&room)?;
        held.retain(|held| now < held.expires);
        held.pop()
    }
}

/// Where a proof is to hold.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Place<'a> {
    /// The room.
    pub room: RoomId,
    /// What the line said first on this link.
    pub hail: &'a Hail,
    /// What the join is bound to: the hash of the origin that was dialed.
    pub binding: Digest,
    /// The time, to pass over tickets that have ended.
    pub now: Timestamp,
}
