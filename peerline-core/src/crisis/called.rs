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
pub(super) struct Called {
    cases: BTreeMap<CaseId, Pages>,
    over: Vec<(u32, Target, Band)>,
}

/// The pages of one case. A case that nobody takes rings for days: taking a fact in looks at none of
/// them, but where it ends them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Pages {
    responder: Rungs,
    supervisor: Rungs,
}

type Rungs = BTreeMap<(u32, Target), Rung>;

/// How a page went out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Rung {
    /// How soon a person was needed when it was made.
    priority: Band,
    /// Whether the other side took it.
    taken: bool,
}

impl Called {
    /// Takes one fact in; `case` is its case as that stands now.
    pub(super) fn apply(&mut self, fact: &Fact, case: Option<&Case>) {
        self.over.clear();
        let Some(case) = case else {
            self.end(fact.case, true, true);
            return;
        };
        if let What::PageDelivered { step, target } = fact.what {
            let pages = self.cases.get_mut(&fact.case);
            if let Some(rung) = pages.and_then(|pages| pages.rung(step, target)) {
                rung.taken = true;
            }
        } else if let What::Offered { step, targets, .. } = &fact.what {
            let pages = self.cases.entry(case.id).or_default();
            pages.responder.extend(rungs(case, *step, targets));
        } else if let What::Course(CourseFact::SupervisorCalled { step, targets, .. }) = &fact.what
        {
            let pages = self.cases.entry(case.id).or_default();
            pages.supervisor.extend(rungs(case, *step, targets));
        }
        let waits = matches!(case.phase, Phase::Offered(_));
        let calls = !case.is_closed() && case.call.is_some();
        self.end(case.id, !waits, !calls);
    }

    /// Lets the pages go that are needed no more.
    fn end(&mut self, case: CaseId, responder: bool, supervisor: bool) {
        let Some(pages) = self.cases.get_mut(&case) else {
            return;
        };
        if responder {
            self.over
                .extend(taken(&std::mem::take(&mut pages.responder)));
        }
        if supervisor {
            self.over
                .extend(taken(&std::mem::take(&mut pages.supervisor)));
        }
        if pages.responder.is_empty() && pages.supervisor.is_empty() {
            self.cases.remove(&case);
        }
    }
}

impl Pages {
    fn rung(&mut self, step: u32, target: Target) -> Option<&mut Rung> {
        let key = (step, target);
        let responder = self.responder.get_mut(&key);
        responder.or_else(|| self.supervisor.get_mut(&key))
    }
}

fn rungs(
    case: &Case,
    step: u32,
    targets: &[Target],
) -> impl Iterator<Item = ((u32, Target), Rung)> {
    let rung = Rung {
        priority: case.band,
        taken: false,
    };
    targets.iter().map(move |target| ((step, *target), rung))
}

fn taken(rungs: &Rungs) -> impl Iterator<Item = (u32, Target, Band)> {
    let taken = rungs.iter().filter(|(_, rung)| rung.taken);
    taken.map(|((step, target), rung)| (*step, *target, rung.priority))
}

impl State {
    /// Returns the pages that rang, and that the last fact made needless: by step and target, with how
    /// soon a person was needed when they were made. They are called off.
    #[must_use]
    pub fn called_off(&self) -> &[(u32, Target, Band)] {
        &self.called.over
    }
}
