//! What pairs score, for one person and all their seats at once.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::seats::Seats;
use super::seats::set;
use crate::matching::Candidate;
use crate::matching::Gender;
use crate::matching::Pool;
use crate::matching::Shift;
use crate::matching::Style;
use crate::matching::Tag;
use crate::matching::fit;

/// The scores of [`fit::score_of`], by sets that are made once in a pass: for each experience
/// somebody waits with, the seats that share it; for each gender, way of talking and first language
/// that is wished for, the seats that have it.
#[derive(Debug)]
pub(super) struct Scores<'a> {
    sharing: BTreeMap<&'a Tag, Vec<usize>>,
    genders: BTreeMap<Gender, Bits>,
    styles: BTreeMap<Style, Bits>,
    first: BTreeMap<&'a str, Bits>,
    /// How many experiences each seat shares with the person it is asked for; zero between two.
    n_shared: Vec<usize>,
    /// For a wish that was not made.
    nowhere: Bits,
}

impl<'a> Scores<'a> {
    pub(super) fn new(pool: &Pool<'a>, seats: &Seats<'a>) -> Self {
        // Made from the shorter side: either list alone can be the long one.
        let few_wait = pool.waiting().len() <= seats.len();
        let mut sharing: BTreeMap<&'a Tag, Vec<usize>> = BTreeMap::new();
        if few_wait {
            let asked = pool.waiting().iter().flat_map(|one| one.wish.tags());
            asked.for_each(|tag| {
                sharing.entry(tag).or_default();
            });
        }
        for (at, seat) in seats.iter().enumerate() {
            for tag in seat.supporter.shift.tags() {
                match sharing.get_mut(tag) {
                    Some(sharing) => sharing.push(at),
                    None if few_wait => {}
                    None => {
                        sharing.insert(tag, vec![at]);
                    }
                }
            }
        }
        Self {
            sharing,
            genders: BTreeMap::new(),
            styles: BTreeMap::new(),
            first: BTreeMap::new(),
            n_shared: vec![0; seats.len()],
            nowhere: Bits::none(seats.len()),
        }
    }

    /// Returns the score of each of these seats for somebody, in the order of the seats.
    pub(super) fn of(
        &mut self,
        candidate: &Candidate<'a>,
        seats: &Seats<'a>,
        fitting: &Bits,
    ) -> Vec<(u32, usize)> {
        self.share(candidate, |n| n.saturating_add(1));
        let (wish, all) = (candidate.wish, seats.as_slice());
        let gender = wish.gender().map(|wish| wish.wanted);
        let gender = gender.map_or(&self.nowhere, |wanted| {
            let is = |shift: &Shift| fit::is_of(shift, wanted);
            set(&mut self.genders, wanted, all, is)
        });
        let style = wish.style().map(|wish| wish.wanted);
        let style = style.map_or(&self.nowhere, |wanted| {
            let talks = |shift: &Shift| fit::talks_in(shift, wanted);
            set(&mut self.styles, wanted, all, talks)
        });
        let first = wish.languages().first().map(|one| one.primary());
        let first = first.map_or(&self.nowhere, |wanted| {
            let speaks = |shift: &Shift| fit::speaks_first(shift, wanted);
            set(&mut self.first, wanted, all, speaks)
        });
        let score = |at: usize| {
            let seat = seats.get(at);
            if seat.is_some_and(|seat| fit::both_want_again(candidate, seat.supporter)) {
                return (fit::MAX_SCORE, at);
            }
            let n_shared = self.n_shared.get(at).copied().unwrap_or_default();
            let likes = [gender.has(at), style.has(at), first.has(at)];
            (fit::points(n_shared, likes), at)
        };
        let scores = fitting.iter().map(score).collect();
        self.share(candidate, |_| 0);
        scores
    }

    /// Changes the count of every seat, once for each experience it shares with somebody.
    fn share(&mut self, candidate: &Candidate<'_>, change: impl Fn(usize) -> usize) {
        for tag in candidate.wish.tags() {
            for at in self.sharing.get(tag).into_iter().flatten() {
                if let Some(n) = self.n_shared.get_mut(*at) {
                    *n = change(*n);
                }
            }
        }
    }
}
