//! Proofs of identity for simulated lines.

use super::host::LINE;
use super::host::ORIGIN;
use crate::identity::ContextKey;
use crate::identity::ContextKind;
use crate::identity::JoinClaim;
use crate::identity::LineId;
use crate::identity::Root;
use crate::protocol::Auth;
use crate::protocol::Key;
use crate::protocol::SignatureBytes;
use crate::vocab::AccountId;
use crate::vocab::DigestBuilder;
use crate::vocab::Timestamp;

/// Signs one person's joins.
pub(super) struct Signer {
    key: ContextKey,
    binding: [u8; 32],
}

impl Signer {
    pub(super) fn new(root: &Root) -> Self {
        let line = LineId::from_bytes(LINE);
        let mut binding = DigestBuilder::new("peerline/v1/origin");
        binding.bytes(ORIGIN.as_bytes());
        Self {
            key: root.context_key(ContextKind::Line, &line, b"", 0),
            binding: *binding.finish().as_bytes(),
        }
    }

    pub(super) fn account(&self) -> AccountId {
        self.key.public().account()
    }

    /// Answers a hail.
    pub(super) fn sign(
        &self,
        (server_nonce, server_time): ([u8; 32], Timestamp),
        client_nonce: [u8; 32],
    ) -> Auth {
        let claim = JoinClaim {
            kind: ContextKind::Line,
            line_id: LineId::from_bytes(LINE),
            ctx_id: Vec::new(),
            server_nonce,
            client_nonce,
            channel_binding: self.binding,
            server_time,
            ticket_digest: JoinClaim::no_ticket(),
        };
        Auth {
            pk: Key(*self.key.public().as_bytes()),
            nonce: Key(client_nonce),
            sig: SignatureBytes(*self.key.sign_join(&claim).as_bytes()),
            room: None,
            invite: None,
            token: None,
            gate: None,
            device: None,
        }
    }
}
