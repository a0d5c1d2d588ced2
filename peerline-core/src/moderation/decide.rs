//! Commands in, facts out.

use super::Action;
use super::Cleared;
use super::Command;
use super::Decision;
use super::Docket;
use super::Draft;
use super::Fact;
use super::Matter;
use super::Refusal;
use super::Ruling;
use super::Source;
use super::Standing;
use super::State;
use super::judgement::free;
use super::judgement::judge;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// What follows from a command.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Decided {
    /// What is written down.
    pub facts: Vec<Fact>,
    /// A message that is to be published now.
    pub publish: Option<Cleared<Draft>>,
}

/// The most decisions that one [`Command::Close`] closes.
const CLOSE_AT_ONCE: usize = 256;

/// Decides what follows from a command.
///
/// # Errors
/// [`Refusal`] says which rule stood against it.
pub fn decide(
    state: &State,
    now: Timestamp,
    entropy: &mut Entropy,
    command: Command,
) -> Result<Decided, Refusal> {
    match command {
        Command::Appeal {
            account,
            decision,
            text,
        } => {
            appealable(state, now, account, decision)?;
            Ok(written(Fact::Appealed {
                at: now,
                decision,
                text: Some(text),
            }))
        }
        Command::Review {
            by,
            decision,
            ruling,
            reason,
        } => review((state, now, entropy), (by, decision), (ruling, reason)),
        Command::Release { by, decision } => release(state, now, by, decision),
        Command::Withhold { by, decision } => {
            let standing = holdable(state, now, by, decision)?;
            let id = DecisionId::from_bytes(entropy.draw());
            Ok(written(withhold(standing, now, by, id)))
        }
        Command::Undo { by, decision } => {
            let standing = undoable(state, now, by, decision)?;
            let id = DecisionId::from_bytes(entropy.draw());
            let mut decided = written(allow(standing, now, by, id));
            decided.publish = unseal(standing);
            Ok(decided)
        }
        Command::Judge(judgement) => {
            let id = DecisionId::from_bytes(entropy.draw());
            let cid = Cid::from_bytes(entropy.draw());
            judge(state, now, (id, cid), *judgement).map(written)
        }
        Command::Claim { by, matter } => claim(state, now, by, matter),
        Command::GiveBack { by, matter } => give_back(state, now, by, matter),
        Command::Dismiss { by, room, entry } => dismiss(state, now, by, (room, entry)),
        Command::Report {
            by,
            room,
            seq,
            ground,
        } => Ok(written(Fact::Reported {
            at: now,
            by,
            room,
            seq,
            ground,
        })),
        Command::Close => Ok(close(state, now)),
    }
}

fn review(
    (state, now, entropy): (&State, Timestamp, &mut Entropy),
    (by, decision): (AccountId, DecisionId),
    (ruling, reason): (Ruling, Text),
) -> Result<Decided, Refusal> {
    let standing = reviewable(state, now, by, decision)?;
    let mut decided = written(Fact::Reviewed {
        at: now,
        decision,
        by,
        ruling,
        reason: Some(reason),
    });
    if ruling == Ruling::Reversed {
        let id = DecisionId::from_bytes(entropy.draw());
        decided.facts.push(allow(standing, now, by, id));
        decided.publish = unseal(standing);
    }
    Ok(decided)
}

fn give_back(
    state: &State,
    at: Timestamp,
    by: AccountId,
    matter: Matter,
) -> Result<Decided, Refusal> {
    let own = state.docket().claim(at, &matter);
    own.filter(|claim| claim.by == by).ok_or(Refusal::Unknown)?;
    Ok(written(Fact::GaveBack { at, matter, by }))
}

fn dismiss(
    state: &State,
    at: Timestamp,
    by: AccountId,
    (room, entry): (RoomName, Seq),
) -> Result<Decided, Refusal> {
    let report = state.docket().report(&room, entry);
    report.ok_or(Refusal::Unknown)?;
    let matter = Matter::Message {
        room: room.clone(),
        entry,
    };
    free(state, at, &matter, by)?;
    Ok(written(Fact::Dismissed {
        at,
        room,
        entry,
        by,
    }))
}

fn written(fact: Fact) -> Decided {
    Decided {
        facts: vec![fact],
        publish: None,
    }
}

fn appealable(
    state: &State,
    now: Timestamp,
    account: AccountId,
    decision: DecisionId,
) -> Result<(), Refusal> {
    let standing = state.decision(decision).ok_or(Refusal::Unknown)?;
    if standing.decision.author != account {
        return Err(Refusal::NotYours);
    }
    if standing.appealed.is_some() {
        return Err(Refusal::AlreadyAppealed);
    }
    if standing.is_settled() {
        return Err(Refusal::Settled);
    }
    if standing.decision.appeal_until < Some(now) {
        return Err(Refusal::Unknown);
    }
    Ok(())
}

