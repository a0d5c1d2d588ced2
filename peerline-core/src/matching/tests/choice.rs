use super::*;

#[test]
fn the_better_language_comes_before_the_topic_and_the_load() {
    let named = |ids, tags| Shift::new(&Limits::default(), topics(ids), languages(tags), 4);
    let mut line = staffed(&[
        (100, named("grief", "en").expect("a shift")),
        (101, named("", "pt").expect("a shift")),
        (102, named("", "pt-br").expect("a shift")),
        (103, named("sleep", "pt-br").expect("a shift")),
        (104, named("grief", "pt-br").expect("a shift")),
    ]);
    let wish = Wish::new(&Limits::default(), topics("grief"), languages("pt-br en"));
    let seek = Command::Seek {
        account: who(1),
        wish: wish.expect("a wish"),
        tier: Tier::Routine,
    };
    line.ask(seek).expect("seek");
    let mut asked = Vec::new();
    for _ in 0..5 {
        let offer = line.offer(1);
        asked.push(offer.supporter.as_bytes()[0]);
        line.decline(asked[asked.len() - 1], offer.id)
            .expect("decline");
    }
    assert_eq!(asked, [104, 102, 103, 101, 100]);
}

#[test]
fn of_equals_the_less_busy_and_then_the_longest_idle_is_asked() {
    let mut line = staffed(&[(101, shift("en", 2)), (100, shift("en", 2))]);
    for (seeker, supporter) in [(1, 101), (2, 100), (3, 101)] {
        line.seek(seeker).expect("seek");
        assert_eq!(line.offer(seeker).supporter, who(supporter));
    }
}

#[test]
fn without_a_topic_the_specialists_stay_free() {
    let specialist = Shift::new(&Limits::default(), topics("grief"), languages("en"), 4);
    let specialist = specialist.expect("a shift");
    let mut line = staffed(&[(100, specialist), (101, shift("en", 4))]);
    line.seek(1).expect("seek");
    assert_eq!(line.offer(1).supporter, who(101));
}

#[test]
fn idle_counts_from_the_last_conversation_and_not_from_a_changed_shift() {
    let mut line = staffed(&[(100, shift("en", 2)), (101, shift("en", 2))]);
    let since = |line: &Line| -> Vec<u64> {
        let supporters = line.state.supporters();
        supporters
            .map(|one| one.since.unix_millis() / 1000)
            .collect()
    };
    assert_eq!(since(&line), [1, 2]);
    line.ready(100, shift("en", 3)).expect("ready");
    assert_eq!(since(&line), [1, 2]);
    line.seek(1).expect("seek");
    line.accept(100, line.offer(1).id, 1).expect("accept");
    assert_eq!(since(&line), [5, 2]);
    line.ask(Command::End { room: room(1) }).expect("end");
    assert_eq!(since(&line), [6, 2]);
    line.seek(1).expect("seek");
    assert_eq!(line.offer(1).supporter, who(101));
}
