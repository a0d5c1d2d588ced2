//! Contact afterwards: only with consent; and the search for who is gone while they are in danger.

use super::Draft;
use super::ownership::owned_by;
use super::signal;
use crate::crisis::Context;
use crate::crisis::FollowUpAct;
use crate::crisis::FollowUpFact;
use crate::crisis::FollowUpState;
use crate::crisis::Outcome;
use crate::crisis::Recontact;
use crate::crisis::Refusal;
use crate::crisis::ReleaseReason;
use crate::crisis::What;
use crate::vocab::AccountId;

pub(super) fn act(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    act: FollowUpAct,
) -> Result<(), Refusal> {
    owned_by(draft, by)?;
    match act {
        FollowUpAct::Agree => follow(draft, FollowUpFact::Agreed { by }),
        FollowUpAct::Decline => follow(draft, FollowUpFact::Declined { by }),
        FollowUpAct::Rest => return rest(draft, ctx, by),
        FollowUpAct::Tried(outcome) => return tried(draft, ctx, by, outcome),
    }
    Ok(())
}

fn follow(draft: &mut Draft, fact: FollowUpFact) {
    draft.push(What::FollowUp(fact));
}

/// Nobody has the case until then. A case at High and above always has somebody, or a running
/// offer, and where a service was sent somebody waits for what it finds.
fn rest(draft: &mut Draft, ctx: &Context<'_>, by: AccountId) -> Result<(), Refusal> {
    let agreed = draft.case.follow.filter(|follow| follow.state.is_open());
    let agreed = agreed.ok_or(Refusal::NoConsent)?;
    if draft.case.band.pages() {
        return Err(Refusal::StillUrgent);
    }
    if draft.case.course.seeks_contact() {
        return Err(Refusal::ContactOpen);
    }
    if let Some(refusal) = draft.case.danger() {
        return Err(refusal);
    }
    if agreed.state == FollowUpState::Due {
        return Err(Refusal::FollowUpOpen);
    }
    let until = draft.after(ctx.timers.follow_up);
    let latest = until.after(ctx.timers.follow_up_late);
    follow(draft, FollowUpFact::Rested { until, latest });
    let reason = ReleaseReason::Rested;
    draft.push(What::Released {
        responder: by,
        reason,
    });
    Ok(())
}

fn tried(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    outcome: Outcome,
) -> Result<(), Refusal> {
    let most = ctx.timers.follow_up_attempts;
    if let Some(gone) = draft.case.recontact {
        return recontact_tried(draft, (by, outcome), (gone, most));
    }
    let agreed = draft.case.follow.filter(|follow| follow.state.is_open());
    let agreed = agreed.ok_or(Refusal::NoConsent)?;
    let n = agreed.tried.saturating_add(1);
    follow(draft, FollowUpFact::Tried { by, n, outcome });
    if outcome == Outcome::NoAnswer && most <= n {
        follow(draft, FollowUpFact::Lost { n });
    }
    Ok(())
}

/// An attempt to find who is gone. The owner is called again at the pace that runs, and not any
/// more when the line has tried as often as it does.
fn recontact_tried(
    draft: &mut Draft,
    (by, outcome): (AccountId, Outcome),
    (gone, most): (Recontact, u32),
) -> Result<(), Refusal> {
    let n = gone.tried.saturating_add(1);
    follow(draft, FollowUpFact::RecontactTried { by, n, outcome });
    match outcome {
        Outcome::Reached | Outcome::NoAnswer if n < most => {}
        Outcome::Reached | Outcome::NoAnswer | Outcome::Declined => {
            let (n, next_at) = (gone.called, None);
            follow(draft, FollowUpFact::RecontactDue { n, next_at });
        }
    }
    Ok(())
}

/// Who is gone while a person is needed now is to be found again.
pub(super) fn seek(draft: &mut Draft, ctx: &Context<'_>) {
    let gone = draft.case.seeker_gone.is_some() && draft.case.recontact.is_none();
    if gone && draft.case.band.pages() {
        let next_at = Some(draft.after(ctx.timers.seeker_silent));
        follow(draft, FollowUpFact::RecontactDue { n: 0, next_at });
    }
}

/// The owner is called to find who is gone.
pub(super) fn call_again(draft: &mut Draft, ctx: &Context<'_>) {
    let called = draft.case.recontact.map_or(0, |gone| gone.called);
    let n = called.saturating_add(1);
    let more = n < ctx.timers.follow_up_attempts;
    let next_at = more.then(|| draft.after(ctx.timers.seeker_silent));
    follow(draft, FollowUpFact::RecontactDue { n, next_at });
    signal::call_owner(draft, ctx);
}

/// An attempt is due, or one is late: the case is offered, at first to those at the page alone.
pub(super) fn due(draft: &mut Draft, ctx: &Context<'_>) {
    let n = draft.case.follow.map_or(0, |follow| follow.tried);
    let n = n.saturating_add(1);
    follow(draft, FollowUpFact::Due { n });
    draft.offer(ctx);
}

/// Notes that an attempt is late, once.
pub(super) fn note_late(draft: &mut Draft) {
    let now = draft.now;
    let late = draft.case.follow.filter(|follow| {
        let is_due = follow.state == FollowUpState::Due && !follow.missed;
        is_due && follow.latest.is_some_and(|latest| latest <= now)
    });
    if let Some(late) = late {
        let n = late.tried.saturating_add(1);
        follow(draft, FollowUpFact::Missed { n });
    }
}
