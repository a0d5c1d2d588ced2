//! The first step: who is served, by augmenting paths in the order of the line.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use super::bits::Bits;
use super::seats::Seats;
use super::worth::Worth;
use super::worth::best_first;
use crate::matching::Candidate;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::vocab::AccountId;

/// A pass over one pool: who has been placed where.
pub(super) struct Floor<'a> {
    pool: &'a Pool<'a>,
    compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
    pub(super) seats: Seats<'a>,
    worth: Worth,
    rows: BTreeMap<usize, Row>,
    /// Where each person has been placed.
    placed: BTreeMap<usize, usize>,
    /// Who sits on each seat.
    sitting: Vec<Vec<usize>>,
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
    /// What each is worth, the best first.
    worth: Vec<(i64, usize)>,
}

impl<'a> Floor<'a> {
    pub(super) fn new(
        pool: &'a Pool<'a>,
        compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
        reserve: usize,
    ) -> Self {
        let seats = Seats::new(pool, reserve);
        let n_open = seats.iter().map(|seat| seat.slots).sum();
        let is_single = pool.waiting().len() == 1 || n_open == 1;
        Self {
            pool,
            compatible,
            worth: Worth::new(pool, &seats, is_single),
            rows: BTreeMap::new(),
            placed: BTreeMap::new(),
            sitting: vec![Vec::new(); seats.len()],
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
        self.placed.len()
    }

    /// Returns who was placed and where, by their place in line.
    pub(super) fn placed(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.placed.iter().map(|(place, at)| (*place, *at))
    }

    pub(super) fn move_all(&mut self, seats: impl IntoIterator<Item = (usize, usize)>) {
        self.placed.extend(seats);
    }

    pub(super) fn pairings(&self) -> Vec<Pairing> {
        let pairing = |(place, at): (usize, usize)| {
            let candidate = self.pool.waiting().get(place)?;
            let seat = self.seats.get(at)?;
            Some(Pairing::new(candidate.ticket, seat.supporter.account))
        };
        self.placed().filter_map(pairing).collect()
    }

    /// Returns the best seats of somebody, with what they are worth, blocked ones left out.
    pub(super) fn best(&mut self, place: usize, n: usize) -> Vec<(i64, usize)> {
        self.weigh(place);
        let row = self.rows.get(&place);
        let worth = row.map(|row| row.worth.clone()).unwrap_or_default();
        let may = worth.into_iter().filter(|(_, at)| self.may_sit(place, *at));
        may.take(n).collect()
    }

    /// Returns what somebody's own seat is worth to them.
    pub(super) fn worth_of(&self, place: usize, at: usize) -> i64 {
        let pair = self.pool.waiting().get(place).zip(self.seats.get(at));
        pair.map_or(0, |(candidate, seat)| self.worth.of(candidate, at, seat))
    }

    /// Finds a way to a free seat, over those who can sit elsewhere, and moves everybody along it.
    fn place(&mut self, first: usize) {
        let mut seen = self.dead.clone();
        let mut from: BTreeMap<usize, usize> = BTreeMap::new();
        let mut asking = VecDeque::from([first]);
        while let Some(place) = asking.pop_front() {
            if let Some(at) = self.open_seat(place, &seen) {
                self.shift_along(&from, place, at);
                return;
            }
            let mut reached = self.row(place).fitting.clone();
            reached.drop(&seen);
            for at in reached.iter() {
                if self.may_sit(place, at) {
                    seen.set(at);
                    from.insert(at, place);
                    asking.extend(self.sitting.get(at).into_iter().flatten());
                }
            }
        }
        self.dead = seen;
    }

    fn open_seat(&mut self, place: usize, seen: &Bits) -> Option<usize> {
        let mut left = self.row(place).fitting.clone();
        left.drop(seen);
        if left.is_empty() {
            return None;
        }
        self.weigh(place);
        let n = self.rows.get(&place)?.worth.len();
        (0..n).find_map(|nth| {
            let (_, at) = *self.rows.get(&place)?.worth.get(nth)?;
            let open = left.has(at) && self.is_open(at) && self.may_sit(place, at);
            open.then_some(at)
        })
    }

    fn is_open(&self, at: usize) -> bool {
        let seat = self.seats.get(at).zip(self.sitting.get(at));
        seat.is_some_and(|(seat, sitting)| sitting.len() < seat.slots)
    }

    /// Seats the last one of a way, and each before them where the next one sat.
    fn shift_along(&mut self, from: &BTreeMap<usize, usize>, last: usize, at: usize) {
        let mut next = Some((last, at));
        while let Some((place, at)) = next {
            let left = self.placed.insert(place, at);
            if let Some(sitting) = self.sitting.get_mut(at) {
                sitting.push(place);
            }
            let left_by = left.and_then(|left| self.sitting.get_mut(left));
            if let Some(sitting) = left_by {
                sitting.retain(|other| *other != place);
            }
            next = left.and_then(|left| Some((*from.get(&left)?, left)));
        }
        self.n_open = self.n_open.saturating_sub(1);
    }

    fn row(&mut self, place: usize) -> &mut Row {
        let (pool, seats) = (self.pool, &mut self.seats);
        self.rows.entry(place).or_insert_with(|| {
            let candidate: Option<&Candidate<'a>> = pool.waiting().get(place);
            Row {
                fitting: candidate.map(|one| seats.fitting(one)).unwrap_or_default(),
                met: Bits::none(seats.len()),
                worth: Vec::new(),
            }
        })
    }

    fn weigh(&mut self, place: usize) {
        let row = self.row(place);
        if !row.worth.is_empty() {
            return;
        }
        let fitting: Vec<usize> = row.fitting.iter().collect();
        let worth = fitting.into_iter().map(|at| (self.worth_of(place, at), at));
        let worth = best_first(worth.collect());
        self.row(place).worth = worth;
    }

    /// Asks about blocks, once for each pair that matters: the answer may be a costly one.
    fn may_sit(&mut self, place: usize, at: usize) -> bool {
        let row = self.row(place);
        if !row.fitting.has(at) || row.met.has(at) {
            return row.fitting.has(at);
        }
        let pair = self.pool.waiting().get(place).zip(self.seats.get(at));
        let may = pair.is_some_and(|(candidate, seat)| {
            (self.compatible)(candidate.account, seat.supporter.account)
        });
        let row = self.row(place);
        if may {
            row.met.set(at);
        } else {
            row.fitting.clear(at);
        }
        may
    }
}
