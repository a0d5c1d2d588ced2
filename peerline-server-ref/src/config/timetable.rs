//! When sessions take place by the clock of a place.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use peerline_core::ports::Clock as _;
use peerline_core::room::Sitting;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;
use toml::value::Datetime;

use crate::clock::SystemClock;

const DAY: Millis = Millis::from_hours(24);
/// How far behind the year that runs a timetable reaches back: what is over needs no sitting.
const BEHIND: Millis = Millis::from_hours(24 * 31);
/// How far ahead it follows the clock. 5 years: what begins later is counted on in whole days, until
/// the line is started again.
const AHEAD: Millis = Millis::from_hours(24 * 366 * 5);

/// Returns the zone of a name of the IANA list: as the machine knows it, and where it knows none, as
/// the program does.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// Returns the start of the year that runs, in UTC; so a timetable changes once a year and is the same
/// at every other start.
pub(super) fn this_year() -> Timestamp {
    let now = SystemClock.now();
    year_of(now).unwrap_or(now)
}

fn year_of(now: Timestamp) -> Option<Timestamp> {
    let now = jiff::Timestamp::from_millisecond(i64::try_from(now.unix_millis()).ok()?).ok()?;
    let there = TimeZone::UTC.to_datetime(now);
    let start = DateTime::new(there.year(), 1, 1, 0, 0, 0, 0).ok()?;
    instant(start, &TimeZone::UTC)
}

/// Returns the sittings of what begins at `local`, again after each `every` days at the same hour on the
/// clock, from the year `since` on. Between two changes of the clocks it is one sitting. An hour that
/// the clock leaves out is the one behind it, and of an hour that it shows twice it is the first.
///
/// `None` where that is no time.
pub(super) fn sittings(
    (local, zone): (DateTime, &TimeZone),
    every: Option<u16>,
    lasts: Millis,
    since: Timestamp,
) -> Option<Vec<Sitting>> {
    let first = instant(local, zone)?;
    let once = |first| Sitting {
        first,
        every: None,
        lasts,
        last: None,
    };
    let Some(days) = every.filter(|days| 0 < *days) else {
        return Some(vec![once(first)]);
    };
    let span = DAY.times(u64::from(days));
    let from = since.before(BEHIND);
    let skipped = from.since(first).get().checked_div(span.get())?;
    let end = first.max(from).after(AHEAD);
    let mut all: Vec<Sitting> = Vec::new();
    for n in skipped.. {
        let after = i64::try_from(n).ok()?.checked_mul(i64::from(days))?;
        let starts = instant(local.checked_add(after.days()).ok()?, zone)?;
        match all.last_mut() {
            Some(run) if run.last.map(|last| last.after(span)) == Some(starts) => {
                run.last = Some(starts);
            }
            _ => all.push(Sitting {
                first: starts,
                every: Some(span),
                lasts,
                last: Some(starts),
            }),
        }
        if end <= starts {
            break;
        }
    }
    // The last one goes on, rather than that a line that is never restarted has no sessions.
    if let Some(run) = all.last_mut() {
        run.last = None;
    }
    Some(all)
}

/// Returns when a clock of a zone shows a time; `None` before 1970.
pub(super) fn instant(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let there = zone.to_ambiguous_timestamp(local).compatible().ok()?;
    let millis = u64::try_from(there.as_millisecond()).ok()?;
    Some(Timestamp::from_unix_millis(millis))
}

/// Returns a time without an offset; `None` where it lacks a part or has an offset.
pub(super) fn on_the_clock(time: &Datetime) -> Option<DateTime> {
    let (date, clock) = (time.date?, time.time?);
    let second = clock.second.unwrap_or_default();
    let parts = [date.month, date.day, clock.hour, clock.minute, second];
    let [month, day, hour, minute, second] = parts.map(|part| i8::try_from(part).unwrap_or(-1));
    let year = i16::try_from(date.year).ok()?;
    let local = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    time.offset.is_none().then_some(local)
}

/// Returns the moment that a time with its offset means; `None` where it lacks a part, or lies
/// before 1970.
pub(super) fn moment(time: &Datetime) -> Option<Timestamp> {
    let (date, clock) = (time.date?, time.time?);
    let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    let day: peerline_core::resources::Day = day.parse().ok()?;
    let minutes = match time.offset? {
        toml::value::Offset::Z => 0,
        toml::value::Offset::Custom { minutes } => i64::from(minutes),
    };
    let seconds = u64::from(clock.hour)
        .checked_mul(60)?
        .checked_add(u64::from(clock.minute))?
        .checked_mul(60)?
        .checked_add(u64::from(clock.second.unwrap_or_default()))?;
    let there = day
        .since_epoch()
        .checked_mul(86_400)?
        .checked_add(seconds)?;
    let here = i64::try_from(there)
        .ok()?
        .checked_sub(minutes.checked_mul(60)?)?;
    let millis = u64::try_from(here).ok()?.checked_mul(1000)?;
    Some(Timestamp::from_unix_millis(millis))
}

#[cfg(test)]
mod tests;
