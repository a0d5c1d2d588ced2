//! How a verdict came about.

use crate::moderation::Label;
use crate::moderation::RuleId;
use crate::moderation::Verdict;
use crate::vocab::Span;

/// A verdict, with what every signal found and every rule said.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// What follows.
    pub verdict: Verdict,
    /// What each signal found, in the order of the file's signals.
    pub found: Vec<Found>,
    /// What each rule said, in the order of the file.
    pub fired: Vec<Fired>,
}

/// What one signal found.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// Its name.
    pub signal: String,
    /// How often; `None` where it could not look.
    pub count: Option<u64>,
    /// Where, in the bytes the person wrote.
    pub spans: Vec<Span>,
}

/// What one rule said.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Fired {
    /// Its name.
    pub rule: RuleId,
    /// Whether its condition holds; `None` where that hangs on a signal that could not look.
    pub answer: Option<bool>,
    /// What it would do; `None` where it does not hold.
    pub verdict: Option<Verdict>,
    /// Whether it is on trial and does nothing.
    pub shadow: bool,
}

impl Trace {
    pub(super) const fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            found: Vec::new(),
            fired: Vec::new(),
        }
    }

    /// Takes in what one rule says. A rule on trial leaves its name alone.
    pub(super) fn weigh(&mut self, verdict: &Verdict, shadow: bool) {
        if shadow {
            self.verdict.trial.extend(verdict.rule.clone());
            return;
        }
        let before = std::mem::replace(&mut self.verdict, Verdict::allow());
        // Of rules that let it pass, the one that was overridden leaves the strike.
        let overridden = |verdict: &Verdict| verdict.labels.contains(&Label::Overridden);
        self.verdict = if overridden(verdict) && !overridden(&before) {
            verdict.clone().or_stronger(before)
        } else {
            before.or_stronger(verdict.clone())
        };
    }
}
