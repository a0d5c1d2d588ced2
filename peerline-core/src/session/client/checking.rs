//! Before a put goes out that refers to an entry: is the line's log the one that its author saw?
//!
//! An older backup that was put back holds other entries under the same numbers. What was to
//! destroy or report one entry must not meet another.

use std::collections::BTreeMap;

use super::ClientEvent;
use super::ClientSession;
use super::checks::Look;
use super::outbox::Referred;
use super::sending;
use crate::protocol::Address;
use crate::protocol::ClientFrame;
use crate::protocol::Close;
use crate::protocol::Code;
use crate::protocol::Ev;
use crate::protocol::Gap;
use crate::protocol::Opened;
use crate::vocab::Timestamp;

impl ClientSession {
    /// Returns the rooms that have to be looked at, and at what: the host receives them not at all, or
    /// not from behind what puts refer to.
    pub(super) fn unsure(&self) -> BTreeMap<Address, Referred> {
        let mut referred = self.outbox.referred();
        referred.retain(|room, referred| {
            let is_checked = self.rooms.is_asked(room) || self.checks.are_over(room);
            let proves = self.proofs.concerns(room);
            !is_checked && !proves && !referred.is_within(self.rooms.cursor(room))
        });
        referred
    }

    /// Looks at the rooms that are unsure. Until a look is over, nothing else opens its room: what ends
    /// the look would close that too.
    pub(super) fn begin_checks(&mut self, now: Timestamp) {
        for (room, referred) in self.unsure() {
            if !self.checks.is_looking(&room) {
                let reference = self.next_reference();
                let open = self.checks.look(now, &room, referred.log, reference);
                self.send(&ClientFrame::Open(open));
            }
        }
    }

    /// Takes note where a room that the host receives is found to be the one that was known.
    pub(super) fn note_sure(&mut self, room: &Address) {
        if self.rooms.is_sure(room) {
            self.checks.end(room.clone());
        }
    }

    /// Takes the answer to a look; `false` where it is none.
    pub(super) fn check_opened(&mut self, now: Timestamp, opened: &Opened) -> bool {
        let look = self.checks.opened(now, opened);
        self.follow(look)
    }

    /// Takes an entry of a room that is only looked at; `false` where it is of another.
    pub(super) fn check_entry(&mut self, now: Timestamp, ev: &Ev<'_>) -> bool {
        let look = self.checks.entry(now, ev);
        self.follow(look)
    }

    /// Takes a gap of a room that is only looked at; `false` where it is of another.
    pub(super) fn check_gap(&mut self, now: Timestamp, gap: &Gap) -> bool {
        let look = self.checks.gap(now, gap);
        self.follow(look)
    }

    /// Returns whether an opening, a repair or a look has this number.
    pub(super) fn is_waited_for(&self, reference: u64) -> bool {
        self.rooms.waits_for(reference) || self.checks.waits_for(reference)
    }

    /// A room was refused: what waited for it to be checked will not go out.
    pub(super) fn refuse_unsure(&mut self, room: &Address, code: Code) {
        if !self.checks.are_over(room) {
            self.refuse_referring(room, code);
        }
    }

    /// Settles what refers to entries of a room: it is not done.
    pub(super) fn refuse_referring(&mut self, room: &Address, code: Code) {
        for (cid, is_awaited) in self.outbox.forget_referring(room) {
            if is_awaited {
                self.send_drop(room.clone(), cid);
            }
            let refused = sending::refusal(None, code);
            self.emit(ClientEvent::PutRefused { cid, refused });
        }
    }

    fn follow(&mut self, look: Option<Look>) -> bool {
        match look {
            None => return false,
            Some(Look::On) => {}
            Some(Look::Same(room)) => self.end_look(room),
            Some(Look::Other(gap)) => {
                let room = gap.room.clone();
                self.rooms.unsee(&room);
                self.emit(ClientEvent::Gap(gap));
                self.refuse_referring(&room, Code::Gone);
                self.end_look(room);
            }
        }
        true
    }

    fn end_look(&mut self, room: Address) {
        let reference = self.next_reference();
        let close = Close {
            reference,
            room: room.clone(),
        };
        self.send(&ClientFrame::Close(close));
        self.checks.end(room);
    }
}
