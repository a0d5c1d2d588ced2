//! How the search is widened while somebody waits.

use super::Rule;
use super::Widened;
use crate::vocab::Millis;

/// Which rules give way after which wait, and after how long a wait somebody is overdue.
///
/// It can hold only what a [`Rule`] names. The figures are each line's own choice: how long is a
/// topic, or the gender somebody asked for, worth waiting for?
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ladder {
    rungs: Vec<Rung>,
    overdue: Option<Millis>,
}

/// One step of a ladder.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rung {
    /// After which wait.
    pub after: Millis,
    /// What gives way.
    pub rule: Rule,
}

impl Rung {
    /// Makes a step.
    #[must_use]
    pub const fn new(after: Millis, rule: Rule) -> Self {
        Self { after, rule }
    }
}

impl Ladder {
    /// The longest wait a ladder may speak of.
    pub const MAX: Millis = Millis::from_hours(24);

    /// Makes a ladder on which everything that may give way does so at once, and nobody is overdue:
    /// first come, first served.
    #[must_use]
    pub const fn open() -> Self {
        Self {
            rungs: Vec::new(),
            overdue: None,
        }
    }

    /// Makes a ladder. A rule that no rung names never gives way.
    ///
    /// # Errors
    /// [`InvalidLadder`] where there is no rung, a rule is named twice, or a wait is over
    /// [`Ladder::MAX`].
    pub fn new(rungs: impl IntoIterator<Item = Rung>) -> Result<Self, InvalidLadder> {
        let mut kept: Vec<Rung> = Vec::new();
        for rung in rungs {
            if kept.iter().any(|other| other.rule == rung.rule) {
                return Err(InvalidLadder::Twice {
                    rule: rung.rule.as_str(),
                });
            }
            if Self::MAX < rung.after {
                return Err(InvalidLadder::TooLate);
            }
            kept.push(rung);
        }
        if kept.is_empty() {
            return Err(InvalidLadder::Empty);
        }
        kept.sort_by_key(|rung| (rung.after, rung.rule));
        Ok(Self {
            rungs: kept,
            overdue: None,
        })
    }

    /// Returns the same ladder, on which somebody is overdue after a wait: they come right after the
    /// urgent, whatever their tier, so that nobody waits for ever behind those who are sooner needed.
    ///
    /// # Errors
    /// [`InvalidLadder::TooLate`] over [`Ladder::MAX`].
    pub fn with_overdue(mut self, after: Millis) -> Result<Self, InvalidLadder> {
        if Self::MAX < after {
            return Err(InvalidLadder::TooLate);
        }
        self.overdue = Some(after);
        Ok(self)
    }

    /// Returns the steps, the earliest first.
    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.rungs
    }

    /// Returns what has given way after a wait.
    #[must_use]
    pub fn widened(&self, waited: Millis) -> Widened {
        if self.rungs.is_empty() {
            return Widened::ALL;
        }
        let reached = self.rungs.iter().filter(|rung| rung.after <= waited);
        reached.map(|rung| rung.rule).collect()
    }

    /// Returns whether somebody has waited longer than anybody should.
    #[must_use]
    pub fn is_overdue(&self, waited: Millis) -> bool {
        self.overdue.is_some_and(|after| after <= waited)
    }

    /// Returns at which wait, after this one, anything changes for somebody.
    #[must_use]
    pub fn next_step(&self, waited: Millis) -> Option<Millis> {
        let steps = self.rungs.iter().map(|rung| rung.after);
        steps.chain(self.overdue).filter(|at| waited < *at).min()
    }
}

impl Default for Ladder {
    fn default() -> Self {
        Self::open()
    }
}

/// A ladder was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidLadder {
    /// A ladder without a rung would read as one on which everything gives way.
    #[error("a ladder has at least one rung")]
    Empty,
    /// A rule gives way once.
    #[error("{rule} is on two rungs")]
    Twice {
        /// Which.
        rule: &'static str,
    },
    /// A wait nobody should have.
    #[error("a wait on the ladder is at most a day")]
    TooLate,
}
