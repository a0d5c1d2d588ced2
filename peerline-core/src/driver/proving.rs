//! Proof for a room, checked where it costs the loop nothing.

use super::connection::Connection;
use crate::identity::ContextKind;
use crate::identity::JoinClaim;
use crate::identity::PublicKey;
use crate::identity::RoomProof;
use crate::identity::Shown;
use crate::identity::Signature;
use crate::identity::TicketRefusal;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Join;
use crate::protocol::Ways;
use crate::room;
use crate::session::Answer;
use crate::vocab::Digest;
use crate::vocab::RoomName;

impl Connection<'_> {
    /// Checks what an `open` brings along: ticket, signature, and that they belong together.
    pub(super) fn prove(
        &self,
        room: &Address,
        join: Option<&Join>,
    ) -> Result<Option<Box<RoomProof>>, Answer> {
        let Some(join) = join else { return Ok(None) };
        let Address::Room(RoomName::Room(id)) = room else {
            return Err(Answer::refuse(Code::Denied));
        };
        let ticket = join.ticket_bytes();
        let ticket = ticket.ok_or_else(|| self.bar(TicketRefusal::Malformed.as_str()))?;
        let claim = JoinClaim {
            kind: ContextKind::Room,
            ctx_id: id.as_bytes().to_vec(),
            ticket_digest: digest(&ticket),
            ..self.claimed().by(join.nonce)
        };
        let key = PublicKey::from_bytes(join.pk.0);
        let shown = self.shown(&ticket, &key, join)?;
        let signature = Signature::from_bytes(join.sig.0);
        RoomProof::verified(&key, &claim, &signature, shown)
            .map(|proof| Some(Box::new(proof)))
            .map_err(|_| self.bar("signature"))
    }

    fn shown(&self, ticket: &[u8], key: &PublicKey, join: &Join) -> Result<Option<Shown>, Answer> {
        if ticket.is_empty() {
            return Ok(None);
        }
        let wrong = |refusal: TicketRefusal| self.bar(refusal.as_str());
        let r = join.r.ok_or_else(|| wrong(TicketRefusal::WrongBind))?;
        let checks = self.line.shared.gatekeeper.checks();
        let checked = checks.check(self.now(), ticket, key, &r.0);
        checked.map(Some).map_err(wrong)
    }

    fn bar(&self, why: &'static str) -> Answer {
        Answer::Barred {
            code: Code::Denied,
            why,
            say: room::say("ticket", Some(&self.language)).to_owned(),
            ways: Ways {
                elsewhere: Vec::new(),
                person: true,
                at: None,
            },
        }
    }
}

fn digest(ticket: &[u8]) -> Digest {
    use sha2::Digest as _;
    Digest::from_bytes(sha2::Sha256::digest(ticket).into())
}
