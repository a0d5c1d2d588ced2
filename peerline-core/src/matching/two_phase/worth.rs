//! What a pair is worth, as one whole number.

use super::bits::Bits;
use super::scarcity::MOST_SCARCE;
use super::scarcity::scarcity;
use super::scores::Scores;
use super::seats::Seats;
use crate::matching::Candidate;
use crate::matching::Pool;

/// Weighs the pairs of one pass.
#[derive(Debug)]
pub(super) struct Worth<'a> {
    scores: Scores<'a>,
    /// What is added to the score of each seat, whoever is placed there.
    seats: Vec<OfSeat>,
    /// Whether one person alone can be placed: then scarce skills weigh against the score.
    is_single: bool,
}

/// What a seat is worth by itself.
#[derive(Clone, Copy, Debug, Default)]
struct OfSeat {
    /// Taken off the score where it is asked last.
    last: i64,
    /// How much the skills of its supporter are in demand.
    scarcity: i64,
    /// Its rank among equals: the lower, the earlier it is asked.
    rank: i64,
}

/// Seats beyond this many share the last rank.
const LAST_RANK: i64 = 4095;
/// More than any score: asked where nobody else is left.
const UNANSWERED: i64 = 2000;
const EMERGENCY: i64 = 4000;

impl<'a> Worth<'a> {
    pub(super) fn new(pool: &Pool<'a>, seats: &Seats<'a>, is_single: bool) -> Self {
        let last = seats.iter().map(|seat| {
            let unanswered = i64::from(seat.supporter.unanswered) * UNANSWERED;
            unanswered + i64::from(seat.urgent_only) * EMERGENCY
        });
        let of_seats = last.zip(scarcity(pool, seats)).zip(ranks(seats));
        let of_seats = of_seats.map(|((last, scarcity), rank)| OfSeat {
            last,
            scarcity,
            rank,
        });
        Self {
            scores: Scores::new(pool, seats),
            seats: of_seats.collect(),
            is_single,
        }
    }

    /// Returns what each of these seats is worth to somebody, in the order of the seats; higher is
    /// better. No two are worth the same to one person, as long as there are no more than 4,096.
    pub(super) fn of(
        &mut self,
        candidate: &Candidate<'a>,
        seats: &Seats<'a>,
        fitting: &Bits,
    ) -> Vec<(i64, usize)> {
        let scores = self.scores.of(candidate, seats, fitting).into_iter();
        scores
            .map(|(score, at)| (self.weigh(score, at), at))
            .collect()
    }

    fn weigh(&self, score: u32, at: usize) -> i64 {
        let OfSeat {
            last,
            scarcity,
            rank,
        } = self.seats.get(at).copied().unwrap_or_default();
        let score = i64::from(score) - last;
        let scale = MOST_SCARCE + 1;
        let fits = if self.is_single {
            (score - scarcity) * scale
        } else {
            score * scale + MOST_SCARCE - scarcity
        };
        fits * (LAST_RANK + 1) + LAST_RANK - rank
    }
}

/// Ranks the seats: the least to do, the longest rest, the lowest id.
fn ranks(seats: &Seats<'_>) -> Vec<i64> {
    // The seats stand in the order of the ids.
    let order = seats.iter().enumerate().map(|(at, seat)| {
        let one = seat.supporter;
        (one.load, one.since, at)
    });
    let mut order: Vec<_> = order.collect();
    order.sort_unstable();
    let mut ranks = vec![LAST_RANK; seats.len()];
    for (rank, (.., at)) in (0..=LAST_RANK).zip(order) {
        if let Some(own) = ranks.get_mut(at) {
            *own = rank;
        }
    }
    ranks
}
