//! A person who is erased: what is left of them in moderation is that a rule was applied.

use super::Decision;
use super::Fact;
use super::Source;
use super::State;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Erased;
use crate::vocab::Timestamp;

/// Stands where the name of a put was erased.
const NO_CID: Cid = Cid::from_bytes([0; 16]);

impl Fact {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        match self {
            Self::Decided(decision) => {
                let by = match decision.source {
                    Source::Moderator { by } => Some(by),
                    Source::Auto => None,
                };
                [decision.author].into_iter().chain(by).collect()
            }
            Self::Overridden { author, .. } => vec![*author],
            Self::Released { by, .. }
            | Self::Reviewed { by, .. }
            | Self::Reported { by, .. }
            | Self::Claimed { by, .. }
            | Self::GaveBack { by, .. }
            | Self::Dismissed { by, .. } => vec![*by],
            Self::Appealed { .. } | Self::ModelTurned { .. } | Self::Closed { .. } => Vec::new(),
        }
    }

    /// Takes a person out of it: nobody stands in their place, and their words are gone.
    pub fn erase(&mut self, person: &Erased) {
        match self {
            Self::Decided(decision) => decision.erase(person),
            Self::Overridden { author, cid, .. } if person.is(*author) => {
                person.account(author);
                *cid = NO_CID;
            }
            Self::Released { by, .. }
            | Self::Reported { by, .. }
            | Self::Reviewed { by, .. }
            | Self::Claimed { by, .. }
            | Self::GaveBack { by, .. }
            | Self::Dismissed { by, .. } => person.account(by),
            Self::Overridden { .. }
            | Self::Appealed { .. }
            | Self::ModelTurned { .. }
            | Self::Closed { .. } => {}
        }
    }
}

impl Decision {
    fn erase(&mut self, person: &Erased) {
        if let Source::Moderator { by } = &mut self.source {
            person.account(by);
        }
        if person.is(self.author) {
            person.account(&mut self.author);
            self.cid = NO_CID;
            self.spans.clear();
            self.sealed = None;
            self.why = None;
        }
    }
}

impl State {
    /// Returns the decisions about what somebody wrote that are not closed.
    pub fn decisions_about(&self, author: AccountId) -> impl Iterator<Item = DecisionId> {
        let own = move |id: &&DecisionId| {
            let standing = self.decision(**id);
            standing.is_some_and(|standing| standing.decision.author == author)
        };
        self.decision_ids().filter(own).copied()
    }

    /// Forgets a person whose decisions are closed, as a fold of the facts without them does.
    pub fn erase(&mut self, person: &Erased) {
        for account in person.accounts() {
            self.forget_author(account);
        }
        for standing in self.standings_mut() {
            standing.decision.erase(person);
        }
        self.docket_mut().erase(person);
    }

    /// Drops what has ended at `now`.
    pub fn settle(&mut self, now: Timestamp) {
        self.drop_ended(now);
    }
}
