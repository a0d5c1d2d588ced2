//! Blind tickets on a line: whose question is answered, and what is shown.

use super::core::Core;
use super::message::ToConn;
use super::translate;
use crate::engine::Answer as EngineAnswer;
use crate::engine::Asker;
use crate::engine::Why;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Shown;
use crate::identity::TicketRefusal;
use crate::identity::blind::BlindDesk as _;
use crate::identity::blind::BlindKey;
use crate::identity::blind::BlindTerms;
use crate::identity::blind::BlindTicket;
use crate::identity::blind::Blinded;
use crate::identity::blind::WeeklyDesk;
use crate::ports::ShelfKey;
use crate::protocol::BlindBody;
use crate::protocol::Key;
use crate::protocol::SignatureBytes;
use crate::session::Answer;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// The desk of the line; there is none where it gives no blind tickets.
#[derive(Clone, Debug)]
pub(super) struct BlindTickets(Option<WeeklyDesk>);

impl BlindTickets {
    pub(super) fn new(line: LineId, a_day: Option<u32>) -> Self {
        let terms = a_day.map(BlindTerms::with_a_day);
        Self(terms.map(|terms| WeeklyDesk::new(line, terms)))
    }

    /// Takes in a key that was kept, where it is one of these.
    pub(super) fn load(&mut self, kept: &ShelfKey) {
        let bytes = <[u8; BlindKey::BYTES]>::try_from(kept.bytes.as_slice());
        if let (Some(desk), KeyName::Blind(week), Ok(bytes)) = (&mut self.0, &kept.name, bytes) {
            desk.load(*week, BlindKey::from_bytes(bytes));
        }
    }

    pub(super) fn due(&self, now: Timestamp) -> Option<Timestamp> {
        self.0.as_ref().map(|desk| desk.due(now))
    }

    /// Makes the key of this week where it is missing: to be kept before it is used.
    pub(super) fn rotate(&mut self, now: Timestamp, entropy: &mut Entropy) -> Option<ShelfKey> {
        let (week, key) = self.0.as_mut()?.rotate(now, entropy)?;
        Some(ShelfKey::new(KeyName::Blind(week), key.expose().as_slice()))
    }

    /// Drops the keys whose tickets open nothing any more, and names them.
    pub(super) fn destroy(&mut self, now: Timestamp) -> Vec<KeyName> {
        let gone = self.0.as_mut().map(|desk| desk.destroy(now));
        gone.into_iter().flatten().map(KeyName::Blind).collect()
    }

    /// Returns what checks tickets as the keys are now.
    pub(super) fn checks(&self) -> BlindChecks {
        BlindChecks(self.0.as_ref().map(WeeklyDesk::without_counts))
    }
}

/// What checks blind tickets, for every connection.
#[derive(Debug)]
pub(super) struct BlindChecks(Option<WeeklyDesk>);

impl BlindChecks {
    /// Checks a ticket; `None` where it is no blind one, or the line takes none.
    pub(super) fn check(
        &self,
        now: Timestamp,
        ticket: &[u8],
        room_key: &PublicKey,
        r: &[u8; 32],
    ) -> Option<Result<Shown, TicketRefusal>> {
        let desk = self.0.as_ref()?;
        BlindTicket::decode(ticket).ok()?;
        Some(desk.check(now, ticket, room_key, r))
    }
}

impl Core {
    /// Answers a question for blind tickets. Nothing of it is written down.
    pub(super) fn tell_blind(&mut self, asker: Asker, blinded: &[[u8; 32]]) {
        let answer = match self.sign_blind(asker, blinded) {
            Ok(body) => Answer::told(&body),
            Err(refusal) => translate::answer(&self.shared.profile, refusal),
        };
        let reference = asker.reference;
        self.hub
            .send(asker.conn, ToConn::AskAnswered { reference, answer });
    }

    fn sign_blind(
        &mut self,
        asker: Asker,
        blinded: &[[u8; 32]],
    ) -> Result<BlindBody, EngineAnswer> {
        let now = self.now();
        let draw = self.weeks.draw();
        let desk = self.weeks.blind.0.as_mut();
        let desk = desk.ok_or_else(|| EngineAnswer::refuse(Why::Denied))?;
        let offer = desk.offer(now);
        let offer = offer.ok_or_else(not_yet)?;
        let mut body = BlindBody {
            week: offer.week.number(),
            key: Key(offer.key),
            evaluated: Vec::new(),
            proof: None,
        };
        // Which key there is may be known to everybody who is connected.
        if blinded.is_empty() {
            return Ok(body);
        }
        let (account, admission) = self.engine.stands_for_blind(now, asker.conn)?;
        let asked: Vec<_> = blinded.iter().copied().map(Blinded).collect();
        let signed = desk
            .sign(now, &mut draw.entropy(0), (account, &admission), &asked)
            .map_err(|refusal| self.engine.no_blind_ticket(account, refusal))?;
        body.evaluated = signed.evaluated.into_iter().map(Key).collect();
        body.proof = Some(SignatureBytes(signed.proof));
        Ok(body)
    }
}

/// The key of this week could not be kept yet; the next try is a second away.
const fn not_yet() -> EngineAnswer {
    EngineAnswer::Refused {
        why: Why::Rate,
        retry: Some(Millis::from_secs(1)),
        decision: None,
        say: None,
    }
}
