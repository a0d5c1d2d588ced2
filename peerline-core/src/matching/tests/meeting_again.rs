use super::*;

/// Somebody has talked with one of two who are both free again.
fn after_a_talk(again: Again) -> Line {
    let both = shift("en", 1).agreeing_to_again();
    let mut line = staffed(&[(100, both.clone()), (101, both)]);
    line.seek(1).expect("seek");
    assert_eq!(line.offer(1).supporter, who(100));
    line.accept(100, line.offer(1).id, 1).expect("accept");
    line.ask(Command::End { room: room(1) }).expect("end");
    let seek = Command::Seek {
        account: who(1),
        wish: wish("en").again(again),
        tier: Tier::Routine,
    };
    line.ask_with(&TwoPhase::new(), seek).expect("seek");
    line
}

#[test]
fn who_wants_the_same_one_again_gets_them_where_both_agree() {
    let line = after_a_talk(Again::Prefer);
    assert_eq!(line.offer(1).supporter, who(100));
}

#[test]
fn who_wants_another_never_gets_the_same_one() {
    let mut line = after_a_talk(Again::Avoid);
    assert_eq!(line.offer(1).supporter, who(101));
    assert_eq!(line.place(1).expect("in line").fitting_on_shift, 1);
    let facts = line.decline(101, line.offer(1).id).expect("decline");
    assert_eq!(names(&facts), ["declined"]);
    let place = line.place(1).expect("in line");
    assert_eq!(place.coverage, Coverage::NobodyWhoFits, "said at once");
}

#[test]
fn with_whom_one_talked_is_forgotten_after_a_week() {
    let mut line = after_a_talk(Again::Avoid);
    line.withdraw(1).expect("withdraw");
    line.step += 8 * 24 * 3600;
    line.ready(102, shift("de", 1)).expect("ready");
    let seek = Command::Seek {
        account: who(2),
        wish: wish("de"),
        tier: Tier::Routine,
    };
    line.ask(seek).expect("seek");
    line.accept(102, line.offer(2).id, 2).expect("accept");
    assert!(!line.state.met.contains_key(&who(1)));
    assert!(line.state.met.contains_key(&who(2)));
}
