//! How far this client has one room.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::protocol::Address;
use crate::protocol::Chain;
use crate::protocol::Ev;
use crate::protocol::Gap;
use crate::protocol::GapWhy;
use crate::protocol::Marks;
use crate::protocol::Open;
use crate::protocol::Opened;
use crate::vocab::OccupantId;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// The last entry of a room that a client has.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Cursor {
    /// The epoch of the log.
    pub epoch: u64,
    /// The entry.
    pub seq: Seq,
    /// The running hash there; missing where entries before it were trimmed.
    pub h: Option<Chain>,
}

impl Cursor {
    /// Makes a cursor that was kept somewhere.
    #[must_use]
    pub const fn new(epoch: u64, seq: Seq, h: Option<Chain>) -> Self {
        Self { epoch, seq, h }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    pub(super) cursor: Option<Cursor>,
    pub(super) back: Option<u64>,
    pub(super) phase: Phase,
    /// The last entry known to exist.
    pub(super) head: Seq,
    /// When something last came of what is missing.
    pub(super) moved_at: Timestamp,
    /// The room's number on this link.
    pub(super) number: Option<u32>,
    /// Who joined where, as far as this session has seen.
    pub(super) joins: BTreeMap<Seq, OccupantId>,
    /// Where the line says that its log begins, where that is not where ours goes on. It is not
    /// believed before the gap that says so: were the link lost in between, old entries and new ones
    /// would stand side by side.
    moves_to: Option<Cursor>,
    /// Behind which entry the line was asked to go on.
    asked: Seq,
    /// On this link the line has shown that its log is the one we know, or said that it is not.
    is_sure: bool,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Phase {
    #[default]
    Closed,
    Opening {
        reference: u64,
    },
    Open,
    Repairing {
        reference: u64,
        behind: Seq,
    },
}

/// What to do with an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// It is the next one.
    Take,
    /// It came before, or belongs to no open room.
    Pass,
    /// Something before it is missing.
    Hole,
}

impl Room {
    /// A room of which `cursor` is known.
    pub(super) fn at(cursor: Cursor) -> Self {
        Self {
            cursor: Some(cursor),
            ..Self::default()
        }
    }

    /// Leaves the link.
    pub(super) fn link_lost(&mut self) {
        self.phase = Phase::Closed;
        self.number = None;
        self.moves_to = None;
        self.is_sure = false;
    }

    /// Returns whether the line's log is known to be the one that is kept here: no word of another
    /// one can still come on this link.
    pub(super) const fn is_sure(&self) -> bool {
        self.is_sure && self.moves_to.is_none()
    }

    /// Returns whether the line's log is another one than the one that was asked for.
    pub(super) const fn has_moved(&self) -> bool {
        self.moves_to.is_some()
    }

    /// Begins anew where an entry comes and no gap said so before: whoever shows the room must
    /// hear of it all the same.
    pub(super) fn settle_move(&mut self, name: &Address) -> Option<Gap> {
        let (old, new) = (self.cursor?, self.moves_to.take()?);
        self.cursor = Some(new);
        let why = if old.epoch == new.epoch {
            GapWhy::Diverged
        } else {
            GapWhy::Epoch
        };
        Some(Gap {
            room: name.clone(),
            epoch: new.epoch,
            lo: Seq::new(1),
            hi: old.seq,
            why,
        })
    }

    pub(super) fn last(&self) -> Seq {
        self.cursor.map_or(Seq::ZERO, |cursor| cursor.seq)
    }

    pub(super) const fn is_sent(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Repairing { .. })
    }

    pub(super) fn is_said_as(&self, room: &Address) -> bool {
        self.number
            .is_some_and(|number| *room == Address::Number(number))
    }

    /// Gives up what the line does not have.
    pub(super) fn pass_over(&mut self, now: Timestamp, name: Address) -> Option<Gap> {
        let (lo, hi) = (self.last().next(), self.head);
        let cursor = self.cursor.as_mut().filter(|_| lo <= hi)?;
        cursor.seq = hi;
        cursor.h = None;
        self.moved_at = now;
        self.is_sure = true;
        Some(Gap {
            room: name,
            epoch: cursor.epoch,
            lo,
            hi,
            why: GapWhy::Missing,
        })
    }

