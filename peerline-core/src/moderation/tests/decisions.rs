use super::*;

const ABUSE: &str = "shut up and die";

fn text(raw: &str) -> Text {
    Text::new(raw).unwrap()
}

fn days(n: u64) -> Timestamp {
    NOW.after(Millis::from_hours(24 * n))
}

/// A line where one message was blocked.
fn blocked() -> (Town, DecisionId) {
    let mut town = Town::new(house());
    let id = town.say(NOW, draft(ABUSE)).decision().unwrap();
    (town, id)
}

fn appeal(decision: DecisionId) -> Command {
    Command::Appeal {
        account: AUTHOR,
        decision,
        text: text("it was a quotation"),
    }
}

fn review(by: AccountId, decision: DecisionId, ruling: Ruling) -> Command {
    Command::Review {
        by,
        decision,
        ruling,
        reason: text("looked at it"),
    }
}

#[test]
fn a_decision_holds_what_the_author_and_a_reviewer_need() {
    let (town, id) = blocked();
    let decision = &town.state.decision(id).unwrap().decision;
    assert_eq!(decision.action, Action::Block);
    assert_eq!(decision.rule, Some(HousePolicy::ABUSE));
    assert_eq!(decision.policy, house().id());
    assert_eq!(decision.source, Source::Auto);
    assert_eq!(decision.appeal_until, Some(days(14)));
    assert_eq!(decision.ground.as_deref(), Some("rules#respect"));
    let sealed = decision.sealed.as_ref().unwrap();
    assert_eq!(sealed.text.expose(), ABUSE);
    assert_eq!(sealed.digest(), decision.content_digest);
}

#[test]
fn the_digest_says_nothing_without_its_salt() {
    let mut town = Town::new(house());
    let one = town.say(NOW, draft(ABUSE)).decision().unwrap();
    let two = town.say(NOW, draft(ABUSE)).decision().unwrap();
    let digest = |id| town.state.decision(id).unwrap().decision.content_digest;
    assert_ne!(digest(one), digest(two));
}

#[test]
fn a_won_appeal_brings_the_message_back_and_forgives_the_strike() {
    let (mut town, id) = blocked();
    town.command(days(1), appeal(id)).unwrap();
    let decided = town
        .command(days(2), review(MODERATOR, id, Ruling::Reversed))
        .unwrap();
    let published = decided.publish.unwrap();
    assert_eq!(published.message(), &draft(ABUSE));
    let undo = decided.facts[1].decided().unwrap();
    assert_eq!(undo.supersedes, Some(id));
    assert_eq!(undo.action, Action::Allow);
    let standing = town.state.decision(id).unwrap();
    assert_eq!(standing.superseded_by, Some(undo.id));
    let day = Millis::from_hours(24 * 7);
    let history = town.state.history(AUTHOR);
    assert_eq!(history.n_strikes(days(2), &HousePolicy::ABUSE, day), 0);
}

#[test]
fn a_won_appeal_ends_the_mute() {
    let mut town = Town::new(house());
    town.say(NOW, draft(ABUSE));
    town.say(NOW, draft(ABUSE));
    let id = town.say(NOW, draft(ABUSE)).decision().unwrap();
    assert!(town.state.muted_until(AUTHOR).is_some());
    town.command(NOW, appeal(id)).unwrap();
    town.command(NOW, review(MODERATOR, id, Ruling::Reversed))
        .unwrap();
    assert_eq!(town.state.muted_until(AUTHOR), None);
}

#[test]
fn a_lost_appeal_publishes_nothing() {
    let (mut town, id) = blocked();
    town.command(NOW, appeal(id)).unwrap();
    let decided = town
        .command(NOW, review(MODERATOR, id, Ruling::Stands))
        .unwrap();
    assert_eq!(decided.publish, None);
    assert_eq!(decided.facts.len(), 1);
}

#[test]
fn who_may_do_what_about_a_decision() {
    let (mut town, id) = blocked();
    let unknown = DecisionId::from_bytes([8; 16]);
    let not_mine = Command::Appeal {
        account: MODERATOR,
        decision: id,
        text: text("mine"),
    };
    let stands = |by, id| review(by, id, Ruling::Stands);
    let release = Command::Release {
        by: MODERATOR,
        decision: id,
    };
    let mut refused = |command| town.command(NOW, command).unwrap_err();
    assert_eq!(refused(appeal(unknown)), Refusal::Unknown);
    assert_eq!(refused(not_mine), Refusal::NotYours);
    assert_eq!(refused(stands(MODERATOR, id)), Refusal::NotAppealed);
    assert_eq!(refused(release), Refusal::NotHeld);
    town.command(NOW, appeal(id)).unwrap();
    let mut refused = |command| town.command(NOW, command).unwrap_err();
    assert_eq!(refused(appeal(id)), Refusal::AlreadyAppealed);
    assert_eq!(refused(stands(AUTHOR, id)), Refusal::NotImpartial);
    town.command(NOW, stands(MODERATOR, id)).unwrap();
    let again = town.command(NOW, stands(MODERATOR, id)).unwrap_err();
    assert_eq!(again, Refusal::Settled);
}

