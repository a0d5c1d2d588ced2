//! How many blind tickets there are, and for how long.

use crate::vocab::Millis;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// How many blind tickets an account gets, and how long they open anything.
///
/// Both bound the same thing: how much somebody who was just banned can still do with what they
/// hold. The numbers are a judgment of ours; nobody has published any for lines like this.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BlindTerms {
    /// How many an account gets within one day of UTC. 8: a lease lasts 12 to 36 hours, so that is
    /// some four rooms at a time.
    pub a_day: u32,
    /// How long after its week a ticket still opens a room, and its key is kept. 2 days, as long
    /// as a ticket that is not blind lasts; so 9 days at most.
    pub grace: Millis,
}

impl BlindTerms {
    /// Makes terms with another number a day.
    #[must_use]
    pub fn with_a_day(a_day: u32) -> Self {
        Self {
            a_day,
            ..Self::default()
        }
    }

    /// How many one request may bring.
    pub const AT_ONCE: usize = 4;

    /// Returns when the tickets of a week open nothing any more.
    #[must_use]
    pub fn ends(&self, week: Week) -> Timestamp {
        week.begins().after(Week::SPAN).after(self.grace)
    }
}

impl Default for BlindTerms {
    fn default() -> Self {
        Self {
            a_day: 8,
            grace: Millis::from_hours(48),
        }
    }
}
