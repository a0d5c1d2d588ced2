//! The hours of the day in which a room rests.

use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// From when to when a room rests, each day, in minutes of the day, UTC; over midnight where it
/// begins later than it ends.
///
/// ```
/// use peerline_core::room::Quiet;
/// use peerline_core::vocab::{Millis, Timestamp};
///
/// let night: Quiet = "22:30-06:00".parse()?;
/// let at = |hour| Timestamp::ZERO.after(Millis::from_hours(hour));
/// assert_eq!(night.ends(at(23)), Some(at(24 + 6)));
/// assert_eq!(night.ends(at(12)), None);
/// # Ok::<(), peerline_core::room::InvalidQuiet>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Hours", into = "Hours")]
pub struct Quiet {
    from: u16,
    until: u16,
}

#[derive(Deserialize, Serialize)]
struct Hours {
    from: u16,
    until: u16,
}

const DAY: u64 = 24 * 60;

impl Quiet {
    /// Makes the hours from two minutes of the day, each from 0 to 1439.
    ///
    /// # Errors
    /// [`InvalidQuiet`] where one is none, or both are the same.
    pub const fn new(from: u16, until: u16) -> Result<Self, InvalidQuiet> {
        let day = 24 * 60;
        if from < day && until < day && from != until {
            Ok(Self { from, until })
        } else {
            Err(InvalidQuiet)
        }
    }

    /// Returns the minute of the day at which it begins.
    #[must_use]
    pub const fn from(self) -> u16 {
        self.from
    }

    /// Returns the minute of the day at which it is over.
    #[must_use]
    pub const fn until(self) -> u16 {
        self.until
    }

    /// Returns when the rest that holds at `now` is over; `None` where the room does not rest.
    #[must_use]
    pub fn ends(self, now: Timestamp) -> Option<Timestamp> {
        let minutes = now.unix_millis() / 60_000;
        let (day, minute) = (minutes / DAY, minutes % DAY);
        let (from, until) = (u64::from(self.from), u64::from(self.until));
        let days_on = match (from <= minute, minute < until) {
            (true, true) => 0,
            (true, false) if until < from => 1,
            (false, true) if until < from => 0,
            (_, _) => return None,
        };
        let end = day
            .saturating_add(days_on)
            .saturating_mul(DAY)
            .saturating_add(until);
        Some(Timestamp::ZERO.after(Millis::from_mins(end)))
    }
}

impl TryFrom<Hours> for Quiet {
    type Error = InvalidQuiet;

    fn try_from(Hours { from, until }: Hours) -> Result<Self, InvalidQuiet> {
        Self::new(from, until)
    }
}

impl From<Quiet> for Hours {
    fn from(Quiet { from, until }: Quiet) -> Self {
        Self { from, until }
    }
}

impl FromStr for Quiet {
    type Err = InvalidQuiet;

    /// Reads two times of the day, UTC, as `22:30-06:00`.
    fn from_str(hours: &str) -> Result<Self, InvalidQuiet> {
        let (from, until) = hours.split_once('-').ok_or(InvalidQuiet)?;
        Self::new(minute_of(from)?, minute_of(until)?)
    }
}

fn minute_of(time: &str) -> Result<u16, InvalidQuiet> {
    let (hour, minute) = time.split_once(':').ok_or(InvalidQuiet)?;
    let hour: u16 = two_digits(hour)?;
    let minute: u16 = two_digits(minute)?;
    if hour < 24 && minute < 60 {
        Ok(hour.saturating_mul(60).saturating_add(minute))
    } else {
        Err(InvalidQuiet)
    }
}

fn two_digits(text: &str) -> Result<u16, InvalidQuiet> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_err(|_| InvalidQuiet);
    }
    Err(InvalidQuiet)
}

/// These are no hours of rest.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("quiet hours are two different times of the day, UTC, as in 22:30-06:00")]
#[non_exhaustive]
pub struct InvalidQuiet;
