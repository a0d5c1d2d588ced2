//! Stories of a rescue, each with one promise.

use super::care_acts::CareVerb;
use super::care_acts::Step;
use super::care_acts::care_command;
use super::town::Town;
use super::town::account;
use crate::crisis::CloseReason;
use crate::crisis::Command;
use crate::crisis::Course;
use crate::crisis::CourseFact;
use crate::crisis::Fact;
use crate::crisis::Moment;
use crate::crisis::Phase;
use crate::crisis::Refusal;
use crate::crisis::RescueFact;
use crate::crisis::SuperviseAct;
use crate::crisis::Target;
use crate::crisis::Want;
use crate::crisis::What;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;

const ANNA: u8 = 10;
const CHIEF: u8 = 20;

fn judged(course: Course, band: Band) -> (Town, CaseId) {
    let mut town = Town::with_duty(2);
    let case = town.signal(1, Band::High);
    town.accept(case, ANNA);
    does(
        &mut town,
        case,
        (ANNA, CareVerb::Judge(Some(course), band, false)),
    );
    (town, case)
}

fn does(town: &mut Town, case: CaseId, (who, verb): (u8, CareVerb)) {
    town.does(care_command(case, account(who), verb));
}

fn refused(town: &mut Town, case: CaseId, (who, verb): (u8, CareVerb)) -> Refusal {
    let command = care_command(case, account(who), verb);
    town.act(command).expect_err("refused")
}

fn close(town: &mut Town, case: CaseId) -> Result<(), Refusal> {
    let (by, reason) = (account(ANNA), CloseReason::Supported);
    let skip = None;
    let command = Command::Close {
        case,
        by,
        reason,
        skip,
    };
    town.act(command).map(|_| ())
}

const fn rescue(step: Step) -> (u8, CareVerb) {
    (ANNA, CareVerb::Rescue(step))
}

const fn chief(act: SuperviseAct) -> (u8, CareVerb) {
    (CHIEF, CareVerb::Supervise(act))
}

/// Keeps the owner there while time passes.
fn wait(town: &mut Town, case: CaseId, span: Millis) {
    let end = town.now.after(span);
    while town.now < end {
        town.pass(Millis::from_secs(30));
        if town.case(case).owner().is_none() {
            town.accept(case, ANNA);
        }
        town.does(Command::Acknowledge {
            case,
            responder: account(ANNA),
        });
    }
}

#[test]
fn a_rescue_needs_a_second_person() {
    let (mut town, case) = judged(Course::ImminentRisk, Band::Imminent);
    let early = refused(&mut town, case, rescue(Step::Dispatch(true)));
    assert_eq!(early, Refusal::OutOfCourse);
    let bare = refused(&mut town, case, rescue(Step::Propose(false)));
    assert_eq!(bare, Refusal::NeedsGrounds);
    does(&mut town, case, rescue(Step::Propose(true)));
    let own = (ANNA, CareVerb::Supervise(SuperviseAct::Approve));
    assert_eq!(refused(&mut town, case, own), Refusal::SecondPersonNeeded);
    does(&mut town, case, chief(SuperviseAct::Approve));
    assert_eq!(town.case(case).joined, Some(account(CHIEF)));
    does(&mut town, case, rescue(Step::Dispatch(false)));
    assert_eq!(town.case(case).course, Course::Dispatched);
}

#[test]
fn a_rescue_that_is_not_agreed_to_goes_back_to_milder_steps() {
    let (mut town, case) = judged(Course::ImminentRisk, Band::Imminent);
    does(&mut town, case, rescue(Step::Propose(true)));
    does(&mut town, case, chief(SuperviseAct::Refuse));
    assert_eq!(town.case(case).course, Course::ImminentRisk);
    let planned = CareVerb::Judge(Some(Course::SafetyPlanned), Band::High, false);
    does(&mut town, case, (ANNA, planned));
    assert_eq!(town.case(case).course, Course::SafetyPlanned);
}

