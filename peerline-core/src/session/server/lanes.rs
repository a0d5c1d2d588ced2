//! Puts of one connection, in order per room.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use super::PutRequest;
use crate::log::Act;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::vocab::Cid;

/// One lane per room: one put at a time is with the host, the rest wait behind it, and after a
/// retryable refusal only that same put may go on.
///
/// Whoever asks for a human goes beside every lane: nothing else that was said, and nothing that
/// could not be stored, stands before that.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    lanes: BTreeMap<Address, Lane>,
    waiting: usize,
}

#[derive(Debug, Default)]
struct Lane {
    out: Option<(u64, Cid)>,
    queue: VecDeque<Box<PutRequest>>,
    blocked_by: Option<Cid>,
}

impl Lane {
    fn is_idle(&self) -> bool {
        self.out.is_none() && self.queue.is_empty() && self.blocked_by.is_none()
    }
}

/// What becomes of a put.
#[derive(Debug)]
pub(super) enum Turn {
    Go(Box<PutRequest>),
    Wait,
    Lane,
    Full,
}

impl Lanes {
    /// The most puts that wait on one connection.
    const MAX_WAITING: usize = 64;
    /// The most rooms with a put that is not settled, on one connection.
    const MAX_LANES: usize = 256;

    /// Takes a put.
    pub(super) fn push(&mut self, put: Box<PutRequest>) -> Turn {
        if matches!(put.act, Act::AskForHuman { .. }) {
            return Turn::Go(put);
        }
        if Self::MAX_LANES <= self.lanes.len() && !self.lanes.contains_key(&put.room) {
            return Turn::Full;
        }
        let lane = self.lanes.entry(put.room.clone()).or_default();
        if lane.blocked_by.is_some_and(|cid| cid != put.cid) {
            return Turn::Lane;
        }
        lane.blocked_by = None;
        if lane.out.is_none() {
            lane.out = Some((put.reference, put.cid));
            return Turn::Go(put);
        }
        if Self::MAX_WAITING <= self.waiting {
            lane.blocked_by = Some(put.cid);
            return Turn::Full;
        }
        self.waiting = self.waiting.saturating_add(1);
        lane.queue.push_back(put);
        Turn::Wait
    }

    /// Notes that a put was answered. Returns the next one to go and those that must be told
    /// `lane`.
    pub(super) fn answered(
        &mut self,
        room: &Address,
        put: (u64, Cid),
        code: Option<Code>,
    ) -> (Option<Box<PutRequest>>, Vec<PutRequest>) {
        let Some(lane) = self.lanes.get_mut(room) else {
            return (None, Vec::new());
        };
        if lane.out != Some(put) {
            return (None, Vec::new());
        }
        lane.out = None;
        if code.is_some_and(Code::is_retryable) {
            let (_, cid) = put;
            lane.blocked_by = Some(cid);
            let told: Vec<_> = lane.queue.drain(..).map(|put| *put).collect();
            self.waiting = self.waiting.saturating_sub(told.len());
            return (None, told);
        }
        let next = lane.queue.pop_front();
        if let Some(put) = &next {
            self.waiting = self.waiting.saturating_sub(1);
            lane.out = Some((put.reference, put.cid));
        }
        self.tidy(room);
        (next, Vec::new())
    }

    /// Gives up the put that blocks a lane.
    pub(super) fn drop_put(&mut self, room: &Address, cid: Cid) {
        if let Some(lane) = self.lanes.get_mut(room)
            && lane.blocked_by == Some(cid)
        {
            lane.blocked_by = None;
        }
        self.tidy(room);
    }

    /// Lets a lane go on whose blocking put was refused for good before it came to its lane.
    pub(super) fn lift(&mut self, cid: Cid) {
        for lane in self.lanes.values_mut() {
            if lane.blocked_by == Some(cid) {
                lane.blocked_by = None;
            }
        }
        self.lanes.retain(|_, lane| !lane.is_idle());
    }

    fn tidy(&mut self, room: &Address) {
        if self.lanes.get(room).is_some_and(Lane::is_idle) {
            self.lanes.remove(room);
        }
    }
}
