//! A program that was built without blind tickets: it gives none and takes none.

use super::core::Core;
use super::message::ToConn;
use crate::engine::Asker;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Shown;
use crate::identity::TicketRefusal;
use crate::ports::ShelfKey;
use crate::protocol::Code;
use crate::session::Answer;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::Timestamp;

#[derive(Clone, Debug)]
pub(super) struct BlindTickets;

#[expect(
    clippy::needless_pass_by_ref_mut,
    clippy::unused_self,
    reason = "the other module has a desk"
)]
impl BlindTickets {
    pub(super) const fn new(_: LineId, _: Option<u32>) -> Self {
        Self
    }

    pub(super) const fn load(&mut self, _: &ShelfKey) {}

    pub(super) const fn due(&self, _: Timestamp) -> Option<Timestamp> {
        None
    }

    pub(super) const fn rotate(&mut self, _: Timestamp, _: &mut Entropy) -> Option<ShelfKey> {
        None
    }

    pub(super) const fn destroy(&mut self, _: Timestamp) -> Vec<KeyName> {
        Vec::new()
    }

    pub(super) const fn checks(&self) -> BlindChecks {
        BlindChecks
    }
}

#[derive(Debug)]
pub(super) struct BlindChecks;

#[expect(clippy::unused_self, reason = "the other module has a desk")]
impl BlindChecks {
    pub(super) const fn check(
        &self,
        _: Timestamp,
        _: &[u8],
        _: &PublicKey,
        _: &[u8; 32],
    ) -> Option<Result<Shown, TicketRefusal>> {
        None
    }
}

impl Core {
    pub(super) fn tell_blind(&mut self, asker: Asker, _: &[[u8; 32]]) {
        let (reference, answer) = (asker.reference, Answer::refuse(Code::Denied));
        self.hub
            .send(asker.conn, ToConn::AskAnswered { reference, answer });
    }
}
