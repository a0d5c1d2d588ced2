//! What helpers do beyond taking a case, as chance has it, and what must hold of every step of it.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::crisis::Able;
use crate::crisis::Answer;
use crate::crisis::Answers;
use crate::crisis::AssessReason;
use crate::crisis::CareAct;
use crate::crisis::Case;
use crate::crisis::Command;
use crate::crisis::Consent;
use crate::crisis::Course;
use crate::crisis::Cssrs;
use crate::crisis::Fact;
use crate::crisis::FollowUpAct;
use crate::crisis::FollowUpFact;
use crate::crisis::Further;
use crate::crisis::Grounds;
use crate::crisis::Judgment;
use crate::crisis::LocationSource;
use crate::crisis::Moment;
use crate::crisis::NextStepWhy;
use crate::crisis::Outcome;
use crate::crisis::Phase;
use crate::crisis::Precision;
use crate::crisis::RescueAct;
use crate::crisis::RescueFact;
use crate::crisis::RescueRule;
use crate::crisis::Sent;
use crate::crisis::SuperviseAct;
use crate::crisis::Tried;
use crate::crisis::What;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;

/// A step of a rescue without its parts; `bool` is whether it says what it stands on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Propose(bool),
    Dispatch(bool),
    Note(Moment),
    Confirm,
    Fail,
    Further,
    CannotLocate,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum CareVerb {
    Judge(Option<Course>, Band, bool),
    Rescue(Step),
    Supervise(SuperviseAct),
    StandIn(SuperviseAct),
    FollowUp(FollowUpAct),
}

pub(super) const STEPS: [Step; 9] = [
    Step::Propose(true),
    Step::Propose(false),
    Step::Dispatch(true),
    Step::Dispatch(false),
    Step::Note(Moment::EnRoute),
    Step::Confirm,
    Step::Fail,
    Step::Further,
    Step::CannotLocate,
];

pub(super) const SUPERVISES: [SuperviseAct; 5] = [
    SuperviseAct::Join,
    SuperviseAct::Approve,
    SuperviseAct::Refuse,
    SuperviseAct::SignRescue,
    SuperviseAct::Review,
];

pub(super) const FOLLOW_UPS: [FollowUpAct; 6] = [
    FollowUpAct::Agree,
    FollowUpAct::Decline,
    FollowUpAct::Rest,
    FollowUpAct::Tried(Outcome::Reached),
    FollowUpAct::Tried(Outcome::NoAnswer),
    FollowUpAct::Tried(Outcome::Declined),
];

pub(super) fn any_care_verb() -> impl Strategy<Value = CareVerb> {
    let band = prop::sample::select(vec![
        Band::Routine,
        Band::Elevated,
        Band::High,
        Band::Imminent,
        Band::AttemptInProgress,
    ]);
    let course = prop::option::of(prop::sample::select(Course::ALL.to_vec()));
    prop_oneof![
        3 => (course, band, any::<bool>())
            .prop_map(|(course, band, yes)| CareVerb::Judge(course, band, yes)),
        4 => prop::sample::select(STEPS.to_vec()).prop_map(CareVerb::Rescue),
        3 => prop::sample::select(SUPERVISES.to_vec()).prop_map(CareVerb::Supervise),
        2 => prop::sample::select(SUPERVISES.to_vec()).prop_map(CareVerb::StandIn),
        3 => prop::sample::select(FOLLOW_UPS.to_vec()).prop_map(CareVerb::FollowUp),
    ]
}

pub(super) fn grounds(tried: bool) -> Grounds {
    Grounds {
        location: LocationSource::Person,
        precision: Precision::Address,
        consent: Consent::Refused,
        able: Able::Unclear,
        rule: RescueRule::ImminentRisk,
        tried: tried.then_some(Tried::Talked).into_iter().collect(),
        why: NextStepWhy::NotEnough,
    }
}

pub(super) fn care_command(case: CaseId, by: AccountId, verb: CareVerb) -> Command {
    let act = match verb {
        CareVerb::Judge(course, band, yes) => {
            let intent = if yes { Answer::Yes } else { Answer::NotAsked };
            let cssrs = Cssrs {
                intent,
                ..Cssrs::default()
            };
            let answers = Answers {
                cssrs: Some(cssrs),
                ..Answers::default()
            };
            CareAct::Judge(Box::new(Judgment {
                band,
                reason: Some(AssessReason::Answers),
                course,
                answers: Some(answers),
            }))
        }
        CareVerb::Rescue(step) => CareAct::Rescue(Box::new(match step {
            Step::Propose(tried) => RescueAct::Propose(grounds(tried)),
            Step::Dispatch(tried) => RescueAct::Dispatch {
                grounds: tried.then(|| grounds(true)),
                sent: Sent::default(),
            },
            Step::Note(moment) => RescueAct::Note(moment),
            Step::Confirm => RescueAct::Confirm,
            Step::Fail => RescueAct::Fail,
            Step::Further => RescueAct::Further(BTreeSet::from([Further::AskedAgain])),
            Step::CannotLocate => RescueAct::CannotLocate,
        })),
        CareVerb::Supervise(act) => CareAct::Supervise(act),
        CareVerb::StandIn(act) => CareAct::StandIn(act),
        CareVerb::FollowUp(act) => CareAct::FollowUp(act),
    };
    Command::Care { case, by, act }
}

