//! What a human judges: the band, its lowering by two, the closing.

use super::Draft;
use super::ownership::owned_by;
use crate::crisis::AssessReason;
use crate::crisis::CloseReason;
use crate::crisis::Context;
use crate::crisis::Refusal;
use crate::crisis::SkipReason;
use crate::crisis::What;
use crate::vocab::AccountId;
use crate::vocab::Band;

/// Raising is free. Lowering needs a reason, and from High and above to below it also a supervisor.
pub(super) fn assess(
    draft: &mut Draft,
    ctx: &Context<'_>,
    by: AccountId,
    (band, reason): (Band, Option<AssessReason>),
) -> Result<(), Refusal> {
    owned_by(draft, by)?;
    let before = draft.case.band;
    if band < before && reason.is_none() {
        return Err(Refusal::NeedsReason);
    }
    let awaits_signature = before.pages() && !band.pages();
    draft.push(What::AssessmentRecorded {
        by,
        band,
        reason,
        awaits_signature,
    });
    if band > before {
        draft.push(What::BandRaised {
            band,
            source: None,
            room: None,
            entry: None,
            reasons: Vec::new(),
        });
    } else if let Some(reason) = reason.filter(|_| band < before && !awaits_signature) {
        draft.push(What::BandLowered {
            band,
            by,
            signed: None,
            reason,
        });
    }
    // Who assesses is there: that answers whatever waited for them.
    let silent = draft.now.after(ctx.timers.seeker_silent);
    let check_in_at = draft.case.band.pages().then_some(silent);
    draft.push(What::Acknowledged {
        responder: by,
        check_in_at,
    });
    Ok(())
}

pub(super) fn countersign(draft: &mut Draft, supervisor: AccountId) -> Result<(), Refusal> {
    let wish = draft.case.wish.ok_or(Refusal::NothingToSign)?;
    if supervisor == wish.by || supervisor == draft.case.person {
        return Err(Refusal::SecondPersonNeeded);
    }
    draft.push(What::BandLowered {
        band: wish.band,
        by: wish.by,
        signed: Some(supervisor),
        reason: wish.reason,
    });
    Ok(())
}

/// Never by time. A case that was ever urgent is assessed first, or says why it was not; a service
/// that was sent has found the person, or two people say what else is done; a follow-up that was
/// promised is made.
pub(super) fn close(
    draft: &mut Draft,
    by: AccountId,
    reason: CloseReason,
    skip: Option<SkipReason>,
) -> Result<(), Refusal> {
    owned_by(draft, by)?;
    if draft.case.peak.pages() && !draft.case.assessed && skip.is_none() {
        return Err(Refusal::NeedsAssessment);
    }
    if let Some(refusal) = draft.case.danger() {
        return Err(refusal);
    }
    if draft
        .case
        .follow
        .is_some_and(|follow| follow.state.is_open())
    {
        return Err(Refusal::FollowUpOpen);
    }
    draft.push(What::Closed { by, reason, skip });
    Ok(())
}
