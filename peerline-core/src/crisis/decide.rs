//! Decides what a command changes: pure, with time, randomness and policy as arguments.

mod assessment;
mod care;
mod draft;
mod follow_up;
mod ownership;
mod rescue;
mod signal;
mod supervise;
mod wake;

use super::CareAct;
use super::Case;
use super::CloseReason;
use super::Command;
use super::Context;
use super::Fact;
use super::Judgment;
use super::Kind;
use super::Refusal;
use super::SkipReason;
use super::State;
use super::SuperviseAct;
use super::What;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::Entropy;
use crate::vocab::Timestamp;
use draft::Draft;

/// Returns the facts that `command` makes, or why it is refused. Applying the facts to `state` is
/// the caller's; none of them holds before it is durable.
///
/// Commands that come from clocks and connections ([`Command::Wake`], the `Gone` and `Back` ones,
/// [`Command::PageOutcome`]) are never refused: what they no longer apply to, they do not change.
///
/// # Errors
/// A [`Refusal`]; the state is as before.
pub fn decide(
    state: &State,
    ctx: &Context<'_>,
    entropy: &mut Entropy,
    command: Command,
) -> Result<Vec<Fact>, Refusal> {
    let now = ctx.now;
    match command {
        Command::Signal(sign) => signal::decide(state, ctx, entropy, sign),
        // Of a case that is closed, too: a rescue may wait for its signature.
        Command::Wake { case } => Ok(on_any_case(state, case, now, |draft| {
            wake::wake(draft, ctx);
        })),
        Command::PageOutcome {
            case,
            step,
            target,
            delivered,
        } => Ok(on_case(state, case, now, |draft| {
            wake::page_outcome(draft, ctx, (step, target, delivered));
        })),
        Command::ResponderGone { responder } => Ok(each(state, now, |draft| {
            ownership::gone(draft, ctx, responder);
        })),
        Command::SeekerGone { person } => Ok(each_of(state, person, now, |draft| {
            if draft.case.seeker_gone.is_none() {
                draft.push(What::SeekerGone);
                follow_up::seek(draft, ctx);
            }
        })),
        Command::SeekerBack { person } => Ok(each_of(state, person, now, |draft| {
            if draft.case.seeker_gone.is_some() {
                draft.push(What::SeekerBack);
            }
        })),
        Command::SeekerWrote { person } => Ok(each_of(state, person, now, |draft| {
            ownership::seeker_wrote(draft, ctx);
        })),
        Command::PersonErased { person } => Ok(each_of(state, person, now, |draft| {
            if !draft.case.band.pages() && draft.case.danger().is_none() {
                draft.push(What::Closed {
                    by: AccountId::NOBODY,
                    reason: CloseReason::Left,
                    skip: Some(SkipReason::Left),
                });
            }
        })),
        Command::Review { case, by } => {
            let act = CareAct::Supervise(SuperviseAct::Review);
            care_for(state, ctx, case, (by, act))
        }
        Command::Care { case, by, act } => care_for(state, ctx, case, (by, act)),
        Command::Accept { .. }
        | Command::Acknowledge { .. }
        | Command::OfferHandoff { .. }
        | Command::AcceptHandoff { .. }
        | Command::DeclineHandoff { .. }
        | Command::Assess { .. }
        | Command::Countersign { .. }
        | Command::ResponderSilent { .. }
        | Command::Close { .. } => of_open_case(state, ctx, command),
    }
}

/// Commands that a person gives about one open case.
fn of_open_case(state: &State, ctx: &Context<'_>, command: Command) -> Result<Vec<Fact>, Refusal> {
    let Some(id) = command.case() else {
        return Ok(Vec::new());
    };
    let case = state.case(id).ok_or(Refusal::UnknownCase)?;
    if case.is_closed() {
        return Err(Refusal::Closed);
    }
    let mut draft = Draft::new(case.clone(), ctx.now);
    let outcome = match command {
        Command::Accept { responder, .. } => ownership::accept(&mut draft, ctx, responder),
        Command::Acknowledge { responder, .. } => {
            ownership::acknowledge(&mut draft, ctx, responder)
        }
        Command::ResponderSilent { responder, .. } => ownership::silent(&mut draft, ctx, responder),
        Command::OfferHandoff { by, to, .. } => ownership::offer_handoff(&mut draft, ctx, (by, to)),
        Command::AcceptHandoff { by, .. } => ownership::accept_handoff(&mut draft, ctx, by),
        Command::DeclineHandoff { by, .. } => ownership::decline_handoff(&mut draft, ctx, by),
        Command::Assess {
            by, band, reason, ..
        } => {
            let judgment = Judgment {
                band,
                reason,
                course: None,
                answers: None,
            };
            care::judge(&mut draft, ctx, by, judgment)
        }
        Command::Countersign { supervisor, .. } => assessment::countersign(&mut draft, supervisor),
        Command::Close {
            by, reason, skip, ..
        } => assessment::close(&mut draft, by, reason, skip),
        Command::Signal(_)
        | Command::Wake { .. }
        | Command::SeekerWrote { .. }
        | Command::ResponderGone { .. }
        | Command::SeekerGone { .. }
        | Command::SeekerBack { .. }
        | Command::PersonErased { .. }
        | Command::PageOutcome { .. }
        | Command::Care { .. }
        | Command::Review { .. } => Ok(()),
    };
    outcome.map(|()| draft.facts)
}

fn care_for(
    state: &State,
    ctx: &Context<'_>,
    case: CaseId,
    (by, act): (AccountId, CareAct),
) -> Result<Vec<Fact>, Refusal> {
    let known = state.case(case).ok_or(Refusal::UnknownCase)?;
    let mut draft = Draft::new(known.clone(), ctx.now);
    care::act(&mut draft, ctx, by, act)?;
    Ok(draft.facts)
}

fn on_case(
    state: &State,
    id: CaseId,
    now: Timestamp,
    change: impl FnOnce(&mut Draft),
) -> Vec<Fact> {
    match state.case(id) {
        Some(case) if !case.is_closed() => on_any_case(state, id, now, change),
        Some(_) | None => Vec::new(),
    }
}

fn on_any_case(
    state: &State,
    id: CaseId,
    now: Timestamp,
    change: impl FnOnce(&mut Draft),
) -> Vec<Fact> {
    let Some(case) = state.case(id) else {
        return Vec::new();
    };
    let mut draft = Draft::new(case.clone(), now);
    change(&mut draft);
    draft.facts
}

fn each(state: &State, now: Timestamp, mut change: impl FnMut(&mut Draft)) -> Vec<Fact> {
    let mut facts = Vec::new();
    for case in state.cases().filter(|case: &&Case| !case.is_closed()) {
        let mut draft = Draft::new(case.clone(), now);
        change(&mut draft);
        facts.append(&mut draft.facts);
    }
    facts
}

fn each_of(
    state: &State,
    person: AccountId,
    now: Timestamp,
    mut change: impl FnMut(&mut Draft),
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for kind in [Kind::OwnRisk, Kind::ThirdParty] {
        if let Some(case) = state.open_case(person, kind) {
            let mut draft = Draft::new(case.clone(), now);
            change(&mut draft);
            facts.append(&mut draft.facts);
        }
    }
    facts
}
