//! Who carries out what was decided.

use std::fmt;

use super::Fact;
use super::Sealed;
use super::State;
use super::state::apply;
use crate::vocab::AccountId;
use crate::vocab::DecisionId;
use crate::vocab::Timestamp;

/// Carries out what was decided, and undoes it.
///
/// One method changes something. An undo is a fact like any other: a decision that takes the place of an
/// earlier one. [`State`] is the one that ships; whoever enforces elsewhere brings their own.
///
/// # Contract
/// - Holds: a mute holds until it ends, and not longer (`mute_holds_until_it_ends`).
/// - Undone: what is undone is as it was before: no mute, no strike, nothing that could be undone again
///   (`undone_is_as_before`).
/// - Later: an undo leaves what was decided after it (`undo_leaves_what_came_after`).
/// - Apart: nobody else is touched, neither by a decision nor by its undo (`nobody_else_is_touched`).
/// - Sealed: words that are kept for an appeal are there as long as it can be decided, and no longer
///   (`sealed_lasts_as_long_as_its_appeal`).
pub trait Enforcer: fmt::Debug {
    /// Takes the next fact.
    fn enforce(&mut self, fact: &Fact);

    /// Returns whether an author writes nothing in rooms at `now`.
    fn is_muted(&self, now: Timestamp, author: AccountId) -> bool;

    /// Returns how many strikes of an author count at `now`.
    fn n_strikes(&self, now: Timestamp, author: AccountId) -> usize;

    /// Returns whether a decision is in force and can be undone.
    fn stands(&self, decision: DecisionId) -> bool;

    /// Returns the words that a decision keeps for an appeal.
    fn sealed(&self, decision: DecisionId) -> Option<&Sealed>;
}

impl Enforcer for State {
    fn enforce(&mut self, fact: &Fact) {
        apply(self, fact);
    }

    fn is_muted(&self, now: Timestamp, author: AccountId) -> bool {
        self.muted_until(author).is_some_and(|until| now < until)
    }

    fn n_strikes(&self, now: Timestamp, author: AccountId) -> usize {
        self.history(author).n_recent_strikes(now)
    }

    fn stands(&self, decision: DecisionId) -> bool {
        self.decision(decision)
            .is_some_and(|standing| !standing.is_settled())
    }

    fn sealed(&self, decision: DecisionId) -> Option<&Sealed> {
        self.decision(decision)?.decision.sealed.as_ref()
    }
}

/// An enforcer on trial: it takes everything, knows what would be, and does nothing to anybody.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Shadow<E>(E);

impl<E: Enforcer> Shadow<E> {
    /// Puts an enforcer on trial.
    #[must_use]
    pub const fn of(enforcer: E) -> Self {
        Self(enforcer)
    }

    /// Returns what would be.
    #[must_use]
    pub const fn would(&self) -> &E {
        &self.0
    }
}

impl<E: Enforcer> Enforcer for Shadow<E> {
    fn enforce(&mut self, fact: &Fact) {
        self.0.enforce(fact);
    }

    fn is_muted(&self, _: Timestamp, _: AccountId) -> bool {
        false
    }

    fn n_strikes(&self, _: Timestamp, _: AccountId) -> usize {
        0
    }

    fn stands(&self, _: DecisionId) -> bool {
        false
    }

    fn sealed(&self, _: DecisionId) -> Option<&Sealed> {
        None
    }
}
