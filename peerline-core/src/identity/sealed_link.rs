//! The default [`Standing`]: tickets, sealed links, leases.

use super::Admission;
use super::Class;
use super::KeyStanding;
use super::LeaseTerms;
use super::Principal;
use super::Standing;
use super::State;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// The default: accounts stand as with [`KeyStanding`], and rooms are entered with tickets that
/// name nobody.
///
/// A sanction is a refusal to renew. Nothing is said to any room; the account gets no further
/// ticket, and its leases end one by one, each at a time of its own.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct SealedLink {
    /// How accounts stand, with their probation.
    pub accounts: KeyStanding,
    /// How long leases are.
    pub leases: LeaseTerms,
}

impl SealedLink {
    /// Returns the default with another probation.
    #[must_use]
    pub fn with_probation(probation: Millis) -> Self {
        Self {
            accounts: KeyStanding::with_probation(probation),
            leases: LeaseTerms::default(),
        }
    }
}

impl Standing for SealedLink {
    fn admit(&self, state: &State, now: Timestamp, principal: &Principal) -> Admission {
        self.accounts.admit(state, now, principal)
    }

    fn compatible(&self, state: &State, now: Timestamp, a: AccountId, b: AccountId) -> bool {
        self.accounts.compatible(state, now, a, b)
    }

    fn class(&self, state: &State, now: Timestamp, principal: &Principal) -> Option<Class> {
        match self.admit(state, now, principal) {
            Admission::Welcome => Some(Class::Member),
            Admission::Probation { .. } => Some(Class::Newcomer),
            Admission::HelpOnly { .. } => None,
        }
    }

    fn lease(&self, entropy: &mut Entropy) -> Millis {
        self.leases.draw(entropy)
    }
}
