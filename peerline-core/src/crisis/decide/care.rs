//! What helpers do beyond taking a case: judging, and calling a supervisor.

use super::Draft;
use super::assessment;
use super::follow_up;
use super::ownership::owned_by;
use super::rescue;
use super::supervise;
use crate::crisis::Answers;
use crate::crisis::CareAct;
use crate::crisis::Case;
use crate::crisis::Context;
use crate::crisis::Course;
use crate::crisis::CourseFact;
use crate::crisis::Judgment;
use crate::crisis::Refusal;
use crate::crisis::SuperviseAct;
use crate::crisis::Target;
use crate::crisis::Want;
use crate::crisis::What;
use crate::vocab::AccountId;
use crate::vocab::Band;

pub(super) fn act(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    act: CareAct,
) -> Result<(), Refusal> {
    // A signature and a second look are given to a case that is closed, too.
    let late = matches!(
        act,
        CareAct::Supervise(SuperviseAct::SignRescue | SuperviseAct::Review)
            | CareAct::StandIn(SuperviseAct::SignRescue | SuperviseAct::Review)
    );
    if draft.case.is_closed() && !late {
        return Err(Refusal::Closed);
    }
    match act {
        CareAct::Judge(judgment) => judge(draft, ctx, by, *judgment),
        CareAct::Rescue(act) => rescue::act(draft, ctx, by, *act),
        CareAct::Supervise(act) => supervise::act(draft, by, act),
        CareAct::StandIn(act) => supervise::stand_in(draft, by, act),
        CareAct::FollowUp(act) => follow_up::act(draft, ctx, by, act),
    }
}

/// The answers and the course say how soon at least; a helper may say sooner, and not later.
pub(super) fn judge(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    judgment: Judgment,
) -> Result<(), Refusal> {
    owned_by(draft, by)?;
    let Judgment {
        band,
        reason,
        course,
        answers,
    } = judgment;
    let answers = answers.and_then(Answers::used);
    let asked = answers.map_or(Band::Routine, |answers| answers.floor());
    let said = course.map_or(Band::Routine, Course::floor);
    let band = band.max(asked).max(said);
    let course = course.or_else(|| implied(&draft.case, band));
    let stays = course.unwrap_or(draft.case.course);
    let leads = course.is_none_or(|to| draft.case.course.leads_to(to, draft.case.joined.is_some()));
    let contradicts = band < stays.floor() || (stays == Course::NoRisk && band.pages());
    if !leads || contradicts {
        return Err(Refusal::OutOfCourse);
    }
    if band < draft.case.band && reason.is_none() {
        return Err(Refusal::NeedsReason);
    }
    if let Some(answers) = answers {
        let answers = Box::new(answers);
        draft.push(What::Answered { by, answers });
    }
    assessment::assess(draft, ctx, by, (band, reason))?;
    if let Some(to) = course.filter(|to| *to != draft.case.course) {
        draft.push(What::Course(CourseFact::Taken { by, to }));
        if to.floor() > Band::High && !(to == Course::ImminentRisk && draft.case.joined.is_some()) {
            call_supervisor(draft, ctx, Want::Join);
        }
    }
    follow_up::seek(draft, ctx);
    Ok(())
}

/// What a band that only a helper gives means where they name no course.
const fn implied(case: &Case, band: Band) -> Option<Course> {
    let calm = matches!(
        case.course,
        Course::Talking
            | Course::NoRisk
            | Course::Monitoring
            | Course::SafetyPlanning
            | Course::SafetyPlanned
    );
    let proposed = matches!(
        case.course,
        Course::ImminentRisk | Course::RescueProposed | Course::RescueApproved
    );
    match band {
        Band::AttemptInProgress if calm || proposed => Some(Course::AttemptInProgress),
        Band::Imminent if calm => Some(Course::ImminentRisk),
        Band::High if matches!(case.course, Course::NoRisk) => Some(Course::Monitoring),
        Band::Routine
        | Band::Watch
        | Band::Elevated
        | Band::High
        | Band::Imminent
        | Band::AttemptInProgress => None,
    }
}

/// Calls supervisors: those at the page first, then more and more people, until one comes.
pub(super) fn call_supervisor(draft: &mut Draft, ctx: &Context<'_>, want: Want) {
    let n = match draft.case.call {
        Some(call) if call.want == want => call.n.saturating_add(1),
        Some(_) | None => 0,
    };
    let (band, wait) = match want {
        Want::Join | Want::Approval => (draft.case.band.max(Band::High), ctx.timers.supervisor),
        Want::Signature => (Band::Elevated, ctx.timers.signature),
    };
    let mut targets = ctx.policy.step(n, ctx.on_duty, band).targets;
    if targets.is_empty() {
        targets.push(Target::LastResort);
    }
    draft.push(What::Course(CourseFact::SupervisorCalled {
        want,
        n,
        step: draft.case.offers,
        targets,
        next_at: draft.after(wait),
    }));
}
