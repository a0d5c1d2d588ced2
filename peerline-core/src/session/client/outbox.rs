//! Puts that wait for their answers, in order per room.

mod calling;
mod referring;

use std::collections::BTreeMap;
use std::collections::VecDeque;

pub(super) use referring::Referred;

use super::draft::Draft;
use super::draft::Unanswered;
use super::room::Cursor;
use crate::protocol::Address;
use crate::protocol::Kind;
use crate::protocol::Put;
use crate::vocab::Cid;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// All puts without an answer, and those that were nudged and wait for their author.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    lanes: BTreeMap<Place, Lane>,
    nudged: BTreeMap<Cid, Pending>,
    /// Given up while on their way: should the line ask for one again, it must hear of it.
    abandoned: BTreeMap<u64, (Address, Cid)>,
}

/// Which lane. A call for a person waits behind nothing but another one: it has a lane of its own
/// beside its room's, and goes out before the others.
#[derive(Clone, Eq, Ord, PartialEq, PartialOrd)]
struct Place {
    beside: Beside,
    room: Address,
}

#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Beside {
    Signals,
    Others,
}

#[derive(Clone, Default)]
struct Lane {
    puts: VecDeque<Pending>,
    wait_until: Option<Timestamp>,
    /// The put after whose retryable refusal the line takes no other one.
    blocked_by: Option<Cid>,
}

#[derive(Clone)]
struct Pending {
    cid: Cid,
    draft: Draft,
    /// How far its author had the room whose entry it refers to.
    log: Option<Cursor>,
    made_at: Timestamp,
    over: bool,
    was_sent: bool,
    sent: Option<Sent>,
}

#[derive(Clone, Copy)]
struct Sent {
    reference: u64,
    at: Timestamp,
}

/// What giving up a put did.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum GivenUp {
    /// There was no such put.
    Unknown,
    /// It had never left, or its author had been asked.
    Quietly,
    /// The line's lane waits for it and must hear of it.
    Tell(Address),
}

impl Outbox {
    /// How many puts of one room may be on their way at once.
    const WINDOW: usize = 8;

    /// Takes a put whose author has its room up to `log`.
    pub(super) fn add(&mut self, now: Timestamp, cid: Cid, draft: Draft, log: Option<Cursor>) {
        let lane = self.lanes.entry(Place::of(&draft)).or_default();
        let log = log.filter(|log| draft.re.is_some_and(|re| re <= log.seq));
        lane.puts.push_back(Pending {
            cid,
            draft,
            log,
            made_at: now,
            over: false,
            was_sent: false,
            sent: None,
        });
    }

    /// Takes a put back that was kept, behind the ones that are there.
    pub(super) fn restore(&mut self, kept: Unanswered) {
        let put = Pending {
            cid: kept.cid,
            draft: kept.draft,
            log: kept.log,
            made_at: kept.made_at,
            over: kept.over,
            was_sent: kept.was_sent,
            sent: None,
        };
        if kept.nudged {
            self.nudged.insert(put.cid, put);
        } else {
            let lane = self.lanes.entry(Place::of(&put.draft)).or_default();
            lane.puts.push_back(put);
        }
    }

    /// Returns the puts to keep, in order per room.
    pub(super) fn kept(&self) -> impl Iterator<Item = Unanswered> {
        let waiting = self.lanes.values().flat_map(|lane| &lane.puts);
        let waiting = waiting.map(|put| put.kept(false));
        waiting.chain(self.nudged.values().map(|put| put.kept(true)))
    }

    /// Sends a nudged put again as it is; `false` where no such put was nudged.
    pub(super) fn put_over(&mut self, cid: Cid) -> bool {
        let Some(mut put) = self.nudged.remove(&cid) else {
            return false;
        };
        put.over = true;
        let lane = self.lanes.entry(Place::of(&put.draft)).or_default();
        lane.puts.push_back(put);
        true
    }

    /// Forgets a put.
    pub(super) fn give_up(&mut self, cid: Cid) -> GivenUp {
        if self.nudged.remove(&cid).is_some() {
            return GivenUp::Quietly;
        }
        for (Place { room, .. }, lane) in &mut self.lanes {
            let place = lane.puts.iter().position(|put| put.cid == cid);
            if let Some(put) = place.and_then(|place| lane.puts.remove(place)) {
                if let Some(sent) = put.sent {
                    self.abandoned.insert(sent.reference, (room.clone(), cid));
                }
                if lane.blocked_by == Some(cid) {
                    lane.blocked_by = None;
                    lane.wait_until = None;
                    return GivenUp::Tell(room.clone());
                }
                return GivenUp::Quietly;
            }
        }
        GivenUp::Unknown
    }

    /// Takes out what was given up on its way under `reference`.
    pub(super) fn abandoned(&mut self, reference: u64) -> Option<(Address, Cid)> {
        self.abandoned.remove(&reference)
    }

