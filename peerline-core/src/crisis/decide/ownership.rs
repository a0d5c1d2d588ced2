//! Who has a case: taking, keeping, handing over, losing.

use super::Draft;
use crate::crisis::Context;
use crate::crisis::DeclineReason;
use crate::crisis::Handoff;
use crate::crisis::Owner;
use crate::crisis::Phase;
use crate::crisis::Refusal;
use crate::crisis::ReleaseReason;
use crate::crisis::What;
use crate::vocab::AccountId;

pub(super) fn accept(
    draft: &mut Draft,
    ctx: &Context<'_>,
    responder: AccountId,
) -> Result<(), Refusal> {
    if responder == draft.case.person {
        return Err(Refusal::OwnCase);
    }
    match draft.case.owner() {
        Some(owner) if owner == responder => Ok(()),
        Some(_) => Err(Refusal::Taken),
        None => {
            let answer_by = draft.answer_by(ctx);
            draft.push(What::Owned {
                responder,
                answer_by,
            });
            Ok(())
        }
    }
}

pub(super) fn acknowledge(
    draft: &mut Draft,
    ctx: &Context<'_>,
    responder: AccountId,
) -> Result<(), Refusal> {
    owned_by(draft, responder)?;
    let silent = draft.now.after(ctx.timers.seeker_silent);
    let check_in_at = draft.case.band.pages().then_some(silent);
    draft.push(What::Acknowledged {
        responder,
        check_in_at,
    });
    Ok(())
}

pub(super) fn silent(
    draft: &mut Draft,
    ctx: &Context<'_>,
    responder: AccountId,
) -> Result<(), Refusal> {
    owned_by(draft, responder)?;
    offer_again(draft, ctx, (responder, ReleaseReason::Silent));
    Ok(())
}

pub(super) fn gone(draft: &mut Draft, ctx: &Context<'_>, responder: AccountId) {
    if draft.case.owner() == Some(responder) {
        offer_again(draft, ctx, (responder, ReleaseReason::Gone));
    }
}

/// The offer comes before the release: at no instant is the case nobody's.
pub(super) fn offer_again(
    draft: &mut Draft,
    ctx: &Context<'_>,
    (responder, reason): (AccountId, ReleaseReason),
) {
    draft.offer(ctx);
    draft.push(What::Released { responder, reason });
}

/// The seeker of an urgent case waits for an answer from now on, unless one is awaited already. Who
/// writes while their case is at rest need not wait until they are asked.
pub(super) fn seeker_wrote(draft: &mut Draft, ctx: &Context<'_>) {
    let owner = match &draft.case.phase {
        Phase::Owned(owner) => owner,
        Phase::Resting(_) => return draft.offer(ctx),
        Phase::Offered(_) | Phase::Closed => return,
    };
    if draft.case.band.pages() && owner.answer_by.is_none() {
        let answer_by = draft.answer_by(ctx);
        draft.push(What::AnswerDue { answer_by });
    }
}

pub(super) fn offer_handoff(
    draft: &mut Draft,
    ctx: &Context<'_>,
    (by, to): (AccountId, Option<AccountId>),
) -> Result<(), Refusal> {
    let owner = owned_by(draft, by)?;
    if owner.handoff.is_some() || to == Some(by) {
        return Err(Refusal::HandoffOpen);
    }
    if to == Some(draft.case.person) {
        return Err(Refusal::OwnCase);
    }
    let until = draft.now.after(ctx.timers.handoff);
    draft.push(What::HandoffOffered {
        from: by,
        to,
        until,
    });
    Ok(())
}

pub(super) fn accept_handoff(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
) -> Result<(), Refusal> {
    let (from, handoff) = open_handoff(draft)?;
    if by == draft.case.person {
        return Err(Refusal::OwnCase);
    }
    if by == from || handoff.to.is_some_and(|to| to != by) {
        return Err(Refusal::NoHandoff);
    }
    let answer_by = draft.answer_by(ctx);
    draft.push(What::HandoffAccepted {
        responder: by,
        answer_by,
    });
    draft.push(What::Released {
        responder: from,
        reason: ReleaseReason::HandedOff,
    });
    Ok(())
}

pub(super) fn decline_handoff(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
) -> Result<(), Refusal> {
    let (from, handoff) = open_handoff(draft)?;
    let reason = if by == from {
        DeclineReason::Withdrawn
    } else if handoff.to == Some(by) {
        DeclineReason::Declined
    } else {
        return Err(Refusal::NoHandoff);
    };
    let answer_by = draft.answer_by(ctx);
    draft.push(What::HandoffDeclined { reason, answer_by });
    Ok(())
}

/// Returns the owner's part of the case, where `by` is the owner.
pub(super) fn owned_by(draft: &Draft, by: AccountId) -> Result<&Owner, Refusal> {
    match &draft.case.phase {
        Phase::Owned(owner) if owner.responder == by => Ok(owner),
        Phase::Owned(_) | Phase::Offered(_) | Phase::Resting(_) | Phase::Closed => {
            Err(Refusal::NotOwner)
        }
    }
}

fn open_handoff(draft: &Draft) -> Result<(AccountId, Handoff), Refusal> {
    match &draft.case.phase {
        Phase::Owned(owner) => {
            let handoff = owner.handoff.ok_or(Refusal::NoHandoff)?;
            Ok((owner.responder, handoff))
        }
        Phase::Offered(_) | Phase::Resting(_) | Phase::Closed => Err(Refusal::NoHandoff),
    }
}
