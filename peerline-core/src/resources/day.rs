//! A calendar day, for "checked on".

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Timestamp;

/// A calendar day in UTC, written `2026-01-31`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// Returns the days from 1970-01-01 to this day, by the count of the Gregorian calendar from a
    /// March that begins a cycle of 400 years.
    #[must_use]
    pub fn since_epoch(self) -> u64 {
        let (year, month) = (u64::from(self.year), u64::from(self.month));
        let (year, month) = if month > 2 {
            (year, month.saturating_sub(3))
        } else {
            (year.saturating_sub(1), month.saturating_add(9))
        };
        let leaps = (year / 4)
            .saturating_sub(year / 100)
            .saturating_add(year / 400);
        let in_year = month.saturating_mul(153).saturating_add(2) / 5;
        year.saturating_mul(365)
            .saturating_add(leaps)
            .saturating_add(in_year)
            .saturating_add(u64::from(self.day))
            .saturating_sub(719_469)
    }

    /// Returns the day of a time, in UTC.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        // From the first of March of the year 0 on, in cycles of 400 years.
        let days = (at.unix_millis() / MILLIS_PER_DAY).saturating_add(719_468);
        let (cycle, in_cycle) = (days / 146_097, days % 146_097);
        let leaps = in_cycle / 1_460 + in_cycle / 146_096;
        let year_of = in_cycle
            .saturating_add(in_cycle / 36_524)
            .saturating_sub(leaps)
            / 365;
        let before = year_of.saturating_mul(365).saturating_add(year_of / 4);
        let in_year = in_cycle
            .saturating_add(year_of / 100)
            .saturating_sub(before);
        let march = in_year.saturating_mul(5).saturating_add(2) / 153;
        let day = in_year.saturating_sub(march.saturating_mul(153).saturating_add(2) / 5);
        let (month, next) = if march < 10 {
            (march.saturating_add(3), 0)
        } else {
            (march.saturating_sub(9), 1)
        };
        let year = cycle.saturating_mul(400).saturating_add(year_of);
        Self {
            year: u16::try_from(year.saturating_add(next)).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or(u8::MAX),
            day: u8::try_from(day.saturating_add(1)).unwrap_or(u8::MAX),
        }
    }

    /// Returns how many days ago this day was at `now`; `None` where it lies in the future.
    #[must_use]
    pub fn age_at(self, now: Timestamp) -> Option<u64> {
        let today = now.unix_millis() / MILLIS_PER_DAY;
        today.checked_sub(self.since_epoch())
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        let mut parts = text.split('-');
        let mut part = |len| {
            parts
                .next()
                .filter(|part| part.len() == len)
                .ok_or(InvalidDay)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let year: u16 = year.parse().map_err(|_| InvalidDay)?;
        let month: u8 = month.parse().map_err(|_| InvalidDay)?;
        let day: u8 = day.parse().map_err(|_| InvalidDay)?;
        let good = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && parts.next().is_none();
        good.then_some(Self { year, month, day }).ok_or(InvalidDay)
    }
}

impl TryFrom<String> for Day {
    type Error = InvalidDay;

    fn try_from(text: String) -> Result<Self, InvalidDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a day is written 2026-01-31")]
#[non_exhaustive]
pub struct InvalidDay;

const MILLIS_PER_DAY: u64 = 86_400_000;
