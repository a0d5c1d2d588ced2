//! Who a client proves to be, and what a newcomer brings.

use super::Peer;
use crate::identity::ContextKind;
use crate::identity::GateAnswer;
use crate::identity::JoinClaim;
use crate::identity::Knock;
use crate::identity::LineId;
use crate::identity::Principal;
use crate::identity::PublicKey;
use crate::identity::RoomProof;
use crate::identity::Signature;
use crate::identity::WorkChallenge;
use crate::protocol::GateKeys;
use crate::protocol::Hello;
use crate::protocol::Key;
use crate::session::Challenge;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Sensitive;

/// What a proof must be about: this line, this connection, and what was dialed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claimed<'a> {
    pub(super) line: LineId,
    pub(super) challenge: &'a Challenge,
    pub(super) peer: &'a Peer,
}

impl Claimed<'_> {
    /// Returns what a person signs to be who they are on the line.
    pub(super) fn by(&self, nonce: Key) -> JoinClaim {
        JoinClaim {
            kind: ContextKind::Line,
            line_id: self.line,
            ctx_id: Vec::new(),
            server_nonce: self.challenge.nonce,
            client_nonce: nonce.0,
            channel_binding: *origin_binding(&self.peer.origin).as_bytes(),
            server_time: self.challenge.now,
            ticket_digest: JoinClaim::no_ticket(),
        }
    }
}

/// Returns who a client is, where its proof holds. What else stands beside the proof of one room is
/// taken away: it would say more than that room.
pub(super) fn verify(claimed: &Claimed<'_>, hello: &mut Hello) -> Option<Principal> {
    let claim = claimed.by(hello.auth.nonce);
    let key = PublicKey::from_bytes(hello.auth.pk.0);
    let signature = Signature::from_bytes(hello.auth.sig.0);
    let Some(room) = hello.auth.room else {
        return Principal::verified(&key, &claim, &signature).ok();
    };
    let claim = JoinClaim {
        kind: ContextKind::Room,
        ctx_id: room.as_bytes().to_vec(),
        ..claim
    };
    let proof = RoomProof::verified(&key, &claim, &signature, None).ok()?;
    let auth = &mut hello.auth;
    (auth.invite, auth.token, auth.gate, auth.device) = (None, None, None, None);
    Some(Principal::of_room(proof))
}

/// Returns what a newcomer brings for the gate.
pub(super) fn knock(claimed: &Claimed<'_>, keys: GateKeys) -> Knock {
    let GateKeys { pow, pass } = keys;
    let pass = pass.filter(|pass| pass.len() <= GateKeys::MAX_PASS);
    Knock {
        network: claimed.peer.network,
        challenge: WorkChallenge {
            line: claimed.line,
            nonce: claimed.challenge.nonce,
        },
        answer: GateAnswer {
            work: pow,
            pass: pass.map(Sensitive::new),
        },
    }
}

/// What a join is bound to: the origin that the client dialed.
fn origin_binding(origin: &str) -> Digest {
    DigestBuilder::new("peerline/v1/origin")
        .bytes(origin.as_bytes())
        .finish()
}

pub(super) fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic())
}
