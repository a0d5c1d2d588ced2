use super::*;

#[test]
fn a_place_counts_the_own_tier_and_everyone_ahead() {
    let mut line = Line::new();
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    line.seek_at(3, Tier::Urgent).expect("seek");
    let place = line.place(2).expect("in line");
    assert_eq!((place.position, place.ahead), (2, 2));
    let place = line.place(3).expect("in line");
    assert_eq!((place.position, place.ahead), (1, 0));
    assert_eq!(line.place(9), None);
}

#[test]
fn nobody_who_fits_is_said_at_once() {
    let mut line = Line::new();
    line.ready(100, shift("de", 1)).expect("ready");
    line.seek(1).expect("seek");
    let place = line.place(1).expect("in line");
    assert_eq!(place.coverage, Coverage::NobodyWhoFits);
    assert_eq!((place.fitting_on_shift, place.fitting_free), (0, 0));
}

#[test]
fn a_busy_supporter_is_coverage_without_a_free_slot() {
    let mut line = Line::new();
    line.ready(100, shift("en", 1)).expect("ready");
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    let place = line.place(2).expect("in line");
    assert_eq!(place.coverage, Coverage::Some);
    assert_eq!((place.fitting_on_shift, place.fitting_free), (1, 0));
}

#[test]
fn the_blocked_and_the_one_who_declined_are_no_coverage() {
    let mut line = Line::new();
    line.blocked.insert((who(101), who(1)));
    line.ready(100, shift("en", 1)).expect("ready");
    line.ready(101, shift("en", 1)).expect("ready");
    line.seek(1).expect("seek");
    assert_eq!(line.place(1).expect("in line").fitting_on_shift, 1);
    line.decline(100, line.offer(1).id).expect("decline");
    let place = line.place(1).expect("in line");
    assert_eq!(place.coverage, Coverage::NobodyWhoFits);
}

#[test]
fn a_supporter_in_line_is_no_coverage_for_themself() {
    let mut line = staffed(&[(1, shift("en", 1))]);
    line.seek(1).expect("seek");
    let place = line.place(1).expect("in line");
    assert_eq!(place.coverage, Coverage::NobodyWhoFits);
}

#[test]
fn waits_are_told_from_five_on_and_for_each_tier() {
    let mut line = Line::new();
    line.ready(100, shift("en", 1)).expect("ready");
    for n in 1..=5 {
        assert_eq!(line.state.wait_estimate(Tier::Routine), None);
        line.seek(n).expect("seek");
        line.step += u64::from(n) * 10;
        line.accept(100, line.offer(n).id, 1).expect("accept");
        line.ask(Command::End { room: room(1) }).expect("end");
    }
    let estimate = line.state.wait_estimate(Tier::Routine).expect("five waits");
    assert_eq!(estimate.median, Millis::from_secs(31));
    assert_eq!(estimate.p80, Millis::from_secs(41));
    assert_eq!(estimate.n_samples, 5);
    assert_eq!(line.state.wait_estimate(Tier::Urgent), None);
}

#[test]
fn only_the_last_waits_are_kept() {
    let mut line = Line::new();
    line.ready(100, shift("en", 1)).expect("ready");
    for n in 0..40 {
        line.seek(1).expect("seek");
        line.step += if n < 8 { 1000 } else { 0 };
        line.accept(100, line.offer(1).id, 1).expect("accept");
        line.ask(Command::End { room: room(1) }).expect("end");
    }
    let estimate = line.state.wait_estimate(Tier::Routine).expect("waits");
    assert_eq!(estimate.n_samples, 32);
    assert_eq!(estimate.p80, Millis::from_secs(1));
}
