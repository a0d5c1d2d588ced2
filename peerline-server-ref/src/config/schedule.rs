//! Who is on call by the clock of a place.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::civil::Time;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use peerline_core::crisis::Rota;
use peerline_core::crisis::Stretch;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;

use super::timetable::instant;

/// More than a shift can last, with any change of a clock in it.
const MARGIN: Millis = Millis::from_hours(72);

/// Shifts as people agree on them, by the clock of a place, and who takes over what. People are
/// numbers: their places in the rota's list of people.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Schedule {
    /// The place whose clock is meant.
    pub zone: TimeZone,
    /// The shifts.
    pub shifts: Vec<Shift>,
    /// Who takes over a stretch, in the order of the file: a later one wins.
    pub overrides: Vec<Override>,
}

/// A shift that comes again and again, and the people who take turns in it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Shift {
    /// The first day.
    pub begins: Date,
    /// The last day on which it begins; `None` goes on.
    pub ends: Option<Date>,
    /// When it begins, on the clock.
    pub from: Time,
    /// When it is over, on the clock: of the next day where that is not after `from`.
    pub until: Time,
    /// On which days it begins; none are all.
    pub days: Vec<Weekday>,
    /// Who takes turns, never empty.
    pub people: Vec<usize>,
    /// How many days a turn has, from the first day on; never 0.
    pub turn_days: u16,
}

/// Somebody takes over a stretch.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Override {
    /// Who.
    pub who: usize,
    /// From whom; `None` from everybody, and where nobody is on call.
    pub instead_of: Option<usize>,
    /// From when on, on the clock.
    pub from: DateTime,
    /// Until when.
    pub until: DateTime,
}

impl Schedule {
    /// Returns who is on call when, right for every moment from `from` to `until`. An hour that the
    /// clock leaves out is the one behind it, and of an hour that it shows twice it is the first: the
    /// end of one shift and the beginning of the next are read alike, so no change of a clock parts them.
    #[must_use]
    pub fn rota(&self, from: Timestamp, until: Timestamp) -> Rota {
        let mut rota = Rota::new();
        let (first, last) = (
            self.date_at(from.before(MARGIN)),
            self.date_at(until.after(MARGIN)),
        );
        if let (Some(first), Some(last)) = (first, last) {
            for shift in &self.shifts {
                self.add(&mut rota, shift, (first, last));
            }
        }
        for one in &self.overrides {
            if let Some(stretch) = self.stretch(one.from, one.until) {
                rota.take_over(one.who, stretch, one.instead_of);
            }
        }
        rota
    }

    /// Returns who is on call at a moment, by their numbers.
    #[must_use]
    pub fn on_call(&self, at: Timestamp) -> Vec<usize> {
        self.rota(at, at).on_call(at).into_iter().collect()
    }

    /// Returns when nobody is on call.
    #[must_use]
    pub fn gaps(&self, within: Stretch) -> Vec<Stretch> {
        self.rota(within.from, within.until).gaps(within)
    }

    /// Writes a moment as the clock of the place shows it.
    #[must_use]
    pub fn shown(&self, at: Timestamp) -> String {
        let there = zoned(at).map(|at| self.zone.to_datetime(at));
        there.map_or_else(String::new, |there| {
            there.strftime("%Y-%m-%d %H:%M").to_string()
        })
    }

    fn add(&self, rota: &mut Rota, shift: &Shift, (first, last): (Date, Date)) {
        let last = shift.ends.map_or(last, |ends| ends.min(last));
        let mut next = Some(first.max(shift.begins));
        while let Some(day) = next.filter(|day| *day <= last) {
            next = day.tomorrow().ok();
            if !shift.days.is_empty() && !shift.days.contains(&day.weekday()) {
                continue;
            }
            let end = if shift.from < shift.until {
                Some(day)
            } else {
                next
            };
            let stretch = end.and_then(|end| {
                self.stretch(day.to_datetime(shift.from), end.to_datetime(shift.until))
            });
            if let (Some(stretch), Some(who)) = (stretch, shift.turn(day)) {
                rota.add(who, stretch);
            }
        }
    }

    fn stretch(&self, from: DateTime, until: DateTime) -> Option<Stretch> {
        let from = instant(from, &self.zone)?;
        Some(Stretch::new(from, instant(until, &self.zone)?))
    }

    fn date_at(&self, at: Timestamp) -> Option<Date> {
        zoned(at).map(|at| self.zone.to_datetime(at).date())
    }
}

impl Shift {
    /// Returns whose turn it is on a day.
    fn turn(&self, day: Date) -> Option<usize> {
        let days = self.begins.until((jiff::Unit::Day, day)).ok()?.get_days();
        let turns = usize::try_from(days).ok()?;
        let turns = turns.checked_div(usize::from(self.turn_days))?;
        let place = turns.checked_rem(self.people.len())?;
        self.people.get(place).copied()
    }

    /// Returns a shift of all people in turn, every day from the first on.
    #[must_use]
    pub const fn new(begins: Date, hours: (Time, Time), people: Vec<usize>) -> Self {
        Self {
            begins,
            ends: None,
            from: hours.0,
            until: hours.1,
            days: Vec::new(),
            people,
            turn_days: 1,
        }
    }
}

fn zoned(at: Timestamp) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_millisecond(i64::try_from(at.unix_millis()).ok()?).ok()
}

/// Returns whether a date can be counted with: within the years that this can reckon, with room on
/// both sides.
pub(super) fn is_reckoned(day: Date) -> bool {
    day.checked_add(2.days()).is_ok() && 1970 <= day.year() && day.year() < 9000
}

#[cfg(test)]
mod tests;
