//! Stories of contact afterwards, each with one promise.

use super::care_acts::CareVerb;
use super::care_acts::care_command;
use super::town::Town;
use super::town::account;
use crate::crisis::AssessReason;
use crate::crisis::CloseReason;
use crate::crisis::Command;
use crate::crisis::Course;
use crate::crisis::Fact;
use crate::crisis::FollowUpAct;
use crate::crisis::FollowUpFact;
use crate::crisis::FollowUpState;
use crate::crisis::Outcome;
use crate::crisis::Phase;
use crate::crisis::Refusal;
use crate::crisis::Stage;
use crate::crisis::Target;
use crate::crisis::What;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;

const SEEKER: u8 = 1;
const ANNA: u8 = 10;
const BEN: u8 = 11;
const CHIEF: u8 = 20;

/// A case with a safety plan, below High because two people said so.
fn planned() -> (Town, CaseId) {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.accept(case, ANNA);
    let plan = CareVerb::Judge(Some(Course::SafetyPlanned), Band::High, false);
    does(&mut town, case, (ANNA, plan));
    town.does(Command::Assess {
        case,
        by: account(ANNA),
        band: Band::Watch,
        reason: Some(AssessReason::Buffers),
    });
    town.does(Command::Countersign {
        case,
        supervisor: account(CHIEF),
    });
    (town, case)
}

fn does(town: &mut Town, case: CaseId, (who, verb): (u8, CareVerb)) {
    town.does(care_command(case, account(who), verb));
}

fn follow(town: &mut Town, case: CaseId, who: u8, act: FollowUpAct) {
    does(town, case, (who, CareVerb::FollowUp(act)));
}

fn refused(town: &mut Town, case: CaseId, act: FollowUpAct) -> Refusal {
    let command = care_command(case, account(ANNA), CareVerb::FollowUp(act));
    town.act(command).expect_err("refused")
}

fn close(town: &mut Town, case: CaseId, who: u8) -> Result<(), Refusal> {
    let command = Command::Close {
        case,
        by: account(who),
        reason: CloseReason::Supported,
        skip: None,
    };
    town.act(command).map(|_| ())
}

fn resting() -> (Town, CaseId) {
    let (mut town, case) = planned();
    follow(&mut town, case, ANNA, FollowUpAct::Agree);
    follow(&mut town, case, ANNA, FollowUpAct::Rest);
    (town, case)
}

fn targets_since(town: &Town, from: usize) -> Vec<Target> {
    let offered = |fact: &Fact| {
        if let What::Offered { targets, .. } = &fact.what {
            targets.clone()
        } else {
            Vec::new()
        }
    };
    town.facts[from..].iter().flat_map(offered).collect()
}

#[test]
fn nobody_is_asked_afterwards_without_consent() {
    let (mut town, case) = planned();
    assert_eq!(
        refused(&mut town, case, FollowUpAct::Rest),
        Refusal::NoConsent
    );
    let tried = FollowUpAct::Tried(Outcome::Reached);
    assert_eq!(refused(&mut town, case, tried), Refusal::NoConsent);
    follow(&mut town, case, ANNA, FollowUpAct::Agree);
    follow(&mut town, case, ANNA, FollowUpAct::Decline);
    assert_eq!(
        refused(&mut town, case, FollowUpAct::Rest),
        Refusal::NoConsent
    );
    assert_eq!(close(&mut town, case, ANNA), Ok(()));
}

#[test]
fn a_follow_up_that_was_promised_is_made_before_the_case_ends() {
    let (mut town, case) = planned();
    follow(&mut town, case, ANNA, FollowUpAct::Agree);
    assert_eq!(close(&mut town, case, ANNA), Err(Refusal::FollowUpOpen));
    follow(&mut town, case, ANNA, FollowUpAct::Rest);
    assert_eq!(town.case(case).stage(), Stage::Resting);
    town.pass(Millis::from_hours(24));
    town.accept(case, BEN);
    assert_eq!(close(&mut town, case, BEN), Err(Refusal::FollowUpOpen));
    follow(&mut town, case, BEN, FollowUpAct::Tried(Outcome::Reached));
    let state = town.case(case).follow.map(|follow| follow.state);
    assert_eq!(state, Some(FollowUpState::Done));
    assert_eq!(close(&mut town, case, BEN), Ok(()));
}

