use super::LineTime;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

const HOUR: u64 = 3_600_000;

fn at(millis: u64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

#[test]
fn follows_a_clock_that_runs_forward() {
    let mut time = LineTime::starting_at(at(10), Timestamp::ZERO);
    assert_eq!(time.read(at(10)), at(10));
    assert_eq!(time.read(at(11)), at(11));
    assert_eq!(time.read(at(HOUR)), at(HOUR));
}

#[test]
fn goes_on_when_the_clock_is_set_back() {
    let mut time = LineTime::starting_at(at(2 * HOUR), Timestamp::ZERO);
    assert_eq!(time.read(at(HOUR)), at(2 * HOUR));
    assert_eq!(time.read(at(HOUR + 700)), at(2 * HOUR + 700));
    assert_eq!(time.read(at(HOUR + 1700)), at(2 * HOUR + 1700));
}

#[test]
fn starts_no_earlier_than_what_is_written_and_still_moves() {
    let mut time = LineTime::starting_at(at(HOUR), at(2 * HOUR));
    assert_eq!(time.read(at(HOUR)), at(2 * HOUR));
    assert_eq!(
        time.read(at(HOUR).after(Millis::from_secs(1))),
        at(2 * HOUR + 1000)
    );
}

#[test]
fn a_clock_that_leaps_about_does_not_add_up() {
    let mut time = LineTime::starting_at(at(2 * HOUR), Timestamp::ZERO);
    for _ in 0..100 {
        time.read(at(HOUR));
        time.read(at(2 * HOUR));
    }
    assert!(time.read(at(2 * HOUR)) <= at(2 * HOUR + 500_000));
}
