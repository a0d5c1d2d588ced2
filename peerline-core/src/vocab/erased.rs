//! Who is erased, as whatever names a person is asked to forget them.

use std::collections::BTreeSet;

use super::AccountId;
use super::OccupantId;
use super::RoomName;

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

/// A person who is erased: their account, the names they took in rooms, and every name of those in the
/// logs that are rewritten.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Erased {
    /// The account.
    pub account: AccountId,
    /// The names under which the person entered rooms with a ticket: each is an account of its own
    /// inside the line.
    pub aliases: BTreeSet<AccountId>,
    /// The names of all of these.
    pub names: BTreeSet<OccupantId>,
}

impl Erased {
    /// Erases an account with these names.
    #[must_use]
    pub fn new(account: AccountId, names: impl IntoIterator<Item = OccupantId>) -> Self {
        Self {
            account,
            aliases: BTreeSet::new(),
            names: names.into_iter().collect(),
        }
    }

    /// Erases the names with it that the person has in rooms entered with a ticket.
    #[must_use]
    pub fn with_aliases(self, aliases: impl IntoIterator<Item = AccountId>) -> Self {
        Self {
            aliases: aliases.into_iter().collect(),
            ..self
        }
    }

    /// Returns every account that is erased.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> {
        [self.account]
            .into_iter()
            .chain(self.aliases.iter().copied())
    }

    /// Returns the logs in which the line spoke to the person alone.
    pub fn own_logs(&self) -> impl Iterator<Item = RoomName> {
        let names = self.aliases.iter();
        let names = names.map(|alias| RoomName::Own(OccupantId::from_bytes(*alias.as_bytes())));
        [RoomName::Me(self.account)].into_iter().chain(names)
    }

    /// Returns whether an account is one of those that are erased.
    #[must_use]
    pub fn is(&self, account: AccountId) -> bool {
        self.account == account || self.aliases.contains(&account)
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
