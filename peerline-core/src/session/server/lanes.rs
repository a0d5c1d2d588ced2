//! Puts of one connection, in order per room.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use super::PutRequest;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::vocab::Cid;

/// One lane per room: one put at a time is with the host, the rest wait behind it, and after a
/// retryable refusal only that same put may go on.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    lanes: BTreeMap<Address, Lane>,
    waiting: usize,
}

#[derive(Debug, Default)]
struct Lane {
    out: Option<Cid>,
    queue: VecDeque<Box<PutRequest>>,
    blocked_by: Option<Cid>,
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

    /// Takes a put.
    pub(super) fn push(&mut self, put: Box<PutRequest>) -> Turn {
        let lane = self.lanes.entry(put.room.clone()).or_default();
        if lane.blocked_by.is_some_and(|cid| cid != put.cid) {
            return Turn::Lane;
        }
        lane.blocked_by = None;
        if lane.out.is_none() {
            lane.out = Some(put.cid);
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

    /// Notes that the put with the host was answered. Returns the next one to go and those that
    /// must be told `lane`.
    pub(super) fn answered(
        &mut self,
        room: &Address,
        code: Option<Code>,
    ) -> (Option<Box<PutRequest>>, Vec<PutRequest>) {
        let Some(lane) = self.lanes.get_mut(room) else {
            return (None, Vec::new());
        };
        let out = lane.out.take();
        if code.is_some_and(Code::is_retryable) {
            lane.blocked_by = out;
            let told: Vec<_> = lane.queue.drain(..).map(|put| *put).collect();
            self.waiting = self.waiting.saturating_sub(told.len());
            return (None, told);
        }
        let next = lane.queue.pop_front();
        if let Some(put) = &next {
            self.waiting = self.waiting.saturating_sub(1);
            lane.out = Some(put.cid);
        } else if lane.blocked_by.is_none() {
            self.lanes.remove(room);
        }
        (next, Vec::new())
    }

    /// Gives up the put that blocks a lane.
    pub(super) fn drop_put(&mut self, room: &Address, cid: Cid) {
        if let Some(lane) = self.lanes.get_mut(room)
            && lane.blocked_by == Some(cid)
        {
            lane.blocked_by = None;
        }
    }
}
