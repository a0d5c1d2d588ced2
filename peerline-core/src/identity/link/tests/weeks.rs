//! Keys of weeks: made ahead, kept 30 days, gone for good.

use super::ALICE;
use super::DAY;
use super::Desk;
use super::HOUR;
use super::KEY;
use super::LINE;
use super::NOW;
use super::R;
use crate::identity::Class;
use crate::identity::TicketRefusal;
use crate::identity::WeekKey;
use crate::identity::WeekKeys;
use crate::identity::bind;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;
use crate::vocab::Week;

const MOMENT: Millis = Millis::new(1);

#[test]
fn the_next_weeks_key_is_made_in_the_last_day() {
    let mut desk = Desk::new();
    let week = Week::of(NOW);
    assert_eq!(desk.keys.weeks().collect::<Vec<_>>(), [week]);
    assert_eq!(desk.rotate(NOW), 0);
    let due = desk.keys.due(NOW);
    assert_eq!(due, week.next().begins().before(DAY));
    assert_eq!(desk.rotate(due.before(MOMENT)), 0);
    assert_eq!(desk.rotate(due), 1);
    assert_eq!(desk.keys.weeks().collect::<Vec<_>>(), [week, week.next()]);
    assert!(due < desk.keys.due(due));
}

#[test]
fn a_key_lasts_30_days_behind_its_week_and_not_a_moment_longer() {
    let mut desk = Desk::new();
    let link = desk.issue(NOW, ALICE).link;
    let week = Week::of(NOW);
    let end = week.begins().after(DAY.times(37));
    assert_eq!(week.key_ends(), end);
    assert!(desk.keys.destroy(end.before(MOMENT)).is_empty());
    assert_eq!(desk.keys.open(&link), Ok(ALICE));
    assert_eq!(desk.keys.due(end.before(MOMENT)), end.before(MOMENT));
    assert_eq!(desk.keys.destroy(end), [week]);
    assert_eq!(desk.keys.open(&link), Err(TicketRefusal::KeyDestroyed));
}

#[test]
fn a_key_that_was_kept_opens_what_it_sealed() {
    let mut desk = Desk::new();
    let ticket = desk.issue(NOW, ALICE);
    let week = Week::of(NOW);
    let kept = desk.keys.keys[&week].expose();
    let mut again = WeekKeys::new(LINE);
    again.load(week, WeekKey::from_bytes(&kept));
    assert_eq!(again.open(&ticket.link), Ok(ALICE));
    let shown = again.verifiers().check(NOW, &ticket.encode(), &KEY, &R);
    assert!(shown.is_ok());
    assert_eq!(format!("{:?}", desk.keys.keys[&week]), "WeekKey(..)");
}

#[test]
fn without_a_key_of_this_week_nothing_is_issued() {
    let keys = WeekKeys::new(LINE);
    let mut entropy = Seed::from_bytes([1; 32]).entropy(1);
    let bearer = (ALICE, Class::Member);
    let issued = keys.issue(NOW, &mut entropy, bearer, bind(&KEY, &R));
    assert_eq!(issued, Err(TicketRefusal::KeyDestroyed));
    assert_eq!(keys.due(NOW), NOW);
}

#[test]
fn keys_hold_at_both_ends_of_time() {
    for now in [Timestamp::ZERO, Timestamp::from_unix_millis(u64::MAX)] {
        let mut keys = WeekKeys::new(LINE);
        let mut entropy = Seed::from_bytes([1; 32]).entropy(1);
        assert!(!keys.rotate(now, &mut entropy).is_empty());
        let _ = keys.due(now.before(HOUR));
        let _ = keys.destroy(now);
    }
}
