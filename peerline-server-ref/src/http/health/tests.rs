use super::*;

const NOW: Timestamp = Timestamp::from_unix_millis(1_000_000);

fn vitals(tick_ago: u64, due_ago: Option<u64>) -> Vitals {
    Vitals {
        escalation_last_tick: Some(NOW.before(Millis::new(tick_ago))),
        oldest_due_page: due_ago.map(|ago| NOW.before(Millis::new(ago))),
        ..Vitals::default()
    }
}

#[test]
fn a_loop_that_never_ticked_is_red() {
    assert!(silence(NOW, &Vitals::default()).is_some());
}

#[test]
fn red_comes_after_the_second_missed_tick_and_not_before() {
    assert_eq!(silence(NOW, &vitals(10_000, None)), None);
    assert!(silence(NOW, &vitals(10_001, None)).is_some());
}

#[test]
fn a_page_is_overdue_after_a_minute_and_not_before() {
    assert_eq!(silence(NOW, &vitals(0, Some(60_000))), None);
    assert!(silence(NOW, &vitals(0, Some(60_001))).is_some());
}

#[test]
fn a_tick_from_the_future_is_no_fault() {
    let mut vitals = vitals(0, None);
    vitals.escalation_last_tick = Some(NOW.after(Millis::from_secs(9)));
    assert_eq!(silence(NOW, &vitals), None);
}
