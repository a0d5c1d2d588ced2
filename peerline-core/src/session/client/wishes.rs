//! What a host asks of a client.

use super::ClientSession;
use super::Cursor;
use super::Draft;
use super::Unanswered;
use super::link::Phase;
use super::outbox::GivenUp;
use crate::log::Passing;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Body;
use crate::protocol::ClientFrame;
use crate::protocol::Close;
use crate::vocab::Cid;
use crate::vocab::Millis;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

impl ClientSession {
    const PASSING: Millis = Millis::from_secs(5);

    /// Receives a room from its first entry on, or from where this session already has it.
    pub fn open(&mut self, now: Timestamp, room: Address) {
        self.open_from(now, room, None);
    }

    /// Receives a room from a cursor on that was kept from an earlier session.
    pub fn open_from(&mut self, now: Timestamp, room: Address, cursor: Option<Cursor>) {
        self.rooms.open(room, cursor, None);
        self.settle(now);
    }

    /// Receives a room from its newest `back` entries on.
    pub fn open_newest(&mut self, now: Timestamp, room: Address, back: u64) {
        self.rooms.open(room, None, Some(back));
        self.settle(now);
    }

    /// Asks for up to `n` entries of an open room that stand before `before`: what an
    /// [`open_newest`](Self::open_newest) left out. They come as [`ClientEvent::Older`](super::ClientEvent::Older) with the returned number,
    /// then [`ClientEvent::OlderDone`](super::ClientEvent::OlderDone).
    pub fn older(&mut self, now: Timestamp, room: Address, before: Seq, n: u64) -> u64 {
        let reference = self.next_reference();
        self.pages.add(reference, room, before, n);
        self.settle(now);
        reference
    }

    /// Stops receiving a room. Puts into it go on.
    pub fn close(&mut self, now: Timestamp, room: Address) {
        self.proofs.remove(&room);
        if self.rooms.close(&room) && self.phase == Phase::Ready {
            let reference = self.next_reference();
            self.send(&ClientFrame::Close(Close { reference, room }));
        }
        self.settle(now);
    }

    /// Returns how far this session has a room.
    #[must_use]
    pub fn cursor(&self, room: &Address) -> Option<Cursor> {
        self.rooms.cursor(room)
    }

    /// Puts something, now or as soon as there is a link, once. What refers to an entry
    /// ([`Draft::about`]) goes out on a new link once the room's log there is known to be the one that
    /// this session has; where it is another one, it is refused with `gone`.
    pub fn put(&mut self, now: Timestamp, draft: Draft) -> Cid {
        let cid = Cid::from_bytes(self.entropy().draw());
        let log = self.rooms.seen(&draft.room);
        self.outbox.add(now, cid, draft, log);
        self.settle(now);
        cid
    }

    /// Puts what was nudged as it is; `false` where no such put waits for its author.
    pub fn put_over(&mut self, now: Timestamp, cid: Cid) -> bool {
        let found = self.outbox.put_over(cid);
        self.settle(now);
        found
    }

    /// Stops sending a put; `false` where it has its answer already. What is on its way may still
    /// take effect.
    pub fn give_up(&mut self, now: Timestamp, cid: Cid) -> bool {
        let given_up = self.outbox.give_up(cid);
        let found = given_up != GivenUp::Unknown;
        if let GivenUp::Tell(room) = given_up {
            self.send_drop(room, cid);
        }
        self.settle(now);
        found
    }

    /// Returns the puts that have no answer yet, in order per room.
    pub fn unanswered(&self) -> impl Iterator<Item = Cid> {
        self.outbox.unanswered()
    }

    /// Returns the puts that have no answer yet as a host can keep them over its own end, in order
    /// per room. They hold what people wrote.
    pub fn kept(&self) -> impl Iterator<Item = Unanswered> {
        self.outbox.kept()
    }

    /// Takes back what an earlier session had [`kept`](Self::kept), in the same order and before
    /// anything is put anew: it is sent under its own `cid`, so that it takes effect once.
    pub fn restore(&mut self, now: Timestamp, kept: impl IntoIterator<Item = Unanswered>) {
        for put in kept {
            self.outbox.restore(put);
        }
        self.settle(now);
    }

    /// Asks something that changes nothing; the answer bears the returned number.
    pub fn ask(&mut self, now: Timestamp, what: &str, body: Option<Body<'static>>) -> u64 {
        let reference = self.next_reference();
        self.asks.add(reference, what.to_owned(), body);
        self.settle(now);
        reference
    }

    /// Says that the person types. Lost without harm where there is no link.
    pub fn typing(&mut self, room: Address) {
        self.pass(room, Passing::Typing);
    }

    /// Says something in passing: never kept, and lost without harm where there is no link.
    pub fn pass(&mut self, room: Address, what: Passing) {
        if self.phase == Phase::Ready {
            let sig = protocol::passing(room, None, what, Self::PASSING);
            self.send(&ClientFrame::Sig(sig));
        }
    }
}
