use super::*;

fn ladder() -> Ladder {
    let rungs = [
        Rung::new(Millis::from_secs(180), Rule::Gender),
        Rung::new(Millis::from_secs(60), Rule::Topic),
    ];
    let ladder = Ladder::new(rungs).expect("a ladder");
    let overdue = ladder.with_overdue(Millis::from_mins(30));
    overdue.expect("a ladder")
}

#[test]
fn rules_give_way_rung_by_rung_and_those_on_no_rung_never() {
    let ladder = ladder();
    let has = |seconds| {
        let widened = ladder.widened(Millis::from_secs(seconds));
        [Rule::Topic, Rule::Gender, Rule::Style].map(|rule| widened.has(rule))
    };
    assert_eq!(has(59), [false, false, false]);
    assert_eq!(has(60), [true, false, false]);
    assert_eq!(has(180), [true, true, false]);
    assert_eq!(has(80_000), [true, true, false]);
    assert_eq!(Ladder::open().widened(Millis::ZERO), Widened::ALL);
}

#[test]
fn the_next_step_is_the_next_time_anything_changes() {
    let ladder = ladder();
    let next = |seconds| {
        ladder
            .next_step(Millis::from_secs(seconds))
            .map(Millis::as_secs)
    };
    assert_eq!(
        [next(0), next(60), next(180)],
        [Some(60), Some(180), Some(1800)]
    );
    assert_eq!(next(1800), None);
    assert_eq!(Ladder::open().next_step(Millis::ZERO), None);
}

#[test]
fn what_keeps_people_safe_is_refused_on_a_ladder_by_its_name() {
    for name in [
        "minors",
        "clearance",
        "blocks",
        "accessibility",
        "needs",
        "age",
    ] {
        let refused = name.parse::<Rule>();
        assert_eq!(refused, Err(NotARung::NeverGivesWay { rule: name }));
    }
    assert_eq!("weather".parse::<Rule>(), Err(NotARung::Unknown));
    for rule in Rule::ALL {
        assert_eq!(rule.as_str().parse(), Ok(*rule));
    }
}

#[test]
fn a_ladder_that_says_nothing_twice_or_too_late_is_refused() {
    assert_eq!(Ladder::new([]), Err(InvalidLadder::Empty));
    let rung = Rung::new(Millis::ZERO, Rule::Topic);
    let twice = InvalidLadder::Twice { rule: "topic" };
    assert_eq!(Ladder::new([rung, rung]), Err(twice));
    let late = Rung::new(Millis::from_hours(25), Rule::Topic);
    assert_eq!(Ladder::new([late]), Err(InvalidLadder::TooLate));
}

#[test]
fn a_topic_is_waited_for_and_then_gives_way() {
    let sleep = Shift::new(&Limits::default(), topics("sleep"), languages("en"), 1);
    let mut line = staffed(&[(100, sleep.expect("a shift"))]);
    line.ladder = ladder();
    let grief = Wish::new(&Limits::default(), topics("grief"), languages("en"));
    let seek = Command::Seek {
        account: who(1),
        wish: grief.expect("a wish"),
        tier: Tier::Routine,
    };
    assert_eq!(names(&line.ask(seek).expect("seek")), ["sought"]);
    let look = line.now().after(Millis::from_secs(60));
    assert_eq!(line.state.next_look(&line.ladder, line.now()), Some(look));
    assert_eq!(line.place(1).expect("in line").coverage, Coverage::Some);
    line.step += 59;
    assert_eq!(names(&line.ask(Command::Pair).expect("pair")), ["offered"]);
}

#[test]
fn whoever_is_overdue_comes_right_after_the_urgent() {
    let cleared = shift("en", 1).cleared_to(Tier::Urgent);
    let mut line = Line::new();
    line.ladder = ladder();
    line.seek(1).expect("seek");
    line.step += 1800;
    line.seek_at(2, Tier::Soon).expect("seek");
    line.seek_at(3, Tier::Urgent).expect("seek");
    let mut served = Vec::new();
    for n in 100..103 {
        line.ready(n, cleared.clone()).expect("ready");
        served.push(line.offer(n).seeker);
    }
    assert_eq!(served, [who(3), who(1), who(2)]);
}
