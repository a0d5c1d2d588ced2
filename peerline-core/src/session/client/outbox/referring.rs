//! Puts that refer to an entry: they mean nothing in another log than the one that their author saw.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use super::super::room::Cursor;
use super::Beside;
use super::Outbox;
use super::Pending;
use super::Place;
use crate::protocol::Address;
use crate::protocol::Kind;
use crate::vocab::Cid;
use crate::vocab::Seq;

/// What puts of one room refer to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in super::super) struct Referred {
    /// How far their authors had the room, at the latest.
    pub(in super::super) log: Cursor,
    /// The last entry that one of them is about.
    pub(in super::super) last: Seq,
}

impl Referred {
    /// Returns whether a log that goes on behind `cursor` is known to hold what is referred to.
    pub(in super::super) fn is_within(&self, cursor: Option<Cursor>) -> bool {
        cursor.is_some_and(|cursor| cursor.epoch == self.log.epoch && self.last <= cursor.seq)
    }

    fn or_later(self, other: Self) -> Self {
        let log = if self.log.seq < other.log.seq {
            other.log
        } else {
            self.log
        };
        Self {
            log,
            last: self.last.max(other.last),
        }
    }
}

impl Outbox {
    /// Returns of which rooms' logs puts speak that have no answer yet.
    pub(in super::super) fn referred(&self) -> BTreeMap<Address, Referred> {
        let waiting = self.lanes.values().flat_map(|lane| &lane.puts);
        let mut rooms: BTreeMap<Address, Referred> = BTreeMap::new();
        for put in waiting.chain(self.nudged.values()) {
            let Some(referred) = put.refers_to() else {
                continue;
            };
            let room = rooms.entry(put.draft.room.clone()).or_insert(referred);
            *room = room.or_later(referred);
        }
        rooms
    }

    /// Takes out what refers to entries of a room; returns, in order, which puts those were and
    /// whether the line's lane waits for one.
    pub(in super::super) fn forget_referring(&mut self, room: &Address) -> Vec<(Cid, bool)> {
        let mut forgotten = self.forget_waiting(room);
        let nudged = self.nudged.values().filter(|put| put.is_about(room));
        let nudged: Vec<Cid> = nudged.map(|put| put.cid).collect();
        for cid in nudged {
            self.nudged.remove(&cid);
            forgotten.push((cid, false));
        }
        forgotten
    }

    fn forget_waiting(&mut self, room: &Address) -> Vec<(Cid, bool)> {
        let place = Place {
            beside: Beside::Others,
            room: room.clone(),
        };
        let Some(mut lane) = self.lanes.remove(&place) else {
            return Vec::new();
        };
        let (out, stay): (VecDeque<_>, _) = std::mem::take(&mut lane.puts)
            .into_iter()
            .partition(|put| put.is_about(room));
        lane.puts = stay;
        let blocker = lane.blocked_by;
        if out.iter().any(|put| blocker == Some(put.cid)) {
            lane.blocked_by = None;
            lane.wait_until = None;
        }
        if !lane.puts.is_empty() {
            self.lanes.insert(place, lane);
        }
        let forgotten = out.into_iter().map(|put| {
            if let Some(sent) = put.sent {
                self.abandoned
                    .insert(sent.reference, (room.clone(), put.cid));
            }
            (put.cid, blocker == Some(put.cid))
        });
        forgotten.collect()
    }
}

impl Pending {
    fn is_about(&self, room: &Address) -> bool {
        self.draft.re.is_some() && self.draft.kind != Kind::Signal && self.draft.room == *room
    }

    fn refers_to(&self) -> Option<Referred> {
        let (last, log) = (self.draft.re?, self.log?);
        (self.draft.kind != Kind::Signal).then_some(Referred { log, last })
    }
}