    pub(super) fn is_live(&self) -> bool {
        self.phase == Phase::Open && self.moves_to.is_none() && self.head <= self.last()
    }

    pub(super) const fn waits_for(&self, number: u64) -> bool {
        match self.phase {
            Phase::Opening { reference } | Phase::Repairing { reference, .. } => {
                reference == number
            }
            Phase::Closed | Phase::Open => false,
        }
    }

    pub(super) fn ask_open(&mut self, now: Timestamp, name: Address, reference: u64) -> Open {
        self.phase = Phase::Opening { reference };
        self.asked = self.last();
        self.is_sure = false;
        self.moved_at = now;
        Open {
            reference: Some(reference),
            room: name,
            epoch: self.cursor.map(|cursor| cursor.epoch),
            seq: self.cursor.map(|cursor| cursor.seq),
            h: self.cursor.and_then(|cursor| cursor.h),
            back: self.back.filter(|_| self.cursor.is_none()),
            join: None,
            marks: Marks::NONE,
        }
    }

    pub(super) fn opened(&mut self, now: Timestamp, opened: &Opened) {
        let Opened {
            epoch,
            head,
            from,
            h,
            ..
        } = *opened;
        let begins = Cursor::new(epoch, from, None);
        // What is compared further on is told by the first entry behind ours, or by a gap before it.
        self.is_sure |= self.cursor.is_none() || head <= self.asked;
        match self.cursor {
            None => self.cursor = Some(begins),
            Some(cursor) if cursor.seq == head && cursor.h.is_some_and(|ours| ours != h) => {
                self.moves_to = Some(Cursor::new(epoch, Seq::ZERO, None));
            }
            Some(cursor) if cursor.epoch == epoch && self.asked <= from => {}
            Some(_) => self.moves_to = Some(begins),
        }
        self.head = head;
        self.number = opened.n;
        self.phase = Phase::Open;
        self.moved_at = now;
    }

    pub(super) fn entry(&mut self, now: Timestamp, ev: &Ev<'_>) -> Step {
        let Some(cursor) = &mut self.cursor else {
            return Step::Pass;
        };
        if matches!(self.phase, Phase::Closed | Phase::Opening { .. }) || ev.seq <= cursor.seq {
            return Step::Pass;
        }
        self.head = self.head.max(ev.seq);
        if ev.seq != cursor.seq.next() {
            return Step::Hole;
        }
        cursor.seq = ev.seq;
        cursor.h = Some(ev.h);
        self.moved_at = now;
        self.is_sure = true;
        self.end_repair();
        Step::Take
    }

    pub(super) fn gap(&mut self, now: Timestamp, gap: &Gap) {
        match gap.why {
            GapWhy::Epoch | GapWhy::Diverged => {
                self.moves_to = None;
                self.asked = Seq::ZERO;
                self.cursor = Some(Cursor::new(gap.epoch, Seq::ZERO, None));
                self.is_sure = true;
            }
            GapWhy::Trimmed if gap.lo <= self.last().next() && self.last() < gap.hi => {
                // The same log, of which less is kept: that is why it begins elsewhere.
                self.moves_to = None;
                self.cursor = Some(Cursor::new(gap.epoch, gap.hi, None));
                self.is_sure = true;
            }
            GapWhy::Trimmed | GapWhy::Missing => {}
            GapWhy::Slow => self.head = self.head.max(gap.hi),
        }
        self.moved_at = now;
        self.end_repair();
    }

    pub(super) fn reach(&mut self, now: Timestamp, head: Seq) -> bool {
        let was_live = self.is_live();
        self.head = self.head.max(head);
        if was_live && !self.is_live() {
            self.moved_at = now;
        }
        was_live && !self.is_live()
    }

    pub(super) fn end_repair(&mut self) {
        if matches!(self.phase, Phase::Repairing { .. }) && self.head <= self.last() {
            self.phase = Phase::Open;
        }
    }
}
