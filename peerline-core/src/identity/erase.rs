//! A person who is erased: what is left of them in the book is a stone, where a sanction stands.

use super::By;
use super::Fact;
use super::Link;
use super::PublicKey;
use super::Sanction;
use super::Spent;
use super::State;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::OccupantId;
use crate::vocab::Timestamp;

impl Fact {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        let mut named = Vec::new();
        self.clone().each_account(|account| named.push(*account));
        named
    }

    /// Takes a person out of it: nobody stands in their place.
    pub fn erase(&mut self, person: &Erased) {
        self.each_account(|account| person.account(account));
        if let Self::Entered { who, lease, .. } = self
            && person.has(*who)
        {
            person.name(who);
            lease.link = Link::NOBODY;
            // Whoever has the phrase can make this key again.
            lease.key = PublicKey::from_bytes([0; 32]);
        }
        if let Self::LeaseEnded { who, .. } | Self::SweepSigned { who, .. } = self {
            person.name(who);
        }
    }

    /// Returns the name of a room that it holds.
    #[must_use]
    pub const fn name(&self) -> Option<OccupantId> {
        if let Self::Entered { who, .. }
        | Self::LeaseEnded { who, .. }
        | Self::SweepSigned { who, .. } = self
        {
            Some(*who)
        } else {
            None
        }
    }

    fn each_account(&mut self, mut visit: impl FnMut(&mut AccountId)) {
        match self {
            Self::Invited { by, .. } => by.each_account(visit),
            Self::RoleGranted { account, .. }
            | Self::InviteSpent { account, .. }
            | Self::Seen { account, .. }
            | Self::Leaving { account }
            | Self::Returned { account }
            | Self::Forgotten { account } => visit(account),
            Self::RoleRevoked { account, by, .. }
            | Self::Sanctioned { account, by, .. }
            | Self::SanctionLifted { account, by }
            | Self::Cleared { account, by, .. } => {
                visit(account);
                by.each_account(visit);
            }
            Self::SweepSigned { by, .. } => by.each_account(visit),
            // A block is a MAC of two accounts, which names neither.
            Self::Blocked { .. }
            | Self::Entered { .. }
            | Self::LeaseEnded { .. }
            | Self::Pruned { .. }
            | Self::StoneSet { .. }
            | Self::StoneTaken { .. }
            | Self::Erased => {}
        }
    }
}

impl By {
    fn each_account(&mut self, mut visit: impl FnMut(&mut AccountId)) {
        if let Self::Account(account) = self {
            visit(account);
        }
    }

    /// Returns who acted, unless that account was erased.
    pub(super) fn known(self) -> Option<Self> {
        match self {
            Self::Account(account) if account.is_nobody() => None,
            Self::Account(_) | Self::Operator => Some(self),
        }
    }
}

impl State {
    /// Forgets a person, as a fold of the facts without them does.
    pub fn erase(&mut self, person: &Erased) {
        for account in person.accounts() {
            self.forget(account);
            self.sanctions.remove(&account);
            self.leaving.remove(&account);
        }
        self.links.erase(person);
    }

    /// Returns whether the rest of an account is still to be erased.
    #[must_use]
    pub fn is_leaving(&self, account: AccountId) -> bool {
        self.leaving.contains(&account)
    }

    /// Returns the accounts of which a rest is still to be erased.
    pub fn leaving(&self) -> impl Iterator<Item = AccountId> {
        self.leaving.iter().copied()
    }

    /// Returns the stone under a mark that still holds: what stands where somebody who was
    /// sanctioned is erased.
    #[must_use]
    pub fn stone(&self, now: Timestamp, mark: OccupantId) -> Option<&Sanction> {
        self.stones.get(&mark).filter(|stone| now < stone.until)
    }

    pub(super) fn note_spent(&mut self, invite: &crate::vocab::Digest, account: AccountId) {
        if let Some(invite) = self.invites.get_mut(invite) {
            invite.spent = if account.is_nobody() {
                Spent::Forgotten
            } else {
                Spent::By(account)
            };
        }
    }
}
