//! Puts on their way out.

use super::ClientEvent;
use super::ClientSession;
use super::Draft;
use crate::protocol;
use crate::protocol::ClientFrame;
use crate::protocol::Code;
use crate::protocol::Put;
use crate::protocol::Refused;
use crate::vocab::Cid;
use crate::vocab::Timestamp;

impl ClientSession {
    /// Sends what may be sent, until nothing more may.
    pub(super) fn send_puts(&mut self, now: Timestamp) {
        loop {
            let (rooms, checks, proofs) = (&self.rooms, &self.checks, &self.proofs);
            let may_go = |Draft { room, re, .. }: &Draft, can_compare: bool| {
                let is_open_to_doubt = re.is_some() && (can_compare || rooms.holds(room));
                !proofs.holds(room) && (!is_open_to_doubt || checks.are_over(room))
            };
            let due = self.outbox.due(now, &mut self.reference, may_go);
            if due.is_empty() {
                return;
            }
            for mut put in due {
                put.room = self.rooms.short(put.room);
                self.send_put(now, put);
            }
        }
    }

    /// Sends a put. One that the line would not read is refused here: the line would answer it
    /// without a number, and it would be sent again for ever, with everything behind it.
    fn send_put(&mut self, now: Timestamp, put: Put<'static>) {
        let (reference, cid) = (put.reference, put.cid);
        let encoding = self.config.encoding;
        let bytes = protocol::encode_client(&ClientFrame::Put(put), encoding);
        let read = protocol::decode_client(&bytes, encoding, &self.theirs);
        let Some(code) = read.err().map(protocol::DecodeError::code) else {
            self.transmits.push_back(bytes);
            return;
        };
        self.refuse(now, cid, refusal(Some(reference), code));
    }

    /// A put is not done and will not be; but a call for a person goes on in the person's own room.
    pub(super) fn refuse(&mut self, now: Timestamp, cid: Cid, refused: Refused) {
        let reference = refused.reference.unwrap_or_default();
        if self.outbox.refused(now, reference, refused.code) {
            self.emit(ClientEvent::PutRefused { cid, refused });
        }
    }
}

pub(super) const fn refusal(reference: Option<u64>, code: Code) -> Refused {
    Refused {
        reference,
        code,
        retry_ms: None,
        until: None,
        scope: None,
        decision: None,
        say: None,
        why: None,
        ways: None,
    }
}
