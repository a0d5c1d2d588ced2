//! A line at one moment: so many wait, so many are on shift.

use super::Seeker;
use super::Stream;
use super::Supporter;
use super::Workload;
use super::blocks;
use super::day::DAY_BEGINS;
use crate::vocab::Millis;

/// How long ago, at most, those who wait have come.
const WAITED: Millis = Millis::from_mins(20);

impl Workload {
    /// Draws a line at [`DAY_BEGINS`]: `n_seekers` who came in the twenty minutes before, and
    /// `n_supporters` who begin their shift now.
    #[must_use]
    pub fn snapshot(seed: u64, n_seekers: usize, n_supporters: usize) -> Self {
        let mut clock = Stream::new(seed, "stationary");
        let mut ages: Vec<u64> = (0..n_seekers).map(|_| clock.below(WAITED.get())).collect();
        ages.sort_unstable();
        let mut from = Stream::new(seed, "seeker-attributes");
        let seekers: Vec<Seeker> = ages
            .into_iter()
            .rev()
            .map(|age| Seeker::draw(DAY_BEGINS.before(Millis::new(age)), &mut from))
            .collect();
        let mut from = Stream::new(seed, "listener-attributes");
        let supporters: Vec<Supporter> = (0..n_supporters)
            .map(|_| Supporter::draw(DAY_BEGINS, &seekers, &mut from))
            .collect();
        let blocks = blocks::draw(seed, &seekers, &supporters);
        Self::of(seekers, supporters, blocks)
    }
}
