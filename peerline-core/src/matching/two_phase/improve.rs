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
    for (place, _) in &placed {
        edges.push(floor.best(*place, TwoPhase::WIDTH));
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

/// The way that one person looks for. What it touched is swept before the next one.
struct Search {
    heap: BinaryHeap<Reverse<(i64, usize)>>,
    distance: Vec<i64>,
    from: Vec<usize>,
    touched: Vec<usize>,
    /// Seats that are reached for good, in order.
    reached: Vec<(i64, usize)>,
    /// The nearest free seat so far: no way that is longer matters.
    nearest: i64,
}

/// The distance of a seat to which no way is known.
const FAR: i64 = i64::MAX;

impl Search {
    fn new(n_seats: usize) -> Self {
        Self {
            heap: BinaryHeap::new(),
            distance: vec![FAR; n_seats],
            from: vec![0; n_seats],
            touched: Vec::new(),
            reached: Vec::new(),
            nearest: FAR,
        }
    }

    fn sweep(&mut self) {
        for at in self.touched.drain(..) {
            if let Some(distance) = self.distance.get_mut(at) {
                *distance = FAR;
            }
        }
        self.heap.clear();
        self.reached.clear();
        self.nearest = FAR;
    }

    /// Takes note of a way to a seat, if it is the shortest so far.
    fn find(&mut self, at: usize, distance: i64, person: usize) -> Option<()> {
        let known = self.distance.get_mut(at)?;
        if distance < *known {
            if *known == FAR {
                self.touched.push(at);
            }
            *known = distance;
            *self.from.get_mut(at)? = person;
            self.heap.push(Reverse((distance, at)));
        }
        Some(())
    }
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
        let mut search = Search::new(self.slots.len());
        for person in 0..self.costs.len() {
            self.seat_one(&mut search, person)?;
            search.sweep();
        }
        self.seat.into_iter().collect()
    }

    fn seat_one(&mut self, search: &mut Search, first: usize) -> Option<()> {
        self.look(search, first, 0)?;
        let (distance, open) = loop {
            let Reverse((distance, at)) = search.heap.pop()?;
            if *search.distance.get(at)? != distance {
                continue;
            }
            search.reached.push((distance, at));
            if self.is_open(at) {
                break (distance, at);
            }
            for nth in 0..self.sitting.get(at)?.len() {
                let person = *self.sitting.get(at)?.get(nth)?;
                self.look(search, person, distance)?;
            }
        };
        self.reprice(search, first, distance);
        self.shift_along(search, first, open)
    }

    fn is_open(&self, at: usize) -> bool {
        let seat = self.sitting.get(at).zip(self.slots.get(at));
        seat.is_some_and(|(sitting, slots)| sitting.len() < *slots)
    }

    /// Looks from a person at every seat they may have.
    fn look(&mut self, search: &mut Search, person: usize, so_far: i64) -> Option<()> {
        let costs = self.costs.get(person)?;
        let price = *self.person_price.get(person)?;
        let n_steps = u64::try_from(costs.len()).ok()?;
        self.steps_left = self.steps_left.checked_sub(n_steps)?;
        for (cost, at) in costs {
            let reduced = cost - price - self.seat_price.get(*at)?;
            let distance = so_far.saturating_add(reduced);
            if distance <= search.nearest {
                search.find(*at, distance, person)?;
                if self.is_open(*at) {
                    search.nearest = distance;
                }
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
            let person = *search.from.get(at)?;
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
