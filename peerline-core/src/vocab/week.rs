//! Weeks, each with keys of its own.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use super::Millis;
use super::Timestamp;

/// A week: whole weeks of 7 days since 1970-01-01.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Week(u32);

impl Week {
    /// How long one is.
    pub const SPAN: Millis = Millis::from_hours(7 * 24);
    /// How long its keys are kept after it is over: 30 days, so 37 at most.
    pub const KEPT: Millis = Millis::from_hours(30 * 24);

    /// Makes a week from its number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Returns the week a time lies in.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let span = Self::SPAN.get();
        let number = at.unix_millis().checked_div(span).unwrap_or_default();
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Returns the week after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Returns when it begins.
    #[must_use]
    pub fn begins(self) -> Timestamp {
        Timestamp::ZERO.after(Self::SPAN.times(u64::from(self.0)))
    }

    /// Returns when its keys are destroyed.
    #[must_use]
    pub fn key_ends(self) -> Timestamp {
        self.begins().after(Self::SPAN).after(Self::KEPT)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Week {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