#[test]
fn an_attempt_in_progress_needs_nobodys_consent_and_calls_a_supervisor_at_once() {
    let (mut town, case) = judged(Course::AttemptInProgress, Band::AttemptInProgress);
    let call = town.case(case).call.expect("a supervisor is called");
    assert_eq!(call.want, Want::Join);
    does(&mut town, case, rescue(Step::Dispatch(true)));
    let sent = town.case(case).rescue.as_ref().expect("sent");
    assert!(sent.sign_by.is_some() && sent.signed.is_none());
    // It is signed after, and by somebody else.
    let own = (ANNA, CareVerb::Supervise(SuperviseAct::SignRescue));
    assert_eq!(refused(&mut town, case, own), Refusal::SecondPersonNeeded);
    does(&mut town, case, chief(SuperviseAct::SignRescue));
}

#[test]
fn more_and_more_people_are_called_until_a_supervisor_joins() {
    let (mut town, case) = judged(Course::ImminentRisk, Band::Imminent);
    wait(&mut town, case, Millis::from_secs(370));
    let calls: Vec<_> = town
        .facts
        .iter()
        .filter_map(|fact| {
            if let What::Course(CourseFact::SupervisorCalled { targets, .. }) = &fact.what {
                Some(targets.clone())
            } else {
                None
            }
        })
        .collect();
    assert!(!calls[0].contains(&Target::LastResort));
    assert!(calls[2].contains(&Target::LastResort), "{calls:?}");
    does(&mut town, case, chief(SuperviseAct::Join));
    let before = town.facts.len();
    wait(&mut town, case, Millis::from_secs(370));
    let later = &town.facts[before..];
    let call = |fact: &Fact| matches!(fact.what, What::Course(CourseFact::SupervisorCalled { .. }));
    assert!(!later.iter().any(call));
}

#[test]
fn whether_contact_is_made_is_asked_again_until_somebody_says_so() {
    let (mut town, case) = judged(Course::AttemptInProgress, Band::AttemptInProgress);
    does(&mut town, case, chief(SuperviseAct::Join));
    does(&mut town, case, rescue(Step::Dispatch(true)));
    wait(&mut town, case, Millis::from_mins(46));
    let asked = town
        .case(case)
        .rescue
        .as_ref()
        .map(|rescue| rescue.contact_asked);
    assert_eq!(asked, Some(3));
    assert_eq!(close(&mut town, case), Err(Refusal::ContactOpen));
    does(&mut town, case, rescue(Step::Confirm));
    wait(&mut town, case, Millis::from_mins(46));
    let asked = town
        .case(case)
        .rescue
        .as_ref()
        .map(|rescue| rescue.contact_asked);
    assert_eq!(asked, Some(3));
    assert_eq!(close(&mut town, case), Ok(()));
}

#[test]
fn an_owner_who_does_not_say_whether_contact_is_made_loses_the_case() {
    let (mut town, case) = judged(Course::AttemptInProgress, Band::AttemptInProgress);
    does(&mut town, case, chief(SuperviseAct::Join));
    does(&mut town, case, rescue(Step::Dispatch(true)));
    town.pass(Millis::from_mins(17));
    assert!(matches!(town.case(case).phase, Phase::Offered(_)));
    // The supervisor who joined goes on with the rescue meanwhile.
    does(&mut town, case, (CHIEF, CareVerb::Rescue(Step::Confirm)));
    assert_eq!(town.case(case).course, Course::ContactConfirmed);
}

#[test]
fn a_service_that_found_nobody_does_not_end_a_case_without_steps_and_a_signature() {
    let (mut town, case) = judged(Course::AttemptInProgress, Band::AttemptInProgress);
    does(&mut town, case, rescue(Step::Dispatch(true)));
    does(&mut town, case, rescue(Step::Fail));
    assert_eq!(close(&mut town, case), Err(Refusal::ContactOpen));
    does(&mut town, case, rescue(Step::Further));
    assert_eq!(close(&mut town, case), Err(Refusal::ContactOpen));
    does(&mut town, case, chief(SuperviseAct::SignRescue));
    // A further step makes the signature one of something else.
    does(&mut town, case, rescue(Step::CannotLocate));
    assert_eq!(close(&mut town, case), Err(Refusal::ContactOpen));
    does(&mut town, case, rescue(Step::Further));
    does(&mut town, case, chief(SuperviseAct::SignRescue));
    assert_eq!(close(&mut town, case), Ok(()));
}

