use super::*;

/// A line where a break of a minute is due after two load points.
fn wearing() -> Line {
    let mut line = Line::new();
    line.breaks = Breaks::default().after(2).lasting(Millis::from_mins(1));
    line.ready(100, shift("en", 3)).expect("ready");
    line
}

fn talk(line: &mut Line, n: u8) -> Vec<&'static str> {
    let facts = line.accept(100, line.offer(n).id, n).expect("accept");
    names(&facts)
}

#[test]
fn a_break_is_due_after_the_points_and_takes_back_what_was_offered() {
    let mut line = wearing();
    for n in 1..=3 {
        line.seek(n).expect("seek");
    }
    assert_eq!(talk(&mut line, 1), ["matched"]);
    let places: Vec<_> = line.state.waiting().map(|one| one.account).collect();
    assert_eq!(talk(&mut line, 2), ["matched", "offer_withdrawn", "rested"]);
    let after: Vec<_> = line.state.waiting().map(|one| one.account).collect();
    assert_eq!(after, places[1..], "the others keep their places");
    assert_eq!(line.ask(Command::Pair), Ok(vec![]));
}

#[test]
fn a_break_begins_with_the_last_word_and_ends_by_itself() {
    let mut line = wearing();
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    talk(&mut line, 1);
    talk(&mut line, 2);
    line.seek(3).expect("seek");
    let facts = line.ask(Command::End { room: room(1) }).expect("end");
    assert_eq!(names(&facts), ["ended"]);
    let facts = line.ask(Command::End { room: room(2) }).expect("end");
    assert_eq!(names(&facts), ["ended", "rested"]);
    let until = line.now().after(Millis::from_mins(1));
    assert_eq!(line.state.next_look(&line.ladder, line.now()), Some(until));
    assert_eq!(line.ask(Command::Pair), Ok(vec![]));
    line.step += 60;
    let facts = line.ask(Command::Pair).expect("pair");
    assert_eq!(names(&facts), ["rested", "offered"]);
    assert_eq!(line.state.next_look(&line.ladder, line.now()), None);
}

#[test]
fn going_off_shift_and_on_again_cuts_no_break_short() {
    let mut line = wearing();
    let urgent = shift("en", 3).cleared_to(Tier::Urgent);
    line.ready(100, urgent.clone()).expect("ready");
    line.seek_at(1, Tier::Urgent).expect("seek");
    assert_eq!(talk(&mut line, 1), ["matched", "rested"]);
    line.seek(2).expect("seek");
    let facts = line.ask(Command::Away { account: who(100) }).expect("away");
    assert_eq!(names(&facts), ["rested", "away"]);
    let facts = line.ready(100, urgent).expect("ready");
    assert_eq!(names(&facts), ["ready"]);
    let place = line.place(2).expect("in line");
    assert_eq!((place.fitting_on_shift, place.fitting_free), (1, 0));
}

#[test]
fn a_supporter_may_ask_for_a_break_sooner_than_the_line() {
    let mut line = wearing();
    let careful = shift("en", 3).with_load_points(&line.limits, 1);
    line.ready(100, careful.expect("points")).expect("ready");
    line.seek(1).expect("seek");
    assert_eq!(talk(&mut line, 1), ["matched", "rested"]);
}

#[test]
fn a_later_break_than_the_lines_is_not_taken() {
    let mut line = wearing();
    let eager = shift("en", 3).with_load_points(&line.limits, 50);
    line.ready(100, eager.expect("points")).expect("ready");
    line.seek(1).expect("seek");
    line.seek(2).expect("seek");
    assert_eq!(talk(&mut line, 1), ["matched"]);
    assert_eq!(talk(&mut line, 2), ["matched", "rested"]);
}

#[test]
fn without_a_figure_nobody_is_sent_on_a_break() {
    let mut line = staffed(&[(100, shift("en", 8))]);
    for n in 1..=8 {
        line.seek(n).expect("seek");
        assert_eq!(talk(&mut line, n), ["matched"]);
    }
}
