//! Which pages rang, and are not called off yet.

use std::collections::BTreeMap;

use super::Case;
use super::CourseFact;
use super::Fact;
use super::Phase;
use super::State;
use super::Target;
use super::What;
use crate::vocab::Band;
use crate::vocab::CaseId;

/// The pages of the cases that wait for a responder or a supervisor: to be called off once that is
/// over.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Called(BTreeMap<CaseId, BTreeMap<(u32, Target), Rung>>);

/// How a page went out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Rung {
    /// How soon a person was needed when it was made.
    priority: Band,
    /// Whether it calls a supervisor.
    supervisor: bool,
    /// Whether the other side took it.
    taken: bool,
}

impl Called {
    /// Takes one fact in; `case` is its case as that stands now.
    pub(super) fn apply(&mut self, fact: &Fact, case: Option<&Case>) {
        let Some(case) = case else {
            self.0.remove(&fact.case);
            return;
        };
        if let What::PageDelivered { step, target } = fact.what {
            let pages = self.0.get_mut(&fact.case);
            if let Some(rung) = pages.and_then(|pages| pages.get_mut(&(step, target))) {
                rung.taken = true;
            }
        } else if let What::Offered { step, targets, .. } = &fact.what {
            self.page(case, (*step, false), targets);
        } else if let What::Course(CourseFact::SupervisorCalled { step, targets, .. }) = &fact.what
        {
            self.page(case, (*step, true), targets);
        }
        self.let_go(case);
    }

    fn page(&mut self, case: &Case, (step, supervisor): (u32, bool), targets: &[Target]) {
        let rung = Rung {
            priority: case.band,
            supervisor,
            taken: false,
        };
        let pages = targets.iter().map(|target| ((step, *target), rung));
        self.0.entry(case.id).or_default().extend(pages);
    }

    /// Forgets the pages that are needed no more.
    fn let_go(&mut self, case: &Case) {
        let waits = matches!(case.phase, Phase::Offered(_));
        let calls = !case.is_closed() && case.call.is_some();
        if let Some(pages) = self.0.get_mut(&case.id) {
            pages.retain(|_, rung| if rung.supervisor { calls } else { waits });
            if pages.is_empty() {
                self.0.remove(&case.id);
            }
        }
    }
}

impl State {
    /// Returns the pages of a case that rang and are needed still: by step and target, with how soon a
    /// person was needed when they were made. A page that is here no more after a fact is called off.
    pub fn called(&self, case: CaseId) -> impl Iterator<Item = (u32, Target, Band)> {
        let pages = self.called.0.get(&case).into_iter().flatten();
        let taken = pages.filter(|(_, rung)| rung.taken);
        taken.map(|((step, target), rung)| (*step, *target, rung.priority))
    }
}