#[test]
fn a_case_at_high_does_not_rest() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.accept(case, ANNA);
    follow(&mut town, case, ANNA, FollowUpAct::Agree);
    assert_eq!(
        refused(&mut town, case, FollowUpAct::Rest),
        Refusal::StillUrgent
    );
}

#[test]
fn a_follow_up_in_time_wakes_nobody_and_a_late_one_does() {
    let (mut town, case) = resting();
    let from = town.facts.len();
    town.pass(Millis::from_hours(47));
    let called = targets_since(&town, from);
    assert!(!called.is_empty());
    assert!(called.iter().all(|target| *target == Target::Console));
    town.pass(Millis::from_hours(2));
    let missed = |fact: &Fact| matches!(fact.what, What::FollowUp(FollowUpFact::Missed { n: 1 }));
    assert_eq!(town.facts.iter().filter(|fact| missed(fact)).count(), 1);
    assert!(targets_since(&town, from).contains(&Target::LastResort));
    assert!(!town.case(case).is_closed());
}

#[test]
fn a_sign_while_a_follow_up_is_due_calls_as_any_other() {
    let (mut town, _) = resting();
    town.pass(Millis::from_hours(25));
    let from = town.facts.len();
    town.signal(SEEKER, Band::Elevated);
    town.pass(Millis::from_mins(15));
    assert!(targets_since(&town, from).contains(&Target::LastResort));
}

#[test]
fn a_follow_up_that_fell_due_while_the_line_was_down_is_due_afterwards() {
    let (mut town, case) = resting();
    town.outage(Millis::from_hours(30));
    assert_eq!(town.case(case).stage(), Stage::Offered);
}

#[test]
fn a_sign_while_a_case_rests_calls_at_once() {
    let (mut town, case) = resting();
    let from = town.facts.len();
    town.signal(SEEKER, Band::Watch);
    assert!(matches!(town.case(case).phase, Phase::Offered(_)));
    assert!(!targets_since(&town, from).is_empty());
}

#[test]
fn who_writes_while_their_case_rests_is_not_kept_waiting() {
    let (mut town, case) = resting();
    let person = account(SEEKER);
    town.does(Command::SeekerWrote { person });
    assert!(matches!(town.case(case).phase, Phase::Offered(_)));
}

#[test]
fn after_five_attempts_without_an_answer_the_line_stops() {
    let (mut town, case) = resting();
    for n in 1..=5 {
        town.pass(Millis::from_hours(24));
        assert_eq!(town.case(case).stage(), Stage::Offered, "attempt {n}");
        town.accept(case, BEN);
        follow(&mut town, case, BEN, FollowUpAct::Tried(Outcome::NoAnswer));
        if n < 5 {
            follow(&mut town, case, BEN, FollowUpAct::Rest);
        }
    }
    let state = town.case(case).follow.map(|follow| follow.state);
    assert_eq!(state, Some(FollowUpState::Lost));
    assert_eq!(close(&mut town, case, BEN), Ok(()));
}

#[test]
fn the_owner_is_called_to_find_who_is_gone_while_in_danger() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.accept(case, ANNA);
    let (responder, person) = (account(ANNA), account(SEEKER));
    town.does(Command::Acknowledge { case, responder });
    town.does(Command::SeekerGone { person });
    town.pass(Millis::from_mins(10));
    assert_eq!(town.case(case).recontact.map(|gone| gone.called), Some(1));
    town.does(Command::Acknowledge { case, responder });
    follow(&mut town, case, ANNA, FollowUpAct::Tried(Outcome::NoAnswer));
    town.does(Command::SeekerBack { person });
    assert_eq!(town.case(case).recontact, None);
}
