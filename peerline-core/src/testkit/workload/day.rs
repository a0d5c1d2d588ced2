//! When people come: more by evening than by dawn.

use super::Seeker;
use super::Stream;
use super::Supporter;
use super::people::CHAT;
use super::people::number;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// How many people come, and how many are there for them.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Demand {
    /// Seekers expected in a day.
    pub people: u64,
    /// Slots on shift at the busiest hour, per mille of the conversations that would run then if
    /// nobody waited (the peak Erlangs).
    pub staffing: u64,
}

impl Demand {
    /// Makes a demand.
    #[must_use]
    pub const fn new(people: u64, staffing: u64) -> Self {
        Self { people, staffing }
    }
}

/// Arrivals of the busiest hour, per mille, from midnight on.
const BY_HOUR: [u64; 24] = [
    780, 640, 500, 380, 280, 220, 200, 230, 300, 380, 450, 500, 540, 570, 600, 630, 660, 700, 760,
    840, 920, 980, 1000, 900,
];

/// Midnight. Supporters come on shift for as long before it as the longest shift takes, so that the
/// day finds the floor as it would be.
pub const DAY_BEGINS: Timestamp = Timestamp::ZERO.after(Millis::from_hours(4));
const DAY: Millis = Millis::from_hours(24);
/// Shifts begin for as long after the day, for those who still wait.
const AFTERMATH: Millis = Millis::from_hours(2);
const LEAD: Millis = Millis::from_mins(90);
const HOUR_MICROS: u64 = 3_600_000_000;
/// The mean of a shift, in hours, and of the capacity, per mille.
const MEAN_SHIFT: u64 = 3;
const MEAN_CAPACITY: u64 = 2250;

pub(super) fn seekers(seed: u64, demand: Demand) -> Vec<Seeker> {
    let whole_day: u64 = BY_HOUR.iter().sum();
    let gap = HOUR_MICROS * whole_day / (demand.people.max(1) * 1000);
    let mut from = Stream::new(seed, "seeker-attributes");
    let ends = DAY_BEGINS.after(DAY);
    let arrivals = arrivals(&mut Stream::new(seed, "arrivals"), gap, DAY_BEGINS, ends);
    arrivals
        .into_iter()
        .map(|arrives| Seeker::draw(arrives, &mut from))
        .collect()
}

pub(super) fn supporters(seed: u64, demand: Demand, seekers: &[Seeker]) -> Vec<Supporter> {
    let gap = MEAN_SHIFT * HOUR_MICROS * MEAN_CAPACITY / slots(demand).max(1);
    let mut from = Stream::new(seed, "listener-attributes");
    let mut clock = Stream::new(seed, "listener-arrivals");
    // Thinned by the demand that comes: drawn on a clock that is ahead.
    let begins = Timestamp::ZERO.after(LEAD);
    let ends = DAY_BEGINS.after(DAY).after(AFTERMATH).after(LEAD);
    let arrivals = arrivals(&mut clock, gap, begins, ends);
    arrivals
        .into_iter()
        .map(|ahead| Supporter::draw(ahead.before(LEAD), seekers, &mut from))
        .collect()
}

/// Slots on shift at the busiest hour, in thousandths.
pub(super) fn slots(demand: Demand) -> u64 {
    let whole_day: u64 = BY_HOUR.iter().sum();
    let hour = Millis::from_hours(1).get();
    demand.staffing * demand.people * 1000 / whole_day * CHAT.get() / hour
}

/// A Poisson process at the rate of the busiest hour, thinned by the hour of the day.
fn arrivals(
    clock: &mut Stream,
    gap_micros: u64,
    begins: Timestamp,
    ends: Timestamp,
) -> Vec<Timestamp> {
    let mut arrivals = Vec::new();
    let mut micros = begins.unix_millis() * 1000;
    loop {
        micros = micros.saturating_add(clock.exponential(gap_micros));
        let at = Timestamp::from_unix_millis(micros / 1000);
        if ends <= at {
            return arrivals;
        }
        if clock.happens(share_at(at), 1000) {
            arrivals.push(at);
        }
    }
}

fn share_at(at: Timestamp) -> u64 {
    let since_midnight = at.unix_millis() + DAY.get() - DAY_BEGINS.unix_millis();
    let hour = since_midnight / Millis::from_hours(1).get() % 24;
    BY_HOUR.get(number(hour)).copied().unwrap_or_default()
}
