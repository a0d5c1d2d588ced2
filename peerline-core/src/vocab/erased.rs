//! Who is erased, as whatever names a person is asked to forget them.

use std::collections::BTreeSet;

use super::AccountId;
use super::OccupantId;

impl AccountId {
    /// Stands where an account was erased. Nobody has it: an account is a digest.
    pub const NOBODY: Self = Self::from_bytes(*b"peerline/nobody!");

    /// Returns whether it stands where an account was erased.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        *self == Self::NOBODY
    }
}

impl OccupantId {
    /// Stands where a name was erased. Nobody has it: a name is a MAC.
    pub const NOBODY: Self = Self::from_bytes(*b"peerline/nobody!");

    /// Returns whether it stands where a name was erased.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        *self == Self::NOBODY
    }
}

/// A person who is erased: their account, and every name it bears in the logs that are rewritten.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Erased {
    /// The account.
    pub account: AccountId,
    /// Its names.
    pub names: BTreeSet<OccupantId>,
}

impl Erased {
    /// Erases an account with these names.
    #[must_use]
    pub fn new(account: AccountId, names: impl IntoIterator<Item = OccupantId>) -> Self {
        Self {
            account,
            names: names.into_iter().collect(),
        }
    }

    /// Returns whether an account is the one that is erased.
    #[must_use]
    pub fn is(&self, account: AccountId) -> bool {
        self.account == account
    }

    /// Returns whether a name is one of those that are erased.
    #[must_use]
    pub fn has(&self, name: OccupantId) -> bool {
        self.names.contains(&name)
    }

    /// Puts nobody in the place of the account.
    pub fn account(&self, account: &mut AccountId) {
        if self.is(*account) {
            *account = AccountId::NOBODY;
        }
    }

    /// Puts nobody in the place of a name.
    pub fn name(&self, name: &mut OccupantId) {
        if self.has(*name) {
            *name = OccupantId::NOBODY;
        }
    }
}