/// What must be true of every open case at every instant between two inputs.
pub(super) fn care_state_holds(case: &Case) -> Result<(), TestCaseError> {
    if case.band.pages() {
        let rests = matches!(case.phase, Phase::Resting(_));
        prop_assert!(!rests, "8: {case:?}");
    }
    if case.course == Course::ImminentRisk {
        prop_assert!(case.joined.is_some() || case.call.is_some(), "{case:?}");
    }
    if matches!(
        case.course,
        Course::AttemptInProgress | Course::RescueProposed
    ) {
        prop_assert!(case.joined.is_some() || case.call.is_some(), "{case:?}");
    }
    prop_assert!(case.course.floor() <= case.band, "{case:?}");
    if case.course.seeks_contact() {
        let due = case
            .rescue
            .as_ref()
            .and_then(|rescue| rescue.contact_due.zip(rescue.sign_by));
        prop_assert!(due.is_some(), "5: {case:?}");
        prop_assert!(
            case.wake() <= due.map(|(contact, _)| contact),
            "5: {case:?}"
        );
    }
    Ok(())
}

/// What must be true of every fact, where it falls.
pub(super) fn care_fact_holds(before: &Case, fact: &Fact) -> Result<(), TestCaseError> {
    if let What::Rescue(rescue) = &fact.what {
        return rescue_fact_holds(before, rescue);
    }
    if let What::FollowUp(FollowUpFact::Rested { .. }) = &fact.what {
        let agreed = before.follow.is_some_and(|follow| follow.state.is_open());
        prop_assert!(agreed && !before.band.pages(), "consent: {before:?}");
    }
    if let What::Closed { .. } = &fact.what {
        return closing_holds(before);
    }
    if let What::Reviewed { .. } = &fact.what {
        let unsigned = before
            .rescue
            .as_ref()
            .is_some_and(|rescue| rescue.sign_by.is_some() && rescue.signed.is_none());
        prop_assert!(!unsigned, "signed before it is put away: {before:?}");
    }
    Ok(())
}

fn rescue_fact_holds(before: &Case, fact: &RescueFact) -> Result<(), TestCaseError> {
    let known = before.rescue.as_ref();
    if let RescueFact::Approved { by } = fact {
        prop_assert_ne!(before.owner(), Some(*by), "3");
        prop_assert_ne!(known.and_then(|rescue| rescue.by), Some(*by), "3");
        prop_assert_eq!(before.course, Course::RescueProposed, "3");
    }
    if let RescueFact::Dispatched { grounds, .. } = fact {
        let twice = known.is_some_and(|rescue| rescue.moments.contains_key(&Moment::Approved));
        let follows = matches!(
            before.course,
            Course::AttemptInProgress | Course::FurtherSteps | Course::CannotLocate
        );
        let approved = before.course == Course::RescueApproved && twice;
        prop_assert!(approved || follows, "3: {before:?}");
        prop_assert!(!grounds.tried.is_empty(), "4 and 12: {fact:?}");
    }
    if let RescueFact::Proposed { grounds, .. } = fact {
        prop_assert!(!grounds.tried.is_empty(), "12: {fact:?}");
    }
    if let RescueFact::Signed { by } = fact {
        prop_assert_ne!(
            known.and_then(|rescue| rescue.by),
            Some(*by),
            "signed by another"
        );
    }
    Ok(())
}

/// Whoever was sent has found the person, or two people say what else is done; and what was promised
/// is kept.
fn closing_holds(before: &Case) -> Result<(), TestCaseError> {
    if let Some(rescue) = &before.rescue {
        let sent = rescue.moments.contains_key(&Moment::Requested);
        let found = rescue.moments.contains_key(&Moment::ContactConfirmed);
        let signed = rescue.signed.is_some() && !rescue.further.is_empty();
        prop_assert!(!sent || found || signed, "5: {before:?}");
    }
    let promised = before.follow.is_some_and(|follow| follow.state.is_open());
    prop_assert!(!promised, "a follow-up: {before:?}");
    let danger = matches!(
        before.course,
        Course::ImminentRisk
            | Course::AttemptInProgress
            | Course::RescueProposed
            | Course::RescueApproved
    );
    prop_assert!(!danger, "open danger: {before:?}");
    Ok(())
}