#[test]
fn the_seven_moments_each_have_their_time() {
    let (mut town, case) = judged(Course::ImminentRisk, Band::Imminent);
    let steps = [
        rescue(Step::Propose(true)),
        chief(SuperviseAct::Approve),
        rescue(Step::Dispatch(false)),
        rescue(Step::Note(Moment::EnRoute)),
        rescue(Step::Note(Moment::OnScene)),
        rescue(Step::Note(Moment::Complete)),
        rescue(Step::Confirm),
    ];
    for step in steps {
        town.pass(Millis::from_secs(5));
        does(&mut town, case, step);
    }
    let rescue = town.case(case).rescue.clone().expect("a rescue");
    let kept: Vec<_> = rescue.moments.keys().copied().collect();
    assert_eq!(kept, Moment::ALL);
    let times: Vec<_> = rescue.moments.values().collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]));
    let again = refused(
        &mut town,
        case,
        (ANNA, CareVerb::Rescue(Step::Note(Moment::OnScene))),
    );
    assert_eq!(again, Refusal::OutOfCourse);
}

#[test]
fn a_rescue_is_signed_within_a_day_also_where_the_case_is_closed() {
    let (mut town, case) = judged(Course::AttemptInProgress, Band::AttemptInProgress);
    does(&mut town, case, chief(SuperviseAct::Join));
    does(&mut town, case, rescue(Step::Dispatch(true)));
    does(&mut town, case, rescue(Step::Confirm));
    assert_eq!(close(&mut town, case), Ok(()));
    let review = chief(SuperviseAct::Review);
    assert_eq!(refused(&mut town, case, review), Refusal::NeedsSignature);
    town.outage(Millis::from_hours(25));
    let call = town.case(case).call.expect("a supervisor is called");
    assert_eq!(call.want, Want::Signature);
    does(&mut town, case, chief(SuperviseAct::SignRescue));
    does(&mut town, case, review);
    assert_eq!(town.state.case(case), None);
}

#[test]
fn a_dispatch_says_where_from_consent_and_rule() {
    let (mut town, case) = judged(Course::AttemptInProgress, Band::AttemptInProgress);
    let bare = refused(&mut town, case, rescue(Step::Dispatch(false)));
    assert_eq!(bare, Refusal::NeedsGrounds);
    does(&mut town, case, rescue(Step::Dispatch(true)));
    let said = town.facts.iter().find_map(|fact| {
        let What::Rescue(rescue) = &fact.what else {
            return None;
        };
        let RescueFact::Dispatched { grounds, .. } = &**rescue else {
            return None;
        };
        Some(grounds.clone())
    });
    assert_eq!(said, Some(super::care_acts::grounds(true)));
}

#[test]
fn on_a_line_without_a_supervisor_a_second_responder_stands_in_and_the_log_says_so() {
    let (mut town, case) = judged(Course::ImminentRisk, Band::Imminent);
    does(&mut town, case, rescue(Step::Propose(true)));
    let second = |act| (CHIEF, CareVerb::StandIn(act));
    let own = (ANNA, CareVerb::StandIn(SuperviseAct::Approve));
    let refusal = refused(&mut town, case, own);
    assert_eq!(refusal, Refusal::SecondPersonNeeded);
    let command = care_command(case, account(CHIEF), second(SuperviseAct::Approve).1);
    let facts = town.act(command).expect("a second person agrees");
    let stood_in = facts.iter().position(|fact| {
        let by = account(CHIEF);
        fact.what == What::Course(CourseFact::StoodIn { by })
    });
    let approved = facts.iter().position(|fact| {
        let What::Rescue(rescue) = &fact.what else {
            return false;
        };
        matches!(**rescue, RescueFact::Approved { .. })
    });
    assert!(stood_in.is_some() && stood_in < approved, "{facts:?}");
    does(&mut town, case, rescue(Step::Dispatch(false)));
    does(&mut town, case, rescue(Step::Fail));
    does(&mut town, case, rescue(Step::Further));
    assert_eq!(close(&mut town, case), Err(Refusal::ContactOpen));
    let own = (ANNA, CareVerb::StandIn(SuperviseAct::SignRescue));
    let refusal = refused(&mut town, case, own);
    assert_eq!(refusal, Refusal::SecondPersonNeeded);
    does(&mut town, case, second(SuperviseAct::SignRescue));
    assert_eq!(close(&mut town, case), Ok(()));
}
