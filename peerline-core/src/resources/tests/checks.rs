//! What the check finds, and what it leaves alone.

use super::super::Directory;
use super::super::Fault;
use super::on;

const REGISTRY: &str = include_str!("../../../tests/data/open_helplines.txt");

/// A directory of one helpline, with the rest of it sound.
fn one(country: &str, channel: &str) -> Directory {
    let text = format!(
        r#"{{"finder": {{"name": "f", "url": "https://f.example"}},
            "emergency": [{{"country": "{country}", "dial": ["112"], "source": "https://e.example"}}],
            "services": [{{"id": "a", "name": "a", "country": "{country}", "status": "active",
                "website": "https://a.example", "channels": [{channel}],
                "provenance": {{"source": "https://a.example", "class": "first_party",
                    "verified_on": "2026-01-01", "verified_by_operator": true}}}}]}}"#
    );
    Directory::from_json(&text).expect("a directory")
}

fn faults(directory: &Directory) -> Vec<Fault> {
    let found = directory.check(on("2026-01-02"));
    found.into_iter().map(|finding| finding.fault).collect()
}

#[test]
fn nothing_in_the_seed_is_wrong_and_everything_waits_for_a_person() {
    let seed = Directory::seed();
    let found = seed.check(on("2026-12-01"));
    let wrong: Vec<_> = found.iter().filter(|one| one.fault.is_wrong()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let waiting = found.iter().filter(|one| one.fault == Fault::NotVerified);
    assert_eq!(waiting.count(), seed.services.len());
}

#[test]
fn the_ten_contacts_of_a_registry_that_cannot_be_dialed_are_found_and_no_other() {
    let lines = REGISTRY.lines().filter(|line| !line.starts_with('#'));
    let mut n_wrong = 0;
    for line in lines {
        let mut parts = line.split(' ');
        let (country, number, wanted) = (
            parts.next().unwrap(),
            parts.next().unwrap(),
            parts.next().unwrap(),
        );
        let directory = one(
            country,
            &format!(r#"{{"kind": "voice", "dial": "{number}"}}"#),
        );
        let expected = match wanted {
            "wrong" => vec![Fault::NotDialable(number.to_owned())],
            _ => Vec::new(),
        };
        n_wrong += expected.len();
        assert_eq!(faults(&directory), expected, "{line}");
    }
    assert_eq!(n_wrong, 10);
}

#[test]
fn a_short_code_is_warned_of_and_never_refused() {
    for (country, dial) in [
        ("US", "988"),
        ("GB", "116 123"),
        ("CL", "*4141"),
        ("FR", "3114"),
    ] {
        let directory = one(
            country,
            &format!(r#"{{"kind": "voice", "dial": "{dial}"}}"#),
        );
        let found = faults(&directory);
        assert_eq!(found, [Fault::ShortCode(dial.to_owned())]);
        assert!(found.iter().all(|fault| !fault.is_wrong()));
    }
}

#[test]
fn each_fault_is_told() {
    let sound = r#"{"kind": "voice", "dial": "0800 1110111"}"#;
    assert_eq!(faults(&one("DE", sound)), []);
    assert_eq!(faults(&one("DE", "")), [Fault::NoChannel]);
    let empty = r#"{"kind": "voice", "dial": "call us"}"#;
    assert_eq!(faults(&one("DE", empty)), [Fault::Empty]);
    let chat = r#"{"kind": "web_chat", "dial": "somewhere"}"#;
    assert_eq!(faults(&one("DE", chat)), [Fault::Empty]);
    let whole = r#"{"kind": "voice", "dial": "0800 1110111", "e164": "+49116123"}"#;
    let other = r#"{"kind": "voice", "dial": "0800 1110111", "e164": "+448001110111"}"#;
    for (channel, number) in [(whole, "+49116123"), (other, "+448001110111")] {
        let expected = Fault::NotDialable(number.to_owned());
        assert_eq!(faults(&one("DE", channel)), [expected]);
    }
    let mut partner = one("DE", sound);
    partner.services[0].show_with.push("b".to_owned());
    assert_eq!(faults(&partner), [Fault::NoPartner("b".to_owned())]);
    let mut source = one("DE", sound);
    source.services[0].provenance.source = "somebody said so".to_owned();
    assert_eq!(faults(&source), [Fault::NoSource]);
    let mut nowhere = one("DE", sound);
    nowhere.emergency.clear();
    assert_eq!(faults(&nowhere), [Fault::NoEmergency]);
    let mut twice = one("DE", sound);
    twice.services.extend(one("DE", sound).services);
    assert_eq!(faults(&twice), [Fault::SameId]);
    let mut borders = one("DE", sound);
    borders.emergency.extend(one("AT", sound).emergency);
    borders.services.extend(one("AT", sound).services);
    borders.services[1].id = "b".to_owned();
    let number = Fault::NumberOfTwoCountries("0800 1110111".to_owned());
    assert_eq!(faults(&borders), [number]);
}

#[test]
fn a_check_of_last_year_is_told_and_a_tombstone_is_left_alone() {
    let mut old = one("DE", r#"{"kind": "voice", "dial": "0800 1110111"}"#);
    old.services[0].provenance.verified_on = "2024-01-01".parse().ok();
    assert_eq!(faults(&old), [Fault::Stale]);
    old.services[0].status = super::super::Status::Closed;
    assert_eq!(faults(&old), []);
}
