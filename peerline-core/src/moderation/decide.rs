//! Commands in, facts out.

use super::Action;
use super::Cleared;
use super::Decision;
use super::Draft;
use super::Fact;
use super::ReportGround;
use super::Ruling;
use super::Source;
use super::Standing;
use super::State;
use crate::vocab::AccountId;
use crate::vocab::DecisionId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// Something that a person does about a decision or a message. Whether they may at all, by role
/// and membership, is checked before.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// The author appeals.
    Appeal {
        /// Who.
        account: AccountId,
        /// Against which decision.
        decision: DecisionId,
        /// Why.
        text: Text,
    },
    /// A moderator decides an appeal.
    Review {
        /// Who.
        by: AccountId,
        /// Which decision.
        decision: DecisionId,
        /// How.
        ruling: Ruling,
        /// Why, for the author to read.
        reason: Text,
    },
    /// A moderator lets a held message be published.
    Release {
        /// Who.
        by: AccountId,
        /// Which decision.
        decision: DecisionId,
    },
    /// A moderator keeps a held message from being published. It is a decision of its own, with
    /// its own time for an appeal.
    Withhold {
        /// Who.
        by: AccountId,
        /// Which decision.
        decision: DecisionId,
    },
    /// A member reports a message.
    Report {
        /// Who.
        by: AccountId,
        /// Where.
        room: RoomName,
        /// Which message.
        seq: Seq,
        /// Why.
        ground: ReportGround,
    },
    /// Closes the decisions whose time for an appeal is over; see [`State::closes_at`].
    Close,
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such decision, or it is closed.
    #[error("there is no such decision, or its time for an appeal is over")]
    Unknown,
    /// Only the author may appeal.
    #[error("only the author of the message can appeal")]
    NotYours,
    /// There is an appeal already.
    #[error("there is an appeal already")]
    AlreadyAppealed,
    /// There is no appeal to decide.
    #[error("there is no appeal to decide")]
    NotAppealed,
    /// The author, or who decided, cannot judge it.
    #[error("neither the author nor who decided can judge this")]
    NotImpartial,
    /// Only a held message can be released or withheld.
    #[error("only a held message can be released or withheld")]
    NotHeld,
    /// It was released, reviewed or undone.
    #[error("this was settled already")]
    Settled,
}

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
        } => {
            let standing = reviewable(state, by, decision)?;
            let mut decided = written(Fact::Reviewed {
                at: now,
                decision,
                by,
                ruling,
                reason: Some(reason),
            });
            if ruling == Ruling::Reversed {
                let id = DecisionId::from_bytes(entropy.draw());
                decided.facts.push(undo(standing, now, by, id));
                decided.publish = unseal(standing);
            }
            Ok(decided)
        }
        Command::Release { by, decision } => release(state, now, by, decision),
        Command::Withhold { by, decision } => {
            let standing = held(state, by, decision)?;
            if standing.appealed.is_some() {
                return Err(Refusal::AlreadyAppealed);
            }
            let id = DecisionId::from_bytes(entropy.draw());
            Ok(written(withhold(standing, now, by, id)))
        }
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
fn reviewable(state: &State, by: AccountId, decision: DecisionId) -> Result<&Standing, Refusal> {
    let standing = impartial(state, by, decision)?;
    if standing.appealed.is_none() {
        return Err(Refusal::NotAppealed);
    }
    Ok(standing)
}

fn impartial(state: &State, by: AccountId, decision: DecisionId) -> Result<&Standing, Refusal> {
    let standing = state.decision(decision).ok_or(Refusal::Unknown)?;
    if standing.is_settled() {
        return Err(Refusal::Settled);
    }
    if standing.decision.author == by || standing.decision.source == (Source::Moderator { by }) {
        return Err(Refusal::NotImpartial);
    }
    Ok(standing)
}

fn held(state: &State, by: AccountId, decision: DecisionId) -> Result<&Standing, Refusal> {
    let standing = impartial(state, by, decision)?;
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
    let standing = held(state, by, decision)?;
    let mut decided = written(Fact::Released { at, decision, by });
    decided.publish = unseal(standing);
    Ok(decided)
}

/// The decision that takes the place of a reversed one.
fn undo(standing: &Standing, now: Timestamp, by: AccountId, id: DecisionId) -> Fact {
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
    Some(Cleared::new(
        sealed.open(decision.room.clone(), decision.author),
    ))
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