    /// Returns the puts to send now, in order. `may_go` says of all but calls whether they may; it is
    /// told whether their author had the entry that they refer to.
    pub(super) fn due(
        &mut self,
        now: Timestamp,
        reference: &mut u64,
        may_go: impl Fn(&Draft, bool) -> bool,
    ) -> Vec<Put<'static>> {
        let lanes = self.lanes.iter_mut();
        let due = lanes.flat_map(|(place, lane)| {
            let may_go = |put: &Pending| {
                place.beside == Beside::Signals || may_go(&put.draft, put.log.is_some())
            };
            lane.due(now, reference, may_go)
        });
        due.collect()
    }

    /// Returns the put that was sent under `reference`.
    pub(super) fn find(&self, reference: u64) -> Option<Cid> {
        let mut puts = self.lanes.values().flat_map(|lane| &lane.puts);
        puts.find(|put| put.is_sent_as(reference))
            .map(|put| put.cid)
    }

    /// Takes a put out: it was answered for good.
    pub(super) fn settled(&mut self, reference: u64) {
        self.take(reference);
    }

    /// Takes a put out until its author says what to do.
    pub(super) fn nudge(&mut self, reference: u64) {
        if let Some(mut put) = self.take(reference) {
            put.sent = None;
            self.nudged.insert(put.cid, put);
        }
    }

    /// Keeps a put in its place, to be sent again at `until`.
    pub(super) fn wait(&mut self, reference: u64, until: Timestamp) {
        for lane in self.lanes.values_mut() {
            let place = lane.puts.iter().position(|put| put.is_sent_as(reference));
            if let Some(put) = place.and_then(|place| lane.puts.get_mut(place)) {
                put.sent = None;
                // A put behind another that waits needs no time of its own.
                if place == Some(0) || lane.wait_until.is_none() {
                    lane.blocked_by = Some(put.cid);
                    lane.wait_until = Some(until);
                }
            }
        }
    }

    /// Puts everything that has no answer back in its place.
    pub(super) fn link_lost(&mut self) {
        self.abandoned.clear();
        for lane in self.lanes.values_mut() {
            lane.wait_until = None;
            lane.blocked_by = None;
            for put in &mut lane.puts {
                put.sent = None;
            }
        }
    }

    /// Returns when a lane may go on.
    pub(super) fn wakes_at(&self) -> Option<Timestamp> {
        self.lanes.values().filter_map(|lane| lane.wait_until).min()
    }

    /// Returns when the first put on its way has waited for `patience`.
    pub(super) fn overdue_at(&self, patience: Millis) -> Option<Timestamp> {
        let puts = self.lanes.values().flat_map(|lane| &lane.puts);
        let sent = puts.filter_map(|put| put.sent);
        sent.map(|sent| sent.at.after(patience)).min()
    }

    /// Returns the puts without an answer, those that wait for their author included.
    pub(super) fn unanswered(&self) -> impl Iterator<Item = Cid> {
        let waiting = self.lanes.values().flat_map(|lane| &lane.puts);
        waiting.chain(self.nudged.values()).map(|put| put.cid)
    }

    fn take(&mut self, reference: u64) -> Option<Pending> {
        let mut taken = None;
        self.lanes.retain(|_, lane| {
            let place = lane.puts.iter().position(|put| put.is_sent_as(reference));
            if let Some(put) = place.and_then(|place| lane.puts.remove(place)) {
                taken = Some(put);
            }
            !lane.puts.is_empty()
        });
        taken
    }
}

impl Place {
    fn of(draft: &Draft) -> Self {
        let is_signal = draft.kind == Kind::Signal;
        Self {
            beside: if is_signal {
                Beside::Signals
            } else {
                Beside::Others
            },
            room: draft.room.clone(),
        }
    }
}

impl Lane {
    fn due(
        &mut self,
        now: Timestamp,
        reference: &mut u64,
        may_go: impl Fn(&Pending) -> bool,
    ) -> Vec<Put<'static>> {
        if self.wait_until.is_some_and(|until| now < until) {
            return Vec::new();
        }
        self.wait_until = None;
        // What was sent behind a refused put is refused too. Until all of that has been heard, a
        // newer put could overtake an older one whose refusal is still on its way.
        if self.blocked_by.is_some() && self.puts.iter().any(|put| put.sent.is_some()) {
            return Vec::new();
        }
        self.blocked_by = None;
        let window = self.puts.iter_mut().take(Outbox::WINDOW);
        let unsent = window.filter(|put| put.sent.is_none());
        // Whatever is behind one that has to wait waits with it.
        let unsent = unsent.take_while(|put| may_go(put));
        unsent.map(|put| put.send(now, reference)).collect()
    }
}

impl Pending {
    fn kept(&self, nudged: bool) -> Unanswered {
        Unanswered {
            cid: self.cid,
            draft: self.draft.clone(),
            log: self.log,
            made_at: self.made_at,
            nudged,
            over: self.over,
            was_sent: self.was_sent,
        }
    }

    fn is_sent_as(&self, reference: u64) -> bool {
        self.sent.is_some_and(|sent| sent.reference == reference)
    }

    fn send(&mut self, now: Timestamp, reference: &mut u64) -> Put<'static> {
        *reference = reference.saturating_add(1);
        self.sent = Some(Sent {
            reference: *reference,
            at: now,
        });
        let age_s = now.since(self.made_at).as_secs();
        let says_age = self.was_sent || 0 < age_s;
        self.was_sent = true;
        Put {
            reference: *reference,
            room: self.draft.room.clone(),
            cid: self.cid,
            kind: self.draft.kind.clone(),
            body: self.draft.body.expose().clone(),
            re: self.draft.re,
            age_s: says_age.then_some(age_s),
            over: self.over,
        }
    }
}
