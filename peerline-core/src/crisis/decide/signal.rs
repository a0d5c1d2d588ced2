//! A sign of danger opens a case, raises one or adds to one.

use super::Draft;
use super::follow_up;
use crate::crisis::Case;
use crate::crisis::Context;
use crate::crisis::Fact;
use crate::crisis::Phase;
use crate::crisis::Refusal;
use crate::crisis::Signal;
use crate::crisis::Source;
use crate::crisis::State;
use crate::crisis::What;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Entropy;

pub(super) fn decide(
    state: &State,
    ctx: &Context<'_>,
    entropy: &mut Entropy,
    signal: Signal,
) -> Result<Vec<Fact>, Refusal> {
    let band = signal.effective_band();
    if band == Band::Routine {
        return Err(Refusal::NoSignal);
    }
    match state.open_case(signal.person, signal.source.kind()) {
        None => Ok(open(CaseId::from_bytes(entropy.draw()), ctx, signal)),
        Some(case) => {
            let mut draft = Draft::new(case.clone(), ctx.now);
            if band > case.band {
                raise(&mut draft, ctx, signal);
            } else {
                add(&mut draft, ctx, signal);
            }
            Ok(draft.facts)
        }
    }
}

fn open(id: CaseId, ctx: &Context<'_>, signal: Signal) -> Vec<Fact> {
    let band = signal.effective_band();
    let what = What::Signalled {
        person: signal.person,
        room: signal.room,
        entry: signal.entry,
        source: signal.source,
        kind: signal.source.kind(),
        band,
        reasons: signal.reasons,
    };
    let fact = Fact::new(id, ctx.now, what);
    let Some(case) = Case::opened(&fact) else {
        return vec![fact];
    };
    let mut draft = Draft::new(case, ctx.now);
    draft.facts.push(fact);
    draft.offer(ctx);
    draft.facts
}

/// A higher band always calls again, whatever was called before.
fn raise(draft: &mut Draft, ctx: &Context<'_>, signal: Signal) {
    draft.push(What::BandRaised {
        band: signal.effective_band(),
        source: Some(signal.source),
        room: signal.room,
        entry: signal.entry,
        reasons: signal.reasons,
    });
    match draft.case.owner() {
        Some(_) => call_owner(draft, ctx),
        None => draft.offer(ctx),
    }
    follow_up::seek(draft, ctx);
}

/// A sign of no higher band calls the owner only after the cooldown, or where the person asked; an
/// unowned case has its own running offer, and one at rest gets one.
fn add(draft: &mut Draft, ctx: &Context<'_>, signal: Signal) {
    let (band, asked) = (signal.effective_band(), signal.source == Source::Asked);
    draft.push(What::SignalAdded {
        source: signal.source,
        band,
        room: signal.room,
        entry: signal.entry,
        reasons: signal.reasons,
    });
    if matches!(draft.case.phase, Phase::Resting(_)) {
        return draft.offer(ctx);
    }
    let rested = draft.now.since(draft.case.called_at) >= ctx.timers.cooldown;
    if draft.case.owner().is_some() && (asked || (band.pages() && rested)) {
        call_owner(draft, ctx);
    }
}

/// An owner who is being waited for already does not get more time.
pub(super) fn call_owner(draft: &mut Draft, ctx: &Context<'_>) {
    let Phase::Owned(owner) = &draft.case.phase else {
        return;
    };
    let fresh = draft.answer_by(ctx);
    let responder = owner.responder;
    let answer_by = owner.answer_by.map_or(fresh, |due| due.min(fresh));
    draft.push(What::OwnerCalled {
        responder,
        answer_by,
    });
}