#[test]
fn a_moderator_who_decided_does_not_review() {
    let (mut town, id) = blocked();
    let mut decision = town.state.decision(id).unwrap().decision.clone();
    decision.id = DecisionId::from_bytes([5; 16]);
    decision.source = Source::Moderator { by: MODERATOR };
    let id = decision.id;
    town.fold(&[Fact::Decided(Box::new(decision))]);
    town.command(NOW, appeal(id)).unwrap();
    let refused = town.command(NOW, review(MODERATOR, id, Ruling::Stands));
    assert_eq!(refused, Err(Refusal::NotImpartial));
    let other = AccountId::from_bytes([6; 16]);
    assert!(town.command(NOW, review(other, id, Ruling::Stands)).is_ok());
}

#[test]
fn a_held_message_is_released_once_and_not_by_its_author() {
    let mut town = Town::new(house());
    let outcome = town.say_with(NOW, draft(ABUSE), RiskFinding::Unavailable);
    assert_eq!(outcome.verdict.action, Action::Hold);
    let decision = outcome.decision().unwrap();
    let release = |by| Command::Release { by, decision };
    let own = town.command(NOW, release(AUTHOR));
    assert_eq!(own, Err(Refusal::NotImpartial));
    let decided = town.command(NOW, release(MODERATOR)).unwrap();
    assert_eq!(decided.publish.unwrap().into_message(), draft(ABUSE));
    let twice = town.command(NOW, release(MODERATOR));
    assert_eq!(twice, Err(Refusal::Settled));
}

#[test]
fn a_withheld_message_is_a_decision_of_its_own_that_another_moderator_reviews() {
    let mut town = Town::new(house());
    let outcome = town.say_with(NOW, draft(ABUSE), RiskFinding::Unavailable);
    let decision = outcome.decision().unwrap();
    let withhold = Command::Withhold {
        by: MODERATOR,
        decision,
    };
    let decided = town.command(days(3), withhold.clone()).unwrap();
    let new = decided.facts[0].decided().unwrap();
    assert_eq!(
        (new.action, new.supersedes),
        (Action::Block, Some(decision))
    );
    assert_eq!(new.appeal_until, Some(days(17)));
    assert_eq!(town.command(days(3), withhold), Err(Refusal::Settled));
    town.command(days(4), appeal(new.id)).unwrap();
    let own = town.command(days(5), review(MODERATOR, new.id, Ruling::Stands));
    assert_eq!(own, Err(Refusal::NotImpartial));
    let other = AccountId::from_bytes([6; 16]);
    let decided = town.command(days(5), review(other, new.id, Ruling::Reversed));
    assert_eq!(decided.unwrap().publish.unwrap().message(), &draft(ABUSE));
}

#[test]
fn what_is_sealed_goes_when_the_time_is_over_and_stays_during_an_appeal() {
    let (mut town, quiet) = blocked();
    let appealed = town.say(NOW, draft(ABUSE)).decision().unwrap();
    town.command(days(1), appeal(appealed)).unwrap();
    assert_eq!(town.state.closes_at(), Some(days(14)));
    assert_eq!(town.command(days(13), Command::Close).unwrap().facts, []);
    town.command(days(14), Command::Close).unwrap();
    assert_eq!(town.state.decision(quiet), None);
    assert!(town.state.decision(appealed).is_some());
    assert_eq!(
        town.state.closes_at(),
        Some(days(91)),
        "nobody's words wait for ever"
    );
    let late = town.command(days(15), appeal(quiet));
    assert_eq!(late, Err(Refusal::Unknown));
    town.command(days(20), review(MODERATOR, appealed, Ruling::Stands))
        .unwrap();
    town.command(days(20), Command::Close).unwrap();
    assert_eq!(town.state.decision(appealed), None);
}

#[test]
fn a_report_is_written_down_also_where_the_message_is_gone() {
    let mut town = Town::new(house());
    let command = Command::Report {
        by: AUTHOR,
        room: room(),
        seq: Seq::new(7),
        ground: ReportGround::Pressure,
    };
    let decided = town.command(NOW, command).unwrap();
    assert!(matches!(decided.facts[..], [Fact::Reported { .. }]));
}

#[test]
fn nothing_printed_shows_words() {
    let (town, id) = blocked();
    let printed = format!("{:?} {:?}", town.state, town.state.decision(id));
    assert!(!printed.contains("shut up"));
}
