//! One side of one conversation: says its turns when they come, and tells the ledger.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Ev;
use peerline_core::protocol::Kind;
use peerline_core::protocol::Taken;
use peerline_core::session::ClientEvent;
use peerline_core::session::Draft;
use peerline_core::vocab::Cid;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_examples::link::Link;
use serde_json::json;
use tokio::time::Instant;

use crate::Night;
use crate::ledger::Fate;
use crate::ledger::Reader;
use crate::ledger::Said;
use crate::script::Script;
use crate::script::Speaker;
use crate::script::Thread;

/// One side of one conversation.
pub(crate) struct Voice {
    night: Arc<Night>,
    script: Arc<Script>,
    pub(crate) talk: usize,
    pub(crate) room: RoomId,
    me: Speaker,
    next: usize,
    not_before: Instant,
    open: BTreeMap<Cid, usize>,
}

impl Voice {
    pub(crate) fn new(night: &Arc<Night>, talk: usize, room: RoomId, me: Speaker) -> Option<Self> {
        Some(Self {
            script: Arc::clone(night.scripts.get(talk)?),
            night: Arc::clone(night),
            talk,
            room,
            me,
            next: 0,
            not_before: Instant::now(),
            open: BTreeMap::new(),
        })
    }

    /// Says what may be said now; returns when to ask again, where thinking alone is in the way.
    pub(crate) fn speak(&mut self, link: &Link) -> Option<Instant> {
        let turn = loop {
            let turn = self.script.turns.get(self.next)?;
            if turn.speaker == self.me {
                break turn.clone();
            }
            self.next += 1;
        };
        let script = Arc::clone(&self.script);
        let (talk, next) = (self.talk, self.next);
        if !self
            .night
            .ledger
            .read(|book| book.may_speak(&script, talk, next))
        {
            return None;
        }
        if Instant::now() < self.not_before {
            return Some(self.not_before);
        }
        self.put(link, next, &turn.text, turn.thread == Thread::Danger);
        self.next += 1;
        self.not_before = Instant::now() + self.night.think();
        Some(self.not_before)
    }

    /// Takes what happened on the link; `false` where it is not this voice's.
    pub(crate) fn attend(&mut self, link: &Link, event: &ClientEvent) -> bool {
        match event {
            ClientEvent::PutDone { cid, taken } if self.open.contains_key(cid) => {
                self.done(*cid, taken);
            }
            ClientEvent::PutHeld { cid, .. } if self.open.remove(cid).is_some() => {
                self.night.ledger.write(|book| {
                    book.n_held += 1;
                    book.answer(*cid, Fate::Stopped);
                });
            }
            ClientEvent::PutRefused { cid, refused } if self.open.remove(cid).is_some() => {
                let code = refused.code;
                self.night.ledger.write(|book| {
                    if code == peerline_core::protocol::Code::Blocked {
                        book.n_blocked += 1;
                    } else {
                        book.surprise(format!("a message was refused: {code:?}"));
                    }
                    book.answer(*cid, Fate::Stopped);
                });
            }
            ClientEvent::PutNudged { cid, .. } if self.open.contains_key(cid) => {
                self.edit(link, *cid);
            }
            ClientEvent::Entry(ev) if is_in(ev, self.room) => {
                hear(&self.night, self.room, Reader::Speaker(self.me), ev);
                return ev.kind == Kind::Msg;
            }
            _ => return false,
        }
        true
    }

    fn done(&mut self, cid: Cid, taken: &Taken<'_>) {
        self.open.remove(&cid);
        let seq = taken.seq;
        self.night.ledger.write(|book| match seq {
            Some(seq) => book.answer(cid, Fate::Done(seq)),
            None => book.surprise("a message was taken without a place"),
        });
    }

    /// Edits what broke a rule on purpose; insists on what belongs to the conversation.
    fn edit(&mut self, link: &Link, cid: Cid) {
        let Some(n) = self.open.get(&cid).copied() else {
            return;
        };
        self.night.ledger.write(|book| book.n_nudged += 1);
        let thread = self.script.turns.get(n).map(|turn| turn.thread.clone());
        match thread {
            Some(Thread::Rule { instead }) => {
                self.open.remove(&cid);
                let _was_there = link.give_up(cid);
                self.night.ledger.write(|book| book.said.remove(&cid));
                self.put(link, n, &instead, false);
            }
            Some(Thread::Plain | Thread::Danger) | None => {
                self.night.ledger.write(|book| book.say_again(cid));
                let _was_there = link.put_over(cid);
            }
        }
    }

    fn put(&mut self, link: &Link, n: usize, text: &str, is_danger: bool) {
        let (room, by) = (self.room, Reader::Speaker(self.me));
        let turn = Some((self.talk, n));
        // Under the ledger's lock, lest the message be heard before it is written down.
        let cid = self.night.ledger.write(|book| {
            let cid = link.put(message(room, text));
            let said = Said {
                room,
                by,
                turn,
                place: book.next_place(),
                is_danger,
                at: Instant::now(),
                fate: Fate::Open,
            };
            book.say(cid, said);
            cid
        });
        self.open.insert(cid, n);
    }
}

/// Tells the ledger of a message.
pub(crate) fn hear(night: &Night, room: RoomId, reader: Reader, ev: &Ev<'_>) {
    if ev.kind == Kind::Msg {
        let seq = ev.seq;
        night.ledger.write(|book| book.hear(room, reader, seq));
    }
}

pub(crate) fn address(room: RoomId) -> Address {
    Address::Room(RoomName::Room(room))
}

pub(crate) fn is_in(ev: &Ev<'_>, room: RoomId) -> bool {
    matches!(&ev.room, Address::Room(RoomName::Room(id)) if *id == room)
}

pub(crate) fn message(room: RoomId, text: &str) -> Draft {
    draft(address(room), Kind::Msg, &json!({ "text": text }))
}

pub(crate) fn draft(room: Address, kind: Kind, body: &serde_json::Value) -> Draft {
    Draft::new(room, kind, Body::of(body))
}

/// Sleeps until the first of some times, or for ever.
pub(crate) async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// How long nothing may happen before somebody looks again.
pub(crate) const LOOK: Duration = Duration::from_millis(500);
