//! Which pages rang, and are not called off yet.

use std::collections::BTreeMap;

use super::Fact;
use super::Phase;
use super::State;
use super::Target;
use super::What;
use crate::vocab::Band;
use crate::vocab::CaseId;

/// The pages of the cases that wait: to be called off once a human has the case, or it is over.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Called(BTreeMap<CaseId, BTreeMap<(u32, Target), Rung>>);

/// How a page went out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Rung {
    /// How soon a person was needed when it was made.
    priority: Band,
    /// Whether the other side took it.
    taken: bool,
}

impl Called {
    /// Takes one fact in; `waiting` is the band of its case where that waits for somebody.
    pub(super) fn apply(&mut self, fact: &Fact, waiting: Option<Band>) {
        if let What::PageDelivered { step, target } = fact.what {
            let pages = self.0.get_mut(&fact.case);
            if let Some(rung) = pages.and_then(|pages| pages.get_mut(&(step, target))) {
                rung.taken = true;
            }
        } else if fact.ends_pages() {
            self.0.remove(&fact.case);
        } else if let (What::Offered { step, targets, .. }, Some(priority)) = (&fact.what, waiting) {
            let taken = false;
            let pages = targets.iter().map(|target| ((*step, *target), Rung { priority, taken }));
            self.0.entry(fact.case).or_default().extend(pages);
        }
    }
}

impl Fact {
    /// Returns whether the pages of its case are needed no more from here on.
    #[must_use]
    pub const fn ends_pages(&self) -> bool {
        matches!(self.what, What::Owned { .. } | What::Closed { .. })
    }
}

impl State {
    /// Returns the pages of a case that rang and were not called off: by step and target, with how soon a
    /// person was needed when they were made.
    pub fn called(&self, case: CaseId) -> impl Iterator<Item = (u32, Target, Band)> {
        let pages = self.called.0.get(&case).into_iter().flatten();
        let taken = pages.filter(|(_, rung)| rung.taken);
        taken.map(|((step, target), rung)| (*step, *target, rung.priority))
    }

    /// Returns the band of a case that waits for somebody once `fact` is taken in.
    pub(super) fn waiting(&self, fact: &Fact) -> Option<Band> {
        let case = self.cases.get(&fact.case)?;
        let waits = matches!(case.phase, Phase::Offered(_));
        waits.then_some(case.band)
    }
}
