//! A person who is erased: what is left of them in the line is how long somebody waited.

use super::Fact;
use super::State;
use crate::vocab::AccountId;
use crate::vocab::Erased;

impl Fact {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        let mut named = Vec::new();
        self.clone().each_account(|account| named.push(*account));
        named
    }

    /// Takes a person out of it: nobody stands in their place, and wants nothing.
    pub fn erase(&mut self, person: &Erased) {
        self.each_account(|account| person.account(account));
    }

    fn each_account(&mut self, mut visit: impl FnMut(&mut AccountId)) {
        match self {
            Self::Sought { account, .. }
            | Self::Ready { account, .. }
            | Self::Away { account, .. }
            | Self::Rested { account, .. }
            | Self::Offered {
                supporter: account, ..
            } => visit(account),
            Self::Matched {
                seeker, supporter, ..
            } => {
                visit(seeker);
                visit(supporter);
            }
            Self::WishChanged { .. }
            | Self::TierRaised { .. }
            | Self::Withdrawn { .. }
            | Self::Declined { .. }
            | Self::Lapsed { .. }
            | Self::OfferWithdrawn { .. }
            | Self::Ended { .. } => {}
        }
    }
}

impl State {
    /// Forgets a person who waits no more, helps no more and talks no more, as a fold of the facts
    /// without them does.
    pub fn erase(&mut self, person: &Erased) {
        self.declines.retain(|_, declined| {
            declined.retain(|decliner| !person.is(*decliner));
            !declined.is_empty()
        });
        self.rests.retain(|account, _| !person.is(*account));
        self.met
            .retain(|seeker, met| !person.is(*seeker) && !person.is(met.supporter));
    }
}
