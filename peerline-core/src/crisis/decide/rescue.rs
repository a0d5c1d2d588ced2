//! The steps of a rescue. None is a machine's: each has the name of whoever did it.

use super::Draft;
use super::care;
use super::ownership::owned_by;
use super::signal;
use crate::crisis::Context;
use crate::crisis::Course;
use crate::crisis::Further;
use crate::crisis::Grounds;
use crate::crisis::Moment;
use crate::crisis::Refusal;
use crate::crisis::RescueAct;
use crate::crisis::RescueFact;
use crate::crisis::Sent;
use crate::crisis::Want;
use crate::crisis::What;
use crate::vocab::AccountId;
use std::collections::BTreeSet;

pub(super) fn act(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    act: RescueAct,
) -> Result<(), Refusal> {
    has_part(draft, by)?;
    match act {
        RescueAct::Propose(grounds) => propose(draft, ctx, by, grounds),
        RescueAct::Dispatch { grounds, sent } => dispatch(draft, ctx, by, (grounds, sent)),
        RescueAct::Note(moment) => note(draft, by, moment),
        RescueAct::Confirm => confirm(draft, by),
        RescueAct::Fail => fail(draft, ctx, by),
        RescueAct::Further(steps) => further(draft, by, steps),
        RescueAct::CannotLocate => cannot_locate(draft, ctx, by),
    }
}

/// The owner, or the supervisor who joined: a rescue goes on where one of them is lost.
fn has_part(draft: &Draft, by: AccountId) -> Result<(), Refusal> {
    if draft.case.joined == Some(by) {
        return Ok(());
    }
    owned_by(draft, by).map(|_| ())
}

fn in_course(draft: &Draft, among: &[Course]) -> Result<(), Refusal> {
    if among.contains(&draft.case.course) {
        Ok(())
    } else {
        Err(Refusal::OutOfCourse)
    }
}

fn rescue(draft: &mut Draft, fact: RescueFact) {
    draft.push(What::Rescue(Box::new(fact)));
}

fn propose(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    grounds: Grounds,
) -> Result<(), Refusal> {
    owned_by(draft, by)?;
    in_course(draft, &[Course::ImminentRisk])?;
    if grounds.tried.is_empty() {
        return Err(Refusal::NeedsGrounds);
    }
    rescue(draft, RescueFact::Proposed { by, grounds });
    care::call_supervisor(draft, ctx, Want::Approval);
    Ok(())
}

/// Needs a second person before, or an attempt that is in progress.
fn dispatch(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    (grounds, sent): (Option<Grounds>, Sent),
) -> Result<(), Refusal> {
    in_course(
        draft,
        &[
            Course::RescueApproved,
            Course::AttemptInProgress,
            Course::FurtherSteps,
            Course::CannotLocate,
        ],
    )?;
    let known = draft.case.rescue.as_ref();
    let grounds = grounds.or_else(|| known.and_then(|rescue| rescue.grounds.clone()));
    let grounds = grounds
        .filter(|grounds| !grounds.tried.is_empty())
        .ok_or(Refusal::NeedsGrounds)?;
    let fact = RescueFact::Dispatched {
        by,
        grounds,
        sent,
        contact_due: draft.after(ctx.timers.contact),
        sign_by: draft.after(ctx.timers.signature),
    };
    rescue(draft, fact);
    Ok(())
}

fn note(draft: &mut Draft, by: AccountId, moment: Moment) -> Result<(), Refusal> {
    in_course(
        draft,
        &[
            Course::Dispatched,
            Course::ContactFailed,
            Course::FurtherSteps,
            Course::ContactConfirmed,
        ],
    )?;
    let known = draft.case.rescue.as_ref();
    let again = known.is_some_and(|rescue| rescue.moments.contains_key(&moment));
    if again || !moment.is_noted() {
        return Err(Refusal::OutOfCourse);
    }
    rescue(draft, RescueFact::Noted { by, moment });
    Ok(())
}

fn confirm(draft: &mut Draft, by: AccountId) -> Result<(), Refusal> {
    if !draft.case.course.seeks_contact() {
        return Err(Refusal::OutOfCourse);
    }
    rescue(draft, RescueFact::ContactConfirmed { by });
    Ok(())
}

fn fail(draft: &mut Draft, ctx: &Context<'_>, by: AccountId) -> Result<(), Refusal> {
    in_course(draft, &[Course::Dispatched])?;
    let sign_by = draft.after(ctx.timers.signature);
    rescue(draft, RescueFact::ContactFailed { by, sign_by });
    Ok(())
}

fn further(draft: &mut Draft, by: AccountId, steps: BTreeSet<Further>) -> Result<(), Refusal> {
    in_course(
        draft,
        &[
            Course::ContactFailed,
            Course::FurtherSteps,
            Course::CannotLocate,
        ],
    )?;
    if steps.is_empty() {
        return Err(Refusal::NeedsGrounds);
    }
    rescue(draft, RescueFact::FurtherSteps { by, steps });
    Ok(())
}

fn cannot_locate(draft: &mut Draft, ctx: &Context<'_>, by: AccountId) -> Result<(), Refusal> {
    in_course(
        draft,
        &[
            Course::AttemptInProgress,
            Course::RescueApproved,
            Course::ContactFailed,
            Course::FurtherSteps,
        ],
    )?;
    let contact_due = draft.after(ctx.timers.contact);
    let sign_by = draft.after(ctx.timers.signature);
    let fact = RescueFact::CannotLocate {
        by,
        contact_due,
        sign_by,
    };
    rescue(draft, fact);
    Ok(())
}

/// Nobody has said whether somebody is with the person: asked again, and the owner must answer.
pub(super) fn ask_for_contact(draft: &mut Draft, ctx: &Context<'_>) {
    let asked = draft.case.rescue.as_ref();
    let n = asked.map_or(0, |rescue| rescue.contact_asked);
    let fact = RescueFact::ContactAsked {
        n: n.saturating_add(1),
        next_at: draft.after(ctx.timers.contact),
    };
    rescue(draft, fact);
    signal::call_owner(draft, ctx);
}
