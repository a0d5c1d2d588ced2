//! What a matcher was asked and what it said.

use crate::matching::Candidate;
use crate::matching::Matcher;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::matching::Supporter;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;

/// One question and its answer.
pub(super) struct Seen<'a> {
    pub(super) subject: &'a dyn Matcher,
    pub(super) now: Timestamp,
    pub(super) pool: &'a Pool<'a>,
    pub(super) compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
    pub(super) proposed: Vec<Pairing>,
}

/// A pair of the answer.
pub(super) struct ProposedPair<'a> {
    pub(super) candidate: &'a Candidate<'a>,
    pub(super) supporter: &'a Supporter<'a>,
    pub(super) compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
}

impl<'a> Seen<'a> {
    pub(super) fn parties(
        &self,
        pairing: &Pairing,
    ) -> Option<(&'a Candidate<'a>, &'a Supporter<'a>)> {
        let mut waiting = self.pool.waiting().iter();
        let candidate = waiting.find(|one| one.ticket == pairing.ticket)?;
        Some((candidate, self.pool.supporter(pairing.supporter)?))
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a Candidate<'a>, &'a Supporter<'a>)> {
        self.proposed.iter().filter_map(|one| self.parties(one))
    }

    /// Returns the first pair of which something wrong holds.
    pub(super) fn find(&self, breach: impl Fn(&ProposedPair<'_>) -> bool) -> Option<String> {
        let mut pairs = self.pairs().map(|(candidate, supporter)| ProposedPair {
            candidate,
            supporter,
            compatible: self.compatible,
        });
        let wrong = pairs.find(|pair| breach(pair))?;
        let wrong = Pairing::new(wrong.candidate.ticket, wrong.supporter.account);
        Some(show(&wrong))
    }
}

pub(super) fn show(pairing: &Pairing) -> String {
    format!("{pairing:?}")
}
