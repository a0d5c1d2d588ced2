//! The second step: with whom, by successive shortest paths with prices over the best edges.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::TwoPhase;
use super::floor::Floor;

/// Moves those who are placed to where the sum of what their pairs are worth is the highest, over
/// the best edges of each; changes nothing where the budget runs out.
pub(super) fn improve(floor: &mut Floor<'_>, budget: u64) {
    let placed: Vec<(usize, usize)> = floor.placed().collect();
    let mut edges = Vec::with_capacity(placed.len());
    for (place, own) in &placed {
        let mut best = floor.best(*place, TwoPhase::WIDTH);
        if best.iter().all(|(_, at)| at != own) {
            best.push((floor.worth_of(*place, *own), *own));
        }
        edges.push(best);
    }
    let slots = floor.seats.iter().map(|seat| seat.slots).collect();
    let solved = Assignment::new(edges, slots, budget).solve();
    if let Some(seats) = solved {
        let places = placed.iter().map(|(place, _)| *place);
        floor.move_all(places.zip(seats));
    }
}

/// The assignment of people to seats with the least sum of costs, grown by one person at a time.
struct Assignment {
    /// For each person, what each seat costs them: the best possible pair costs nothing.
    costs: Vec<Vec<(i64, usize)>>,
    slots: Vec<usize>,
    sitting: Vec<Vec<usize>>,
    seat: Vec<Option<usize>>,
    /// The prices. No edge costs less than the prices of its two ends, and a taken one exactly that.
    person_price: Vec<i64>,
    seat_price: Vec<i64>,
    steps_left: u64,
}

/// The way that one person looks for.
struct Search {
    heap: BinaryHeap<Reverse<(i64, usize)>>,
    distance: Vec<Option<i64>>,
    from: Vec<Option<usize>>,
    /// Seats that are reached for good, in order.
    reached: Vec<(i64, usize)>,
}

impl Assignment {
    fn new(edges: Vec<Vec<(i64, usize)>>, slots: Vec<usize>, steps_left: u64) -> Self {
        let worth = edges.iter().flatten().map(|(worth, _)| *worth);
        let most = worth.max().unwrap_or_default();
        let cost = |(worth, at): (i64, usize)| (most.saturating_sub(worth), at);
        let costs = edges
            .into_iter()
            .map(|row| row.into_iter().map(cost).collect());
        let costs: Vec<Vec<(i64, usize)>> = costs.collect();
        Self {
            sitting: vec![Vec::new(); slots.len()],
            seat: vec![None; costs.len()],
            person_price: vec![0; costs.len()],
            seat_price: vec![0; slots.len()],
            costs,
            slots,
            steps_left,
        }
    }

    /// Returns the seat of each, or `None` over the budget.
    fn solve(mut self) -> Option<Vec<usize>> {
        for person in 0..self.costs.len() {
            self.seat_one(person)?;
        }
        self.seat.into_iter().collect()
    }

    fn seat_one(&mut self, first: usize) -> Option<()> {
        let mut search = Search {
            heap: BinaryHeap::new(),
            distance: vec![None; self.slots.len()],
            from: vec![None; self.slots.len()],
            reached: Vec::new(),
        };
        self.look(&mut search, first, 0)?;
        let open = loop {
            let Reverse((distance, at)) = search.heap.pop()?;
            if search.distance.get(at).copied().flatten() != Some(distance) {
                continue;
            }
            search.reached.push((distance, at));
            let sitting = self.sitting.get(at)?;
            if sitting.len() < *self.slots.get(at)? {
                break (distance, at);
            }
            for person in sitting.clone() {
                self.look(&mut search, person, distance)?;
            }
        };
        self.reprice(&search, first, open.0);
        self.shift_along(&search, first, open.1)
    }

    /// Looks from a person at every seat they may have.
    fn look(&mut self, search: &mut Search, person: usize, so_far: i64) -> Option<()> {
        let costs = self.costs.get(person)?;
        let price = *self.person_price.get(person)?;
        self.steps_left = self
            .steps_left
            .checked_sub(u64::try_from(costs.len()).ok()?)?;
        for (cost, at) in costs {
            let reduced = cost - price - self.seat_price.get(*at)?;
            let distance = so_far.saturating_add(reduced);
            let known = search.distance.get_mut(*at)?;
            if known.is_none_or(|known| distance < known) {
                *known = Some(distance);
                *search.from.get_mut(*at)? = Some(person);
                search.heap.push(Reverse((distance, *at)));
            }
        }
        Some(())
    }

    fn reprice(&mut self, search: &Search, first: usize, total: i64) {
        if let Some(price) = self.person_price.get_mut(first) {
            *price += total;
        }
        for (distance, at) in &search.reached {
            let gained = total - distance;
            if let Some(price) = self.seat_price.get_mut(*at) {
                *price -= gained;
            }
            for person in self.sitting.get(*at).into_iter().flatten() {
                if let Some(price) = self.person_price.get_mut(*person) {
                    *price += gained;
                }
            }
        }
    }

    fn shift_along(&mut self, search: &Search, first: usize, open: usize) -> Option<()> {
        let mut at = open;
        loop {
            let person = (*search.from.get(at)?)?;
            let left = self.seat.get_mut(person)?.replace(at);
            self.sitting.get_mut(at)?.push(person);
            let Some(left) = left.filter(|_| person != first) else {
                return Some(());
            };
            self.sitting.get_mut(left)?.retain(|other| *other != person);
            at = left;
        }
    }
}
