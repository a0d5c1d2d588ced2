//! Rooms entered with tickets, on a bench.

use std::sync::Arc;

use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Bar;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::identity::ContextKey;
use crate::identity::ContextKind;
use crate::identity::JoinClaim;
use crate::identity::LineId;
use crate::identity::RoomProof;
use crate::identity::Root;
use crate::identity::Shown;
use crate::identity::Ticket;
use crate::identity::WeekKeys;
use crate::identity::bind;
use crate::log::Act;
use crate::log::StandingAct;
use crate::log::Target;
use crate::vocab::Digest;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

pub(super) const LINE: LineId = LineId::from_bytes([9; 32]);
pub(super) const R: [u8; 32] = [4; 32];

/// Returns the keys of the week of `now`, the same each time.
pub(super) fn weeks(now: Timestamp) -> WeekKeys {
    let mut weeks = WeekKeys::new(LINE);
    let entropy = &mut Seed::from_bytes([3; 32]).entropy(now.unix_millis());
    assert!(!weeks.rotate(now, entropy).is_empty());
    weeks
}

/// Returns a key of somebody for a room: another number, another key.
pub(super) fn room_key(n: u8, number: u32, room: RoomId) -> ContextKey {
    let root = Root::from_bytes([n; 16]);
    root.context_key(ContextKind::Room, &LINE, room.as_bytes(), number)
}

/// Returns proof of a key, with what a ticket with this digest left.
pub(super) fn proof(
    key: &ContextKey,
    room: RoomId,
    ticket: Option<(Digest, Shown)>,
) -> Box<RoomProof> {
    let (digest, shown) = ticket.unzip();
    let claim = JoinClaim {
        kind: ContextKind::Room,
        line_id: LINE,
        ctx_id: room.as_bytes().to_vec(),
        server_nonce: [1; 32],
        client_nonce: [2; 32],
        channel_binding: [3; 32],
        server_time: Timestamp::ZERO,
        ticket_digest: digest.unwrap_or_else(JoinClaim::no_ticket),
    };
    let signature = key.sign_join(&claim);
    Box::new(RoomProof::verified(&key.public(), &claim, &signature, shown).unwrap())
}

pub(super) fn target(room: RoomId, who: OccupantId) -> Target {
    Target {
        room,
        who,
        ground: "rules#threats".to_owned(),
        span: Millis::from_hours(720),
    }
}

impl Town {
    /// Asks for one ticket.
    pub(super) fn ticket(&mut self, n: u8, key: &ContextKey) -> Result<Ticket, Answer> {
        let asker = Asker {
            conn: conn(n),
            reference: 1,
        };
        let draw = Seed::from_bytes(*self.next_cid_seed().as_bytes());
        let asked = self.feed(Input::Tickets {
            asker,
            binds: vec![bind(&key.public(), &R)],
            draw,
        });
        let told = answer(&asked);
        if let Answer::Told(Info::Tickets(tickets)) = &told {
            return Ok(tickets[0].clone());
        }
        Err(told)
    }

    fn next_cid_seed(&mut self) -> Digest {
        let cid = self.next_cid();
        let mut builder = crate::vocab::DigestBuilder::new("a ticket of this test");
        builder.bytes(cid.as_bytes()).finish()
    }

    /// Shows a proof at a room; returns what stands in the way.
    pub(super) fn open_with(
        &mut self,
        n: u8,
        room: RoomId,
        proof: Box<RoomProof>,
    ) -> Result<OccupantId, Option<Bar>> {
        let outputs = self.feed(Input::OpenWith {
            conn: conn(n),
            reference: Some(1),
            room: RoomName::Room(room),
            proof,
        });
        let told = outputs.into_iter().find_map(|output| {
            if let Output::Open { who, .. } = output {
                Some(Ok(who))
            } else if let Output::RefuseOpen { barred, .. } = output {
                Some(Err(barred.map(|barred| barred.bar)))
            } else {
                None
            }
        });
        told.expect("an answer")
    }

    /// Shows a ticket at a room.
    pub(super) fn show(
        &mut self,
        (n, key): (u8, &ContextKey),
        room: RoomId,
        (weeks, ticket): (&WeekKeys, &Ticket),
    ) -> Result<OccupantId, Option<Bar>> {
        let verifiers = weeks.verifiers();
        let shown = verifiers.check(self.now, &ticket.encode(), &key.public(), &R);
        let shown = shown.map_err(|refusal| Some(Bar::Ticket(refusal)))?;
        self.open_with(n, room, proof(key, room, Some((ticket.digest(), shown))))
    }

    pub(super) fn take_weeks(&mut self, weeks: &WeekKeys) {
        self.feed(Input::Weeks(Arc::new(weeks.clone())));
    }

    pub(super) fn stand(&mut self, n: u8, act: StandingAct) -> Answer {
        self.put(n, RoomName::Mod(Queue::main()), Act::Standing(act))
    }

    /// Asks for a person, meets a responder, talks, and is let go again.
    pub(super) fn reaches_a_responder(&mut self, n: u8, responder: u8) {
        assert!(is_done(&self.put(n, me(n), ask_for_human())));
        let case = RoomName::Case(self.case_of(n));
        assert!(is_done(&self.put(responder, case.clone(), Act::Take)));
        let room = RoomName::Room(self.case_room(n));
        assert!(is_done(&self.put(
            responder,
            room.clone(),
            say("i am here")
        )));
        assert!(is_done(&self.put(n, room, say("thank you"))));
        let assess = Act::Assess {
            priority: crate::vocab::Band::High,
            reason: "answers".to_owned(),
        };
        let reason = crate::log::CloseReason::SafeNow;
        for act in [Act::Acknowledge, assess, Act::CloseCase { reason }] {
            assert!(is_done(&self.put(responder, case.clone(), act)));
        }
    }
}
