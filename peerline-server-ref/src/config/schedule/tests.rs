//! Somebody is on call over both changes of every clock.

use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::civil::Time;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use peerline_core::crisis::Stretch;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;
use proptest::prelude::*;

use super::Override;
use super::Schedule;
use super::Shift;
use crate::config::timetable::instant;
use crate::config::timetable::zone;

/// Zones whose clocks change in each way: by an hour, by half an hour, at midnight, by a whole day.
const ZONES: [&str; 7] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Pacific/Apia",
];

fn utc(text: &str) -> Timestamp {
    instant(text.parse().unwrap(), &TimeZone::UTC).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn hours(from: &str, until: &str) -> (Time, Time) {
    (from.parse().unwrap(), until.parse().unwrap())
}

fn schedule(place: &str, shifts: Vec<Shift>) -> Schedule {
    Schedule {
        zone: zone(place).unwrap(),
        shifts,
        overrides: Vec::new(),
    }
}

fn local(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[test]
fn a_hand_over_stays_at_its_hour_over_both_changes_of_the_clocks() {
    let shift = Shift::new(day("2027-03-01"), hours("09:00", "09:00"), vec![0, 1]);
    let berlin = schedule("Europe/Berlin", vec![shift]);
    // 27 March is the 26th day after the first: person 0. To summer time on the 28th.
    assert_eq!(berlin.on_call(utc("2027-03-27T08:00")), [0]);
    assert_eq!(berlin.on_call(utc("2027-03-28T06:59")), [0]);
    assert_eq!(berlin.on_call(utc("2027-03-28T07:00")), [1]);
    // And back on 31 October, the 244th day: 0 until 9 in the morning there, which is 8 in UTC then.
    assert_eq!(berlin.on_call(utc("2027-10-31T06:59")), [1]);
    assert_eq!(berlin.on_call(utc("2027-10-31T07:59")), [1]);
    assert_eq!(berlin.on_call(utc("2027-10-31T08:00")), [0]);
}

#[test]
fn a_turn_of_a_week_is_handed_over_once_a_week() {
    let mut shift = Shift::new(day("2026-01-05"), hours("18:00", "08:00"), vec![0, 1, 2]);
    shift.turn_days = 7;
    let london = schedule("Europe/London", vec![shift]);
    assert_eq!(london.on_call(utc("2026-01-11T19:00")), [0]);
    // The night that began on Sunday is its own until Monday morning.
    assert_eq!(london.on_call(utc("2026-01-12T07:59")), [0]);
    assert_eq!(london.on_call(utc("2026-01-12T08:00")), [0; 0]);
    assert_eq!(london.on_call(utc("2026-01-12T18:00")), [1]);
    assert_eq!(london.on_call(utc("2026-01-26T18:00")), [0]);
    // Before the first day nobody is.
    assert_eq!(london.on_call(utc("2026-01-04T19:00")), [0; 0]);
}

#[test]
fn a_gap_of_a_weekend_is_found_before_it_happens() {
    let mut shift = Shift::new(day("2026-01-01"), hours("00:00", "00:00"), vec![0]);
    shift.days = vec![
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
    ];
    let mut tokyo = schedule("Asia/Tokyo", vec![shift]);
    let now = utc("2026-11-25T12:00");
    let ahead = Stretch::new(now, now.after(Millis::from_hours(24 * 7)));
    let gap = Stretch::new(utc("2026-11-27T15:00"), utc("2026-11-29T15:00"));
    assert_eq!(tokyo.gaps(ahead), [gap]);
    assert_eq!(tokyo.shown(gap.from), "2026-11-28 00:00");
    tokyo.overrides.push(Override {
        who: 1,
        instead_of: None,
        from: local("2026-11-28T00:00"),
        until: local("2026-11-30T00:00"),
    });
    assert_eq!(tokyo.gaps(ahead), []);
    assert_eq!(tokyo.on_call(utc("2026-11-28T03:00")), [1]);
}

#[test]
fn who_takes_over_an_evening_is_called_in_place_of_who_was() {
    let shift = |who| Shift::new(day("2026-01-01"), hours("00:00", "00:00"), vec![who]);
    let mut both = schedule("Europe/Berlin", vec![shift(0), shift(1)]);
    both.overrides.push(Override {
        who: 2,
        instead_of: Some(1),
        from: local("2026-12-24T18:00"),
        until: local("2026-12-25T08:00"),
    });
    assert_eq!(both.on_call(utc("2026-12-24T16:59")), [0, 1]);
    assert_eq!(both.on_call(utc("2026-12-24T17:00")), [0, 2]);
    assert_eq!(both.on_call(utc("2026-12-25T07:00")), [0, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shifts_that_follow_each_other_on_the_clock_leave_no_gap_in_any_year_and_zone(
        place in 0..ZONES.len(),
        year in 2009_i16..2031,
        cuts in proptest::collection::btree_set(0_i16..1440, 1..6),
        turn_days in 1_u16..9,
    ) {
        let cuts: Vec<Time> = cuts
            .into_iter()
            .map(|minute| Time::constant(
                i8::try_from(minute / 60).unwrap(),
                i8::try_from(minute % 60).unwrap(),
                0,
                0,
            ))
            .collect();
        let begins = Date::constant(year - 1, 12, 1);
        let shifts = cuts.iter().zip(cuts.iter().cycle().skip(1)).enumerate();
        let shifts = shifts.map(|(who, (from, until))| {
            let mut shift = Shift::new(begins, (*from, *until), vec![who, who + 1]);
            shift.turn_days = turn_days;
            shift
        });
        let schedule = schedule(ZONES[place], shifts.collect());
        let year = Stretch::new(
            utc(&format!("{year}-01-01T00:00")),
            utc(&format!("{}-01-01T00:00", year + 1)),
        );
        prop_assert_eq!(schedule.gaps(year), []);
        // What is reckoned for one moment is what is reckoned for the year around it.
        let whole = schedule.rota(year.from, year.until);
        for n in 0..24 {
            let at = year.from.after(Millis::from_hours(365 * n));
            let there: Vec<usize> = whole.on_call(at).into_iter().collect();
            prop_assert!(!there.is_empty());
            prop_assert_eq!(schedule.on_call(at), there);
        }
    }
}
