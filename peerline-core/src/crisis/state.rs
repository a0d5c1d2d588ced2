//! All cases that are open or wait for a second look: a pure fold of facts.

use std::collections::BTreeMap;

use super::Case;
use super::Fact;
use super::Kind;
use super::What;
use super::called::Called;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::Timestamp;

/// All cases that are open or wait for a second look.
///
/// Every fact touches its own case only, so each case can be replayed from its own log.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct State {
    pub(super) cases: BTreeMap<CaseId, Case>,
    open: BTreeMap<(AccountId, Kind), CaseId>,
    pub(super) called: Called,
}

impl State {
    /// Returns a case.
    #[must_use]
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.get(&id)
    }

    /// Returns all cases in the order of their ids.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values()
    }

    /// Returns the open case of a person.
    #[must_use]
    pub fn open_case(&self, person: AccountId, kind: Kind) -> Option<&Case> {
        self.open
            .get(&(person, kind))
            .and_then(|id| self.cases.get(id))
    }

    /// Returns whether a case of a person is open, of whatever kind.
    #[must_use]
    pub fn cares_for(&self, person: AccountId) -> bool {
        [Kind::OwnRisk, Kind::ThirdParty]
            .iter()
            .any(|kind| self.open.contains_key(&(person, *kind)))
    }

    /// Returns when the next case is due.
    #[must_use]
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.cases.values().filter_map(Case::wake).min()
    }

    /// Takes one fact in. Facts of unknown cases change nothing.
    pub fn apply(&mut self, fact: &Fact) {
        if let Some(case) = Case::opened(fact) {
            if !case.person.is_nobody() {
                self.open.insert((case.person, case.kind), fact.case);
            }
            self.cases.insert(fact.case, case);
        } else if matches!(fact.what, What::Reviewed { .. }) {
            self.cases.remove(&fact.case);
        } else {
            self.apply_to_case(fact);
        }
        self.called.apply(fact, self.cases.get(&fact.case));
    }

    fn apply_to_case(&mut self, fact: &Fact) {
        let Some(case) = self.cases.get_mut(&fact.case) else {
            return;
        };
        case.apply(fact);
        if !case.is_closed() {
            return;
        }
        let (key, paged) = ((case.person, case.kind), case.peak.pages());
        if self.open.get(&key) == Some(&fact.case) {
            self.open.remove(&key);
        }
        if !paged {
            self.cases.remove(&fact.case);
        }
    }
}