/// The author appeals, somebody else judges, and that is not who decided.
fn reviewable(
    state: &State,
    now: Timestamp,
    by: AccountId,
    decision: DecisionId,
) -> Result<&Standing, Refusal> {
    let standing = impartial(state, now, by, decision)?;
    if standing.appealed.is_none() {
        return Err(Refusal::NotAppealed);
    }
    Ok(standing)
}

fn impartial(
    state: &State,
    now: Timestamp,
    by: AccountId,
    decision: DecisionId,
) -> Result<&Standing, Refusal> {
    let standing = open(state, now, by, decision)?;
    if standing.decision.source == (Source::Moderator { by }) {
        return Err(Refusal::NotImpartial);
    }
    Ok(standing)
}

/// Nobody decides about their own words, nor what somebody else looks at, nor twice.
fn open(
    state: &State,
    now: Timestamp,
    by: AccountId,
    decision: DecisionId,
) -> Result<&Standing, Refusal> {
    let standing = state.decision(decision).ok_or(Refusal::Unknown)?;
    if standing.is_settled() {
        return Err(Refusal::Settled);
    }
    if standing.decision.author == by {
        return Err(Refusal::NotImpartial);
    }
    free(state, now, &Matter::Decision(decision), by)?;
    Ok(standing)
}

/// What was appealed against is reviewed, and not decided anew on the way.
fn holdable(
    state: &State,
    now: Timestamp,
    by: AccountId,
    decision: DecisionId,
) -> Result<&Standing, Refusal> {
    let standing = held(state, now, by, decision)?;
    if standing.appealed.is_some() {
        return Err(Refusal::AlreadyAppealed);
    }
    Ok(standing)
}

/// What was appealed against is reviewed, by another person.
fn undoable(
    state: &State,
    now: Timestamp,
    by: AccountId,
    decision: DecisionId,
) -> Result<&Standing, Refusal> {
    let standing = open(state, now, by, decision)?;
    if standing.appealed.is_some() {
        return Err(Refusal::AlreadyAppealed);
    }
    Ok(standing)
}

/// Claiming again renews a claim.
fn claim(state: &State, at: Timestamp, by: AccountId, matter: Matter) -> Result<Decided, Refusal> {
    match &matter {
        Matter::Decision(decision) => {
            open(state, at, by, *decision)?;
        }
        Matter::Message { room, entry } => {
            let report = state.docket().report(room, *entry);
            report.ok_or(Refusal::Unknown)?;
            free(state, at, &matter, by)?;
        }
    }
    let until = at.after(Docket::LEASE);
    Ok(written(Fact::Claimed {
        at,
        matter,
        by,
        until,
    }))
}

fn held(
    state: &State,
    now: Timestamp,
    by: AccountId,
    decision: DecisionId,
) -> Result<&Standing, Refusal> {
    let standing = impartial(state, now, by, decision)?;
    if standing.decision.action != Action::Hold {
        return Err(Refusal::NotHeld);
    }
    Ok(standing)
}

fn release(
    state: &State,
    at: Timestamp,
    by: AccountId,
    decision: DecisionId,
) -> Result<Decided, Refusal> {
    let standing = held(state, at, by, decision)?;
    let mut decided = written(Fact::Released { at, decision, by });
    decided.publish = unseal(standing);
    Ok(decided)
}

/// The decision that takes the place of one that is taken back.
fn allow(standing: &Standing, now: Timestamp, by: AccountId, id: DecisionId) -> Fact {
    let old = &standing.decision;
    Fact::Decided(Box::new(Decision {
        id,
        supersedes: Some(old.id),
        action: Action::Allow,
        starts: now,
        ends: None,
        source: Source::Moderator { by },
        appeal_until: None,
        sealed: None,
        why: None,
        spans: Vec::new(),
        ..old.clone()
    }))
}

/// The decision by which a held message stays away.
fn withhold(standing: &Standing, now: Timestamp, by: AccountId, id: DecisionId) -> Fact {
    let old = &standing.decision;
    let window = old
        .appeal_until
        .map_or(Millis::ZERO, |until| until.since(old.starts));
    Fact::Decided(Box::new(Decision {
        id,
        supersedes: Some(old.id),
        action: Action::Block,
        starts: now,
        source: Source::Moderator { by },
        appeal_until: Some(now.after(window)),
        ..old.clone()
    }))
}

fn unseal(standing: &Standing) -> Option<Cleared<Draft>> {
    let decision = &standing.decision;
    let sealed = decision.sealed.as_ref()?;
    let mut draft = sealed.open(decision.room.clone(), decision.author);
    // What had stood in the room comes back to its place.
    draft.edits = decision.entry.or(draft.edits);
    Some(Cleared::new(draft))
}

fn close(state: &State, at: Timestamp) -> Decided {
    let facts = state
        .due(at)
        .take(CLOSE_AT_ONCE)
        .map(|decision| Fact::Closed { at, decision })
        .collect();
    Decided {
        facts,
        publish: None,
    }
}
