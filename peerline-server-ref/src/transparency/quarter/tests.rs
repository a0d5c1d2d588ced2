use super::*;

fn at(text: &str) -> Timestamp {
    let at: jiff::Timestamp = text.parse().unwrap();
    Timestamp::from_unix_millis(at.as_millisecond().try_into().unwrap())
}

#[test]
fn a_quarter_begins_where_the_one_before_ends() {
    let third: Quarter = "2026-Q3".parse().unwrap();
    assert_eq!(third.from(), at("2026-07-01T00:00:00Z"));
    assert_eq!(third.until(), at("2026-10-01T00:00:00Z"));
    let last: Quarter = "2026-Q4".parse().unwrap();
    assert_eq!(last.from(), third.until());
    assert_eq!(last.until(), at("2027-01-01T00:00:00Z"));
    assert_eq!(last.to_string(), "2026-Q4");
}

#[test]
fn the_last_one_that_is_over_is_never_the_one_that_runs() {
    for (now, over) in [
        ("2026-11-27T13:00:00Z", "2026-Q3"),
        ("2026-10-01T00:00:00Z", "2026-Q3"),
        ("2026-09-30T23:59:59Z", "2026-Q2"),
        ("2026-01-15T00:00:00Z", "2025-Q4"),
    ] {
        let quarter = Quarter::over(at(now));
        assert_eq!(quarter.to_string(), over, "{now}");
        assert!(quarter.until() <= at(now), "{now}");
    }
}

#[test]
fn what_is_no_quarter_is_refused() {
    for wrong in [
        "", "2026", "2026-Q0", "2026-Q5", "26-Q1", "+026-Q1", "2026-q1", "1969-Q1", "9999-Q4",
    ] {
        assert_eq!(wrong.parse::<Quarter>(), Err(InvalidQuarter), "{wrong}");
    }
}
