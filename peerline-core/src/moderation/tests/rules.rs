use super::*;

const CONTACT: &str = "mail me: john (at) example dot com";
const ABUSE: &str = "shut up and die";

fn minutes(n: u64) -> Timestamp {
    NOW.after(Millis::from_mins(n))
}

#[test]
fn contact_details_are_nudged_then_let_through_then_held() {
    let mut town = Town::new(house());
    for n in 0..2 {
        let first = town.say(minutes(10 * n), draft(CONTACT));
        assert_eq!(first.verdict.action, Action::Nudge);
        assert_eq!(first.verdict.rule, Some(HousePolicy::CONTACT));
        assert_eq!(
            first.verdict.spans[0].of(CONTACT),
            Some("john (at) example dot com")
        );
        assert!(first.facts.is_empty() && first.cleared.is_none());
        let again = town.say(minutes(10 * n + 1), draft(CONTACT).again());
        assert!(again.cleared.is_some());
        assert!(matches!(again.facts[..], [Fact::Overridden { .. }]));
    }
    let third = town.say(minutes(30), draft(CONTACT).again());
    assert_eq!(third.verdict.action, Action::Hold);
    assert_eq!(third.verdict.rule, Some(HousePolicy::CONTACT_AGAIN));
    assert!(third.decision().is_some());
    let later = town.say(minutes(60 * 48), draft(CONTACT));
    assert_eq!(later.verdict.action, Action::Nudge);
}

#[test]
fn a_heeded_nudge_is_no_strike() {
    let mut town = Town::new(house());
    for n in 0..5 {
        let outcome = town.say(minutes(n), draft(CONTACT));
        assert_eq!(outcome.verdict.action, Action::Nudge);
    }
    assert_eq!(town.state, State::default());
}

#[test]
fn those_who_run_the_line_may_give_numbers() {
    let mut town = Town::new(house());
    let roles = [Role::Responder, Role::Moderator, Role::Supervisor];
    for (n, role) in (0..).zip(roles) {
        let mut draft = draft(CONTACT);
        draft.role = role;
        assert!(town.say(minutes(5 * n), draft).cleared.is_some());
    }
}

#[test]
fn abuse_is_blocked_then_mutes_and_the_mute_ends() {
    let mut town = Town::new(house());
    for n in 0..2 {
        let outcome = town.say(minutes(n), draft(ABUSE).again());
        assert_eq!(outcome.verdict.action, Action::Block);
    }
    let third = town.say(minutes(2), draft(ABUSE));
    let until = minutes(2 + 15);
    assert_eq!(third.verdict.action, Action::Mute { until });
    assert_eq!(town.state.muted_until(AUTHOR), Some(until));
    let muted = town.say(minutes(3), draft("sorry"));
    assert_eq!(muted.verdict.rule, Some(Screening::MUTED));
    assert_eq!(
        muted.verdict.action,
        Action::Slow {
            retry: Millis::from_mins(14)
        }
    );
    assert!(muted.facts.is_empty());
    assert!(town.say(until, draft("sorry")).cleared.is_some());
}

#[test]
fn a_mute_never_stops_danger_nor_the_way_to_help() {
    let mut town = Town::new(house());
    for n in 0..3 {
        town.say(minutes(n), draft(ABUSE));
    }
    let outcome = town.say_with(minutes(4), draft(ABUSE), danger());
    assert!(outcome.cleared.is_some() && outcome.facts.is_empty());
    assert!(outcome.verdict.labels.contains(&Label::Abuse));
    let mut to_case = draft(ABUSE);
    to_case.room = RoomName::Case(CaseId::from_bytes([3; 16]));
    assert!(town.say(minutes(4), to_case).cleared.is_some());
    let unseen = town.say_with(minutes(4), draft("help"), RiskFinding::Unavailable);
    assert!(unseen.cleared.is_some());
}

#[test]
fn a_flood_waits_for_the_oldest_message_to_leave_the_window() {
    let mut town = Town::new(house());
    let limits = Limits::default();
    for n in 0..u64::from(limits.pace) {
        let outcome = town.say(NOW.after(Millis::new(n)), draft(&format!("message {n}")));
        assert!(outcome.cleared.is_some(), "{n}");
    }
    let now = NOW.after(Millis::from_secs(4));
    let outcome = town.say(now, draft("one more"));
    assert_eq!(
        outcome.verdict.action,
        Action::Slow {
            retry: Millis::from_secs(6)
        }
    );
    assert!(
        town.say_with(now, draft("help"), danger())
            .cleared
            .is_some()
    );
    let after = town.say(NOW.after(Millis::from_secs(10)), draft("one more"));
    assert!(after.cleared.is_some());
}

#[test]
fn danger_is_not_counted() {
    let mut town = Town::new(house());
    for _ in 0..100 {
        assert!(
            town.say_with(NOW, draft("help"), danger())
                .cleared
                .is_some()
        );
    }
    assert!(town.say(NOW, draft("help")).cleared.is_some());
}

#[test]
fn the_third_time_of_the_same_text_is_nudged() {
    let mut town = Town::new(house());
    assert!(town.say(NOW, draft("hello?")).cleared.is_some());
    assert!(town.say(NOW, draft("hello?")).cleared.is_some());
    let third = town.say(NOW, draft("hello?"));
    assert_eq!(third.verdict.action, Action::Nudge);
    assert_eq!(third.verdict.rule, Some(HousePolicy::REPEAT));
    assert!(town.say(NOW, draft("hello?").again()).cleared.is_some());
    assert!(town.say(minutes(2), draft("hello?")).cleared.is_some());
}

#[test]
fn the_strongest_action_wins_and_all_labels_stay() {
    let outcome = Town::new(house()).say(NOW, draft("you idiot, call +49 151 2345678"));
    assert_eq!(outcome.verdict.action, Action::Block);
    assert!(outcome.verdict.labels.contains(&Label::Contact));
    assert!(outcome.verdict.labels.contains(&Label::Abuse));
    assert_eq!(outcome.verdict.spans.len(), 2);
}

#[test]
fn actions_are_ordered_by_strength() {
    let retry = Millis::from_hours(1);
    let ladder = [
        Action::Allow,
        Action::Nudge,
        Action::Slow { retry },
        Action::Hold,
        Action::Block,
        Action::Mute { until: NOW },
    ];
    assert!(ladder.is_sorted());
}

#[derive(Debug)]
struct Broken;

impl Signal for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn look(&self, _: &Looked<'_>) -> Finding {
        Finding::Unavailable
    }
}

#[test]
fn a_signal_that_could_not_look_leaves_a_label() {
    use std::sync::Arc;

    let policy = HousePolicy::of(Limits::default(), Arc::new(Broken), Arc::new(Broken));
    let outcome = Town::new(policy).say(NOW, draft(ABUSE));
    assert!(outcome.cleared.is_some());
    assert!(outcome.verdict.labels.contains(&Label::Unchecked));
}
