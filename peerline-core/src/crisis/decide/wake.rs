//! What time brings: the next step, an owner who fell silent, a hand-off that lapsed, a check-in.

use super::Draft;
use super::care;
use super::follow_up;
use super::ownership;
use super::rescue;
use crate::crisis::Context;
use crate::crisis::DeclineReason;
use crate::crisis::Phase;
use crate::crisis::ReleaseReason;
use crate::crisis::Target;
use crate::crisis::Want;
use crate::crisis::What;
use crate::vocab::Timestamp;

/// How many things at most are done at one wake: more than a case has timers.
const AT_ONCE: usize = 8;

/// Does what is due; nothing where the wake came early or late.
///
/// Overdue work is done once, from now on: a night without power does not page for every minute of
/// it. Where several things are due at once, none of them waits for the next wake.
pub(super) fn wake(draft: &mut Draft, ctx: &Context<'_>) {
    let now = draft.now;
    for _ in 0..AT_ONCE {
        if draft.case.wake().is_none_or(|at| now < at) {
            return;
        }
        do_next(draft, ctx);
    }
}

fn do_next(draft: &mut Draft, ctx: &Context<'_>) {
    let now = draft.now;
    let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    if due(draft.case.call_due()) {
        let want = draft.case.want().unwrap_or(Want::Join);
        return care::call_supervisor(draft, ctx, want);
    }
    if due(draft.case.signature_due()) {
        return care::call_supervisor(draft, ctx, Want::Signature);
    }
    if due(draft.case.contact_due()) {
        return rescue::ask_for_contact(draft, ctx);
    }
    let Phase::Owned(owner) = &draft.case.phase else {
        return offer(draft, ctx);
    };
    if due(owner.answer_by) {
        let responder = owner.responder;
        ownership::offer_again(draft, ctx, (responder, ReleaseReason::Silent));
    } else if due(owner.handoff.map(|handoff| handoff.until)) {
        let answer_by = draft.answer_by(ctx);
        draft.push(What::HandoffDeclined {
            reason: DeclineReason::Late,
            answer_by,
        });
    } else if due(draft.case.recontact_due()) {
        follow_up::call_again(draft, ctx);
    } else {
        let n = draft.case.check_ins.saturating_add(1);
        let next_at = now.after(ctx.timers.seeker_silent.max(ctx.timers.owner_silent));
        draft.push(What::CheckedIn { n, next_at });
    }
}

/// The next step of a running offer, or the first after a rest.
fn offer(draft: &mut Draft, ctx: &Context<'_>) {
    match &draft.case.phase {
        Phase::Offered(_) => {
            follow_up::note_late(draft);
            draft.offer(ctx);
        }
        Phase::Resting(_) => follow_up::due(draft, ctx),
        Phase::Owned(_) | Phase::Closed => {}
    }
}

/// Notes how a page went. Where no page of the running step arrived, waiting for an answer to it is
/// pointless, so the next step comes at once; the last one keeps its pace.
pub(super) fn page_outcome(
    draft: &mut Draft,
    ctx: &Context<'_>,
    (step, target, delivered): (u32, Target, bool),
) {
    if delivered {
        return draft.push(What::PageDelivered { step, target });
    }
    draft.push(What::PageFailed { step, target });
    let Phase::Offered(offer) = &draft.case.phase else {
        return;
    };
    let nobody_sees = |target: &Target| *target == Target::Console && ctx.on_duty == 0;
    let all_failed = offer
        .targets
        .iter()
        .all(|target| offer.failed.contains(target) || nobody_sees(target));
    let last = offer.targets.contains(&Target::LastResort);
    if offer.step == step && all_failed && !last {
        draft.offer(ctx);
    }
}
