//! A quarter of a year, in UTC: the one span that is told of, so that no two spans can be subtracted from
//! each other.

use std::fmt;
use std::str::FromStr;

use jiff::civil::date;
use jiff::tz::Offset;
use peerline_core::vocab::Timestamp;

/// A quarter of a year, as in `2026-Q3`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Quarter {
    year: i16,
    /// From 0 to 3.
    n: i8,
}

/// A quarter was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a quarter is written as in 2026-Q3, from 1970 to 9998")]
#[expect(clippy::exhaustive_structs, reason = "it says all there is to say")]
pub struct InvalidQuarter;

impl Quarter {
    /// Returns the last one that is over at `now`.
    #[must_use]
    pub fn over(now: Timestamp) -> Self {
        let millis = i64::try_from(now.unix_millis()).unwrap_or(i64::MAX);
        let at = jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX);
        let day = Offset::UTC.to_datetime(at).date();
        let (year, n) = (day.year(), (day.month() - 1) / 3);
        if n == 0 {
            let year = year.saturating_sub(1).max(FIRST);
            return Self { year, n: 3 };
        }
        Self { year, n: n - 1 }
    }

    /// Returns when it begins.
    #[must_use]
    pub fn from(self) -> Timestamp {
        let first = date(self.year, self.n * 3 + 1, 1).at(0, 0, 0, 0);
        let millis = Offset::UTC
            .to_timestamp(first)
            .map_or(i64::MAX, jiff::Timestamp::as_millisecond);
        Timestamp::from_unix_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// Returns when the next one begins.
    #[must_use]
    pub fn until(self) -> Timestamp {
        let next = if self.n == 3 {
            Self {
                year: self.year.saturating_add(1),
                n: 0,
            }
        } else {
            Self {
                n: self.n + 1,
                ..self
            }
        };
        next.from()
    }
}

impl FromStr for Quarter {
    type Err = InvalidQuarter;

    fn from_str(text: &str) -> Result<Self, InvalidQuarter> {
        let (year, n) = text.split_once("-Q").ok_or(InvalidQuarter)?;
        let is_plain = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let year = year
            .parse()
            .ok()
            .filter(|year| (FIRST..=LAST).contains(year));
        let n = match n {
            "1" => 0,
            "2" => 1,
            "3" => 2,
            "4" => 3,
            _ => return Err(InvalidQuarter),
        };
        match year {
            Some(year) if is_plain => Ok(Self { year, n }),
            Some(_) | None => Err(InvalidQuarter),
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.n + 1)
    }
}

const FIRST: i16 = 1970;
const LAST: i16 = 9998;

#[cfg(test)]
mod tests;
