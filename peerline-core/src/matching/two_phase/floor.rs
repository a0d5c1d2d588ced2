//! The first step: who is served, by augmenting paths in the order of the line.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::VecDeque;

use super::bits::Bits;
use super::seats::Seats;
use super::worth::Worth;
use crate::matching::Candidate;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::vocab::AccountId;

/// A pass over one pool: who has been placed where.
pub(super) struct Floor<'a> {
    pool: &'a Pool<'a>,
    compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
    pub(super) seats: Seats<'a>,
    worth: Worth<'a>,
    /// By place in line, as far as it has been gone through.
    rows: Vec<Row>,
    /// Where each person has been placed.
    placed: Vec<Option<usize>>,
    /// Who sits on each seat.
    sitting: Vec<Vec<usize>>,
    /// Seats with a free slot.
    open: Bits,
    /// Seats from which no way leads to a free one any more.
    dead: Bits,
    n_open: usize,
}

/// Where one person may be placed.
#[derive(Debug, Default)]
struct Row {
    /// By the rules; whoever turned out to be blocked is taken out.
    fitting: Bits,
    /// Those who were asked about and are not blocked.
    met: Bits,
    /// What each is worth, in the order of the seats; made when it is first asked for.
    worth: Option<Vec<(i64, usize)>>,
}

impl<'a> Floor<'a> {
    pub(super) fn new(
        pool: &'a Pool<'a>,
        compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
        reserve: usize,
    ) -> Self {
        let seats = Seats::new(pool, reserve);
        let n_waiting = pool.waiting().len();
        let n_open = seats.iter().map(|seat| seat.slots).sum();
        let is_single = n_waiting == 1 || n_open == 1;
        Self {
            pool,
            compatible,
            worth: Worth::new(pool, &seats, is_single),
            rows: Vec::with_capacity(n_waiting),
            placed: vec![None; n_waiting],
            sitting: vec![Vec::new(); seats.len()],
            open: Bits::of(seats.len(), |_| true),
            dead: Bits::none(seats.len()),
            n_open,
            seats,
        }
    }

    /// Places everybody who can be, in the order of the line, and nobody out who is in.
    pub(super) fn place_all(&mut self) {
        for place in 0..self.pool.waiting().len() {
            if self.n_open == 0 {
                break;
            }
            self.place(place);
        }
    }

    pub(super) fn n_placed(&self) -> usize {
        self.placed().count()
    }

    /// Returns who was placed and where, by their place in line.
    pub(super) fn placed(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let placed = self.placed.iter().enumerate();
        placed.filter_map(|(place, at)| Some((place, (*at)?)))
    }

    pub(super) fn move_all(&mut self, seats: impl IntoIterator<Item = (usize, usize)>) {
        for (place, at) in seats {
            if let Some(own) = self.placed.get_mut(place) {
                *own = Some(at);
            }
        }
    }

    pub(super) fn pairings(&self) -> Vec<Pairing> {
        let pairing = |(place, at): (usize, usize)| {
            let candidate = self.pool.waiting().get(place)?;
            let seat = self.seats.get(at)?;
            Some(Pairing::new(candidate.ticket, seat.supporter.account))
        };
        self.placed().filter_map(pairing).collect()
    }

    /// Returns the best seats of somebody, with what they are worth, the best first, blocked ones
    /// left out; their own is always among them.
    pub(super) fn best(&mut self, place: usize, n: usize) -> Vec<(i64, usize)> {
        let own = self.placed.get(place).copied().flatten();
        let worth = self.weigh(place);
        let mut own = worth.iter().copied().find(|(_, at)| Some(*at) == own);
        let left = worth.iter().map(|(worth, at)| (*worth, Reverse(*at)));
        let mut left: BinaryHeap<_> = left.collect();
        let mut best = Vec::with_capacity(n.saturating_add(1).min(left.len()));
        while best.len() < n {
            let Some((worth, Reverse(at))) = left.pop() else {
                break;
            };
            if self.may_sit(place, at) {
                own = own.filter(|(_, own)| *own != at);
                best.push((worth, at));
            }
        }
        best.extend(own);
        best
    }

