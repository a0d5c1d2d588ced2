//! A line where everybody fits everybody: what queueing theory knows exactly.

use super::Seeker;
use super::Stream;
use super::Supporter;
use super::Workload;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// An M/M/c line: people come at random at one rate, wait as long as it takes, and each of the
/// supporters takes one at a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Homogeneous {
    /// How many come.
    pub people: usize,
    /// Mean time between two arrivals.
    pub gap: Millis,
    /// Mean length of a conversation.
    pub chat: Millis,
    /// How many supporters there are.
    pub supporters: usize,
}

impl Homogeneous {
    /// Makes such a line.
    #[must_use]
    pub const fn new(people: usize, gap: Millis, chat: Millis, supporters: usize) -> Self {
        Self {
            people,
            gap,
            chat,
            supporters,
        }
    }

    /// Draws its people.
    #[must_use]
    pub fn workload(&self, seed: u64) -> Workload {
        let mut clock = Stream::new(seed, "arrivals");
        let mut from = Stream::new(seed, "seeker-attributes");
        let mut now = Timestamp::ZERO;
        let seekers = (0..self.people).map(|_| {
            now = now.after(Millis::new(clock.exponential(self.gap.get())));
            plain_seeker(now, Millis::new(from.exponential(self.chat.get())))
        });
        let supporters = (0..self.supporters).map(|_| plain_supporter());
        Workload::of(seekers.collect(), supporters.collect(), Vec::new())
    }
}

/// Far enough that nobody leaves and no shift ends.
const NEVER: Millis = Millis::from_hours(24 * 365 * 100);

fn plain_seeker(arrives: Timestamp, chat: Millis) -> Seeker {
    Seeker {
        arrives,
        language: 0,
        topic: 0,
        band: 1,
        needs: 0,
        tags: [0].into_iter().collect(),
        gender: None,
        style: 0,
        tier: 0,
        patience: NEVER,
        chat,
        rematch: false,
        name: 0,
    }
}

fn plain_supporter() -> Supporter {
    Supporter {
        begins: Timestamp::ZERO,
        ends: Timestamp::ZERO.after(NEVER),
        languages: vec![0],
        topics: Supporter::ALL_TOPICS,
        youth: false,
        certified: true,
        needs: u8::MAX,
        tags: [0].into_iter().collect(),
        gender: 0,
        styles: 0b1111,
        clearance: 3,
        capacity: 1,
        also: None,
        name: 0,
    }
}
