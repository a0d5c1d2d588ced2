//! Who of a crowd sits at which of its tables.

use std::cmp::Reverse;

use super::Guest;
use super::Seats;
use super::overlap;
use crate::vocab::AccountId;

/// How many ways to begin are tried, each from another person.
const STARTS: usize = 16;
/// How often the tables are gone through for exchanges in one of them.
const ROUNDS: usize = 32;

/// A crowd, with what each two have in common; nothing where they may not meet.
pub(super) struct Grouping<'a> {
    crowd: &'a [Guest<'a>],
    pairs: Vec<Option<u32>>,
}

type Tables = Vec<Vec<usize>>;

impl<'a> Grouping<'a> {
    pub(super) fn new(
        crowd: &'a [Guest<'a>],
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Self {
        let mut pairs = Vec::with_capacity(crowd.len().saturating_mul(crowd.len()));
        for one in crowd {
            for other in crowd {
                let may = one.account != other.account && compatible(one.account, other.account);
                pairs.push(may.then(|| overlap(one.wish, other.wish)));
            }
        }
        Self { crowd, pairs }
    }

    /// Seats the crowd at tables of these sizes: the most people, among them the longest waiting,
    /// with the most in common. A table that comes to fewer than the least is none.
    pub(super) fn tables(&self, sizes: &[usize], seats: Seats) -> Vec<Vec<AccountId>> {
        let starts = (0..self.crowd.len().min(STARTS)).map(|start| {
            let mut tables = self.begin(sizes, seats, start);
            self.exchange(&mut tables);
            tables
        });
        let best = starts.max_by_key(|tables| {
            let mut seated: Vec<usize> = tables.iter().flatten().copied().collect();
            seated.sort_unstable();
            let overlap: u32 = tables.iter().map(|table| self.overlap_at(table)).sum();
            (seated.len(), Reverse(seated), overlap)
        });
        let guests = |mut table: Vec<usize>| -> Vec<AccountId> {
            table.sort_unstable();
            let guests = table.into_iter().filter_map(|at| self.crowd.get(at));
            guests.map(|guest| guest.account).collect()
        };
        best.unwrap_or_default().into_iter().map(guests).collect()
    }

    fn pair(&self, one: usize, other: usize) -> Option<u32> {
        let at = one.checked_mul(self.crowd.len())?.checked_add(other)?;
        self.pairs.get(at).copied().flatten()
    }

    /// Returns what somebody has in common with all at a table, themself left out; `None` where
    /// there is somebody they may not meet.
    fn common(&self, one: usize, table: &[usize]) -> Option<u32> {
        let others = table.iter().filter(|other| **other != one);
        others.map(|other| self.pair(one, *other)).sum()
    }

    fn overlap_at(&self, table: &[usize]) -> u32 {
        let twice: u32 = table
            .iter()
            .filter_map(|one| self.common(*one, table))
            .sum();
        twice / 2
    }

    /// Fills one table after the other, each from the longest waiting, from `start` on around; then
    /// seats who is left wherever there is room, as long as not all seats are given that were planned.
    fn begin(&self, sizes: &[usize], seats: Seats, start: usize) -> Tables {
        let n = self.crowd.len();
        // Where there are seats for all, anybody may begin; else the longest waiting come first.
        let n_seats = sizes.iter().sum::<usize>();
        let mut left: Vec<usize> = (0..n_seats.min(n)).collect();
        let mut late: Vec<usize> = (n_seats.min(n)..n).collect();
        if !left.is_empty() {
            let by = start.checked_rem(left.len()).unwrap_or_default();
            left.rotate_left(by);
        }
        let mut tables = Tables::new();
        for size in sizes {
            let mut table: Vec<usize> = Vec::new();
            while table.len() < *size {
                let next = self.next_for(&table, &mut left);
                let Some(next) = next.or_else(|| self.next_for(&table, &mut late)) else {
                    break;
                };
                table.push(next);
            }
            tables.push(table);
        }
        left.append(&mut late);
        tables.retain(|table| {
            let begins = seats.least <= table.len();
            if !begins {
                left.extend(table);
            }
            begins
        });
        left.sort_unstable();
        let seated: usize = tables.iter().map(Vec::len).sum();
        let mut n_open = n_seats.saturating_sub(seated);
        for one in left {
            if n_open == 0 {
                break;
            }
            let open = tables.iter_mut().filter(|table| table.len() < seats.most);
            let fitting = open.filter_map(|table| Some((self.common(one, table)?, table)));
            if let Some((_, table)) =
                fitting.max_by_key(|(common, table)| (Reverse(table.len()), *common))
            {
                table.push(one);
                n_open = n_open.saturating_sub(1);
            }
        }
        tables
    }

    /// Takes out who has most in common with a table, of those who may sit there; the first of all
    /// where nobody sits there yet.
    fn next_for(&self, table: &[usize], from: &mut Vec<usize>) -> Option<usize> {
        if table.is_empty() {
            return (!from.is_empty()).then(|| from.remove(0));
        }
        let able = from.iter().enumerate();
        let able = able.filter_map(|(nth, one)| Some((self.common(*one, table)?, Reverse(nth))));
        let (_, Reverse(nth)) = able.max()?;
        Some(from.remove(nth))
    }

    /// Exchanges people between two tables as long as it adds to the sum.
    fn exchange(&self, tables: &mut [Vec<usize>]) {
        for _ in 0..ROUNDS {
            let mut any = false;
            for one in 0..tables.len() {
                for other in one.saturating_add(1)..tables.len() {
                    while self.exchange_between(tables, one, other).is_some() {
                        any = true;
                    }
                }
            }
            if !any {
                return;
            }
        }
    }

    /// Makes the best exchange of two people between two tables, if one adds to the sum.
    fn exchange_between(&self, tables: &mut [Vec<usize>], one: usize, other: usize) -> Option<()> {
        let (here, there) = (tables.get(one)?, tables.get(other)?);
        let mut best: Option<(u32, usize, usize)> = None;
        for (a, from) in here.iter().enumerate() {
            for (b, to) in there.iter().enumerate() {
                let gain = self.gain((*from, here), (*to, there));
                let better = gain.filter(|gain| best.is_none_or(|(most, ..)| most < *gain));
                best = better.map_or(best, |gain| Some((gain, a, b)));
            }
        }
        let (_, a, b) = best?;
        let (from, to) = (*here.get(a)?, *there.get(b)?);
        *tables.get_mut(one)?.get_mut(a)? = to;
        *tables.get_mut(other)?.get_mut(b)? = from;
        Some(())
    }

    /// Returns by how much the sum grows if two change places; `None` where it does not, or somebody
    /// would sit with one they may not meet.
    fn gain(&self, (from, here): (usize, &[usize]), (to, there): (usize, &[usize])) -> Option<u32> {
        let before = self
            .common(from, here)?
            .saturating_add(self.common(to, there)?);
        let after = self
            .without(from, there, to)?
            .saturating_add(self.without(to, here, from)?);
        after.checked_sub(before).filter(|gain| 0 < *gain)
    }

    /// Returns what somebody has in common with a table that another has left.
    fn without(&self, one: usize, table: &[usize], left: usize) -> Option<u32> {
        let others = table.iter().filter(|other| **other != left);
        others.map(|other| self.pair(one, *other)).sum()
    }
}