    /// Finds a way to a free seat, over those who can sit elsewhere, and moves everybody along it.
    fn place(&mut self, first: usize) {
        let row = self.row_of(first);
        self.rows.push(row);
        let mut seen = self.dead.clone();
        let mut from: Vec<Option<usize>> = Vec::new();
        let mut asking = VecDeque::from([first]);
        while let Some(place) = asking.pop_front() {
            if let Some(at) = self.open_seat(place, &seen) {
                self.shift_along(&from, place, at);
                return;
            }
            from.resize(self.seats.len(), None);
            let fitting = self.rows.get(place).map(|row| &row.fitting);
            let mut reached = fitting.cloned().unwrap_or_default();
            reached.drop(&seen);
            for at in reached.iter() {
                if !self.may_sit(place, at) {
                    continue;
                }
                seen.set(at);
                if let Some(from) = from.get_mut(at) {
                    *from = Some(place);
                }
                asking.extend(self.sitting.get(at).into_iter().flatten());
            }
        }
        self.dead = seen;
    }

    /// Returns the best free seat of somebody that no way has reached yet.
    fn open_seat(&mut self, place: usize, seen: &Bits) -> Option<usize> {
        let mut left = self.rows.get(place)?.fitting.narrowed(&self.open, seen);
        while !left.is_empty() {
            let worth = self.weigh(place).iter().copied();
            let worth = worth.filter(|(_, at)| left.has(*at));
            let (_, Reverse(at)) = worth.map(|(worth, at)| (worth, Reverse(at))).max()?;
            if self.may_sit(place, at) {
                return Some(at);
            }
            left.clear(at);
        }
        None
    }

    /// Seats the last one of a way, and each before them where the next one sat.
    fn shift_along(&mut self, from: &[Option<usize>], last: usize, at: usize) {
        let mut next = Some((last, at));
        while let Some((place, at)) = next {
            let own = self.placed.get_mut(place);
            let left = own.and_then(|own| own.replace(at));
            self.sit(place, at);
            if let Some(left) = left {
                self.rise(place, left);
            }
            next = left.and_then(|left| Some(((*from.get(left)?)?, left)));
        }
        self.n_open = self.n_open.saturating_sub(1);
    }

    fn sit(&mut self, place: usize, at: usize) {
        let seat = self.sitting.get_mut(at).zip(self.seats.get(at));
        if let Some((sitting, seat)) = seat {
            sitting.push(place);
            if seat.slots <= sitting.len() {
                self.open.clear(at);
            }
        }
    }

    fn rise(&mut self, place: usize, at: usize) {
        if let Some(sitting) = self.sitting.get_mut(at) {
            sitting.retain(|other| *other != place);
            self.open.set(at);
        }
    }

    fn row_of(&mut self, place: usize) -> Row {
        let candidate: Option<&Candidate<'a>> = self.pool.waiting().get(place);
        Row {
            fitting: candidate.map_or_else(Bits::default, |one| self.seats.fitting(one)),
            met: Bits::none(self.seats.len()),
            worth: None,
        }
    }

    /// Returns what the seats of somebody are worth to them, in the order of the seats.
    fn weigh(&mut self, place: usize) -> &[(i64, usize)] {
        let row = self.rows.get_mut(place);
        let Some((row, candidate)) = row.zip(self.pool.waiting().get(place)) else {
            return &[];
        };
        let (weights, seats) = (&mut self.worth, &self.seats);
        let Row { fitting, worth, .. } = row;
        worth.get_or_insert_with(|| weights.of(candidate, seats, fitting))
    }

    /// Asks about blocks, once for each pair that matters: the answer may be a costly one.
    fn may_sit(&mut self, place: usize, at: usize) -> bool {
        let Some(row) = self.rows.get_mut(place) else {
            return false;
        };
        if !row.fitting.has(at) || row.met.has(at) {
            return row.fitting.has(at);
        }
        let pair = self.pool.waiting().get(place).zip(self.seats.get(at));
        let may = pair.is_some_and(|(candidate, seat)| {
            (self.compatible)(candidate.account, seat.supporter.account)
        });
        if may {
            row.met.set(at);
        } else {
            row.fitting.clear(at);
        }
        may
    }
}
