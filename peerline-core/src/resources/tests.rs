//! Looking up help, and what is looked at before.

mod checks;
mod snapshots;

use super::Directory;
use super::Freshness;
use crate::vocab::Timestamp;

const DAY: u64 = 86_400_000;

fn on(day: &str) -> Timestamp {
    let day: super::Day = day.parse().expect("a day");
    Timestamp::from_unix_millis(day.since_epoch() * DAY)
}

fn checked(day: &str) -> Directory {
    let mut directory = Directory::seed();
    for service in &mut directory.services {
        service.provenance.verified_on = Some(day.parse().expect("a day"));
        service.provenance.verified_by_operator = true;
    }
    directory
}

#[test]
fn the_seed_is_there_and_marks_everything_unchecked() {
    let seed = Directory::seed();
    let countries: std::collections::BTreeSet<_> = seed
        .services
        .iter()
        .map(|service| service.country)
        .collect();
    assert!(seed.emergency.len() >= 60 && countries.len() >= 50);
    for service in &seed.services {
        let verified = service.provenance.verified.as_deref();
        assert!(
            verified.is_some_and(|text| text.starts_with("not yet")),
            "{}",
            service.id
        );
        assert!(service.provenance.noted_on.is_some(), "{}", service.id);
        let found = seed.lookup(Some(&service.country.to_string()), None, on("2026-01-01"));
        assert!(found.emergency.is_some(), "{}", service.id);
        assert!(
            found
                .services
                .iter()
                .all(|entry| entry.freshness == Freshness::Unverified)
        );
    }
    assert_eq!(
        seed.stale(90, on("2026-01-01")).count(),
        seed.services.len()
    );
}

#[test]
fn an_unknown_country_gets_the_finder_and_no_number_of_another_one() {
    let seed = Directory::seed();
    for country in [None, Some("ZZ"), Some("nowhere"), Some("")] {
        let found = seed.lookup(country, None, on("2026-01-01"));
        assert_eq!(
            (found.emergency, found.services.len()),
            (None, 0),
            "{country:?}"
        );
        assert_eq!(found.finder.url, "https://findahelpline.com");
    }
}

#[test]
fn age_moves_an_entry_from_plain_to_dated_to_last_to_hidden() {
    let directory = checked("2026-01-01");
    let day = "2026-01-01".parse().expect("a day");
    for (now, expected) in [
        ("2026-03-31", Some(Freshness::Fresh)),
        ("2026-04-01", Some(Freshness::Dated(day))),
        ("2026-06-30", Some(Freshness::Dated(day))),
        ("2026-07-01", Some(Freshness::Old(day))),
        ("2027-01-01", Some(Freshness::Old(day))),
        ("2027-01-02", None),
        ("2025-12-31", Some(Freshness::Unverified)),
    ] {
        let found = directory.lookup(Some("de"), None, on(now));
        assert_eq!(
            found.services.first().map(|entry| entry.freshness),
            expected,
            "{now}"
        );
    }
}

#[test]
fn an_old_entry_never_stands_before_a_newer_one() {
    let mut directory = checked("2026-01-01");
    for service in directory
        .services
        .iter_mut()
        .filter(|service| service.id == "gb-shout")
    {
        service.provenance.verified_on = Some("2026-07-01".parse().expect("a day"));
    }
    let found = directory.lookup(Some("GB"), None, on("2026-08-01"));
    let ids: Vec<_> = found
        .services
        .iter()
        .map(|entry| entry.service.id.as_str())
        .collect();
    assert_eq!(ids, ["gb-shout", "gb-samaritans"]);
}

#[test]
fn the_language_orders_and_never_hides() {
    let seed = Directory::seed();
    let french = "fr-be".parse().ok();
    let found = seed.lookup(Some("BE"), french.as_ref(), on("2026-01-01"));
    let ids: Vec<_> = found
        .services
        .iter()
        .map(|entry| entry.service.id.as_str())
        .collect();
    assert_eq!(ids, ["be-preventionsuicide", "be-1813"]);
}

#[test]
fn paired_entries_are_shown_together_or_not_at_all() {
    let mut directory = checked("2026-01-01");
    for service in &mut directory.services {
        match service.id.as_str() {
            "gb-shout" => service.show_with.push("gb-samaritans".to_owned()),
            "gb-samaritans" => service.status = super::Status::Closed,
            _ => {}
        }
    }
    assert!(
        directory
            .lookup(Some("GB"), None, on("2026-01-02"))
            .services
            .is_empty()
    );
}

#[test]
fn days_count_from_the_epoch() {
    for (day, days) in [
        ("1970-01-01", 0),
        ("2000-02-29", 11_016),
        ("2026-11-23", 20_780),
    ] {
        assert_eq!(
            day.parse::<super::Day>().expect("a day").since_epoch(),
            days,
            "{day}"
        );
    }
    for wrong in [
        "2026-1-1",
        "2026-13-01",
        "26-01-01",
        "2026-01-01-01",
        "",
        "x",
    ] {
        assert!(wrong.parse::<super::Day>().is_err(), "{wrong}");
    }
}

#[test]
fn a_day_is_the_day_of_every_time_in_it() {
    for days in (0..1_000_000).step_by(97) {
        let start = Timestamp::from_unix_millis(days * 86_400_000);
        let day = super::Day::of(start);
        assert_eq!(day.since_epoch(), days, "{day}");
        assert_eq!(day.to_string().parse(), Ok(day));
        assert_eq!(
            super::Day::of(Timestamp::from_unix_millis(days * 86_400_000 + 86_399_999)),
            day
        );
    }
}
