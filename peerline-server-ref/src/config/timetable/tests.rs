//! A session keeps its hour on the clock over both changes of it.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use peerline_core::room::Sitting;
use peerline_core::room::next_slot;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;

use super::instant;
use super::sittings;
use super::year_of;
use super::zone;

const HALF: Millis = Millis::from_mins(90);
const DAY: Millis = Millis::from_hours(24);

fn local(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn utc(text: &str) -> Timestamp {
    instant(local(text), &TimeZone::UTC).unwrap()
}

fn weekly(starts: &str, place: &str, since: &str) -> Vec<Sitting> {
    let zone = zone(place).unwrap();
    sittings((local(starts), &zone), Some(7), HALF, utc(since)).unwrap()
}

/// Returns what a clock shows when the first session behind `now` begins.
fn shown(all: &[Sitting], place: &str, now: Timestamp) -> DateTime {
    let starts = next_slot(all, now).unwrap().starts.unix_millis();
    let at = jiff::Timestamp::from_millisecond(i64::try_from(starts).unwrap()).unwrap();
    zone(place).unwrap().to_datetime(at)
}

#[test]
fn an_evening_stays_at_its_hour_over_both_changes_of_the_clocks() {
    let all = weekly("2026-12-01T19:00", "Europe/Berlin", "2026-01-01T00:00");
    let next = |now: &str| next_slot(&all, utc(now)).unwrap().starts;
    // To summer time on 28 March 2027, and back on 31 October.
    assert_eq!(next("2027-03-23T00:00"), utc("2027-03-23T18:00"));
    assert_eq!(next("2027-03-24T00:00"), utc("2027-03-30T17:00"));
    assert_eq!(next("2027-10-26T00:00"), utc("2027-10-26T17:00"));
    assert_eq!(next("2027-10-27T00:00"), utc("2027-11-02T18:00"));
    // Nothing is left out, and nothing is there twice, for years.
    let mut now = utc("2026-12-01T00:00");
    let mut expected = local("2026-12-01T19:00");
    while now < utc("2031-06-01T00:00") {
        assert_eq!(shown(&all, "Europe/Berlin", now), expected);
        now = next_slot(&all, now).unwrap().ends;
        expected = expected.checked_add(jiff::Span::new().days(7)).unwrap();
    }
}

#[test]
fn the_southern_half_of_the_world_and_half_hours_are_kept_too() {
    for place in ["Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata"] {
        let all = weekly("2026-12-01T20:30", place, "2026-01-01T00:00");
        let mut now = utc("2026-12-02T12:00");
        for _ in 0..120 {
            let there = shown(&all, place, now);
            assert_eq!((there.hour(), there.minute()), (20, 30), "{place} {there}");
            now = next_slot(&all, now).unwrap().ends;
        }
    }
    let steady = weekly("2026-12-01T20:30", "Asia/Kolkata", "2026-01-01T00:00");
    assert_eq!(steady.len(), 1, "where no clock changes, it is one");
}

#[test]
fn an_hour_that_is_left_out_is_the_next_and_one_that_comes_twice_the_first() {
    let all = weekly("2027-03-21T02:30", "Europe/Berlin", "2027-01-01T00:00");
    let next = |now: &str| next_slot(&all, utc(now)).unwrap().starts;
    assert_eq!(next("2027-03-27T12:00"), utc("2027-03-28T01:30"));
    assert_eq!(next("2027-03-29T12:00"), utc("2027-04-04T00:30"));
    assert_eq!(next("2027-10-30T12:00"), utc("2027-10-31T00:30"));
    assert_eq!(next("2027-11-01T12:00"), utc("2027-11-07T01:30"));
}

#[test]
fn a_timetable_that_began_years_ago_is_short_and_keeps_its_days() {
    let begun = "2016-12-06T19:00";
    let all = weekly(begun, "Europe/Berlin", "2027-01-01T00:00");
    assert!(all.len() < 13, "{}", all.len());
    let there = shown(&all, "Europe/Berlin", utc("2027-06-01T00:00"));
    let since = local(begun).date().until(there.date()).unwrap();
    assert_eq!(since.get_days() % 7, 0, "{there}");
    assert_eq!(there.hour(), 19);
    // And behind the years it follows, it goes on.
    let late = utc("2040-01-01T00:00");
    assert!(next_slot(&all, late).is_some_and(|slot| slot.starts < late.after(DAY.times(7))));
}

#[test]
fn what_takes_place_once_is_one_and_no_time_before_1970_is_any() {
    let berlin = zone("Europe/Berlin").unwrap();
    let since = utc("2026-01-01T00:00");
    let once = sittings((local("2026-07-01T19:00"), &berlin), None, HALF, since).unwrap();
    assert_eq!(once.len(), 1);
    assert_eq!(
        (once[0].first, once[0].every),
        (utc("2026-07-01T17:00"), None)
    );
    assert!(sittings((local("1950-07-01T19:00"), &berlin), None, HALF, since).is_none());
    assert!(zone("Europe/Nowhere").is_none());
    assert_eq!(
        year_of(utc("2027-10-26T17:00")),
        Some(utc("2027-01-01T00:00"))
    );
}
