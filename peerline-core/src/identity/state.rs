//! What the line knows of its accounts.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::By;
use super::Fact;
use super::Ground;
use super::links::Links;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Clearance;
use crate::vocab::Digest;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// The account book: a pure fold of [`Fact`]s.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct State {
    roles: BTreeMap<AccountId, BTreeSet<Role>>,
    /// Who of these may respond to danger: asked for at every message, of a line with any number of
    /// supporters.
    responders: BTreeSet<AccountId>,
    /// What supporters were cleared for who have a clearance of their own.
    clearances: BTreeMap<AccountId, Clearance>,
    pub(super) invites: BTreeMap<Digest, Invite>,
    presence: BTreeMap<AccountId, Presence>,
    pub(super) sanctions: BTreeMap<AccountId, Sanction>,
    /// Sanctions of people who were erased, by a mark that only the line's key leads to.
    pub(super) stones: BTreeMap<OccupantId, Sanction>,
    /// Of whom a rest is still to be erased.
    pub(super) leaving: BTreeSet<AccountId>,
    pub(super) blocks: BTreeMap<Digest, Timestamp>,
    pub(super) links: Links,
    /// What pairs are MACed with.
    pub(super) pairs: Sensitive<[u8; 32]>,
}

impl State {
    /// Makes the book of a line whose blocks are kept under `pairs`: the same for ever, and kept
    /// apart from the book.
    #[must_use]
    pub fn under(pairs: Sensitive<[u8; 32]>) -> Self {
        Self {
            pairs,
            ..Self::default()
        }
    }

    /// Returns the roles of an account. Everybody may be a seeker.
    #[must_use]
    pub fn roles(&self, account: AccountId) -> BTreeSet<Role> {
        let mut roles = self.roles.get(&account).cloned().unwrap_or_default();
        roles.insert(Role::Seeker);
        roles
    }

    /// Returns whether an account has a role.
    #[must_use]
    pub fn has_role(&self, account: AccountId, role: Role) -> bool {
        role == Role::Seeker
            || self
                .roles
                .get(&account)
                .is_some_and(|roles| roles.contains(&role))
    }

    /// Returns whether an account has any role that only an invitation gives.
    #[must_use]
    pub fn is_staff(&self, account: AccountId) -> bool {
        self.roles
            .get(&account)
            .is_some_and(|roles| roles.iter().any(|role| role.is_staff()))
    }

    /// Returns whether an account has a role in which it supports people.
    #[must_use]
    pub fn may_support(&self, account: AccountId) -> bool {
        let roles = self.roles.get(&account).into_iter().flatten();
        roles.into_iter().any(|role| role.can(Capability::Support))
    }

    /// Returns what a supporter was cleared for, where they have a clearance of their own.
    #[must_use]
    pub fn clearance(&self, account: AccountId) -> Option<Clearance> {
        self.clearances.get(&account).copied()
    }

    /// Returns every account that has a role of staff, with its roles.
    pub fn staff(&self) -> impl Iterator<Item = (AccountId, &BTreeSet<Role>)> {
        self.roles.iter().map(|(account, roles)| (*account, roles))
    }

    /// Returns every account with a role that responds to danger, whether it is in force or rests.
    pub fn responders(&self) -> impl Iterator<Item = AccountId> {
        self.responders.iter().copied()
    }

    /// Returns an invitation by the digest of its secret.
    #[must_use]
    pub fn invite(&self, digest: &Digest) -> Option<&Invite> {
        self.invites.get(digest)
    }

    /// Returns when an account was here, or `None` where it is new.
    #[must_use]
    pub fn presence(&self, account: AccountId) -> Option<Presence> {
        self.presence.get(&account).copied()
    }

    /// Returns the sanction in force against an account.
    #[must_use]
    pub fn sanction(&self, now: Timestamp, account: AccountId) -> Option<&Sanction> {
        self.sanctions
            .get(&account)
            .filter(|sanction| now < sanction.until)
    }

    /// Returns whether more is kept of an account than a sanction without an author.
    #[must_use]
    pub fn remembers(&self, account: AccountId) -> bool {
        let names = |by: By| by == By::Account(account);
        let own = self.sanctions.get(&account);
        own.is_some_and(|sanction| sanction.by.is_some())
            || self.roles.contains_key(&account)
            || self.presence.contains_key(&account)
            || self.links.names(account)
            || self
                .sanctions
                .values()
                .any(|sanction| sanction.by.is_some_and(names))
            || self
                .invites
                .values()
                .any(|invite| invite.by.is_some_and(names) || invite.spent == Spent::By(account))
    }

    /// Returns whether [`Fact::Pruned`] with these bounds would drop anything.
    #[must_use]
    pub fn has_ended(&self, ended: Timestamp, unseen_since: Timestamp) -> bool {
        self.invites.values().any(|invite| invite.until <= ended)
            || self
                .sanctions
                .values()
                .any(|sanction| sanction.until <= ended)
            || self.stones.values().any(|stone| stone.until <= ended)
            || self.blocks.values().any(|until| *until <= ended)
            || self.presence.values().any(|seen| seen.last < unseen_since)
            || self.links.has_ended(ended)
    }

    pub(super) fn forget(&mut self, account: AccountId) {
        self.roles.remove(&account);
        self.responders.remove(&account);
        self.clearances.remove(&account);
        self.presence.remove(&account);
        self.links.forget(account);
        for sanction in self.sanctions.values_mut() {
            sanction.by = sanction.by.filter(|by| *by != By::Account(account));
        }
        // What is left of the account's own sanction is that it holds, why, and until when.
        if let Some(tombstone) = self.sanctions.get_mut(&account) {
            tombstone.by = None;
        }
        for invite in self.invites.values_mut() {
            invite.by = invite.by.filter(|by| *by != By::Account(account));
            if invite.spent == Spent::By(account) {
                invite.spent = Spent::Forgotten;
            }
        }
    }

    fn prune(&mut self, ended: Timestamp, unseen_since: Timestamp) {
        self.invites.retain(|_, invite| ended < invite.until);
        self.sanctions.retain(|_, sanction| ended < sanction.until);
        self.stones.retain(|_, stone| ended < stone.until);
        self.blocks.retain(|_, until| ended < *until);
        self.presence.retain(|_, seen| unseen_since <= seen.last);
        self.links.prune(ended);
    }

    fn grant(&mut self, account: AccountId, role: Role) {
        if role != Role::Seeker && !account.is_nobody() {
            self.roles.entry(account).or_default().insert(role);
            self.index(account);
        }
    }

    fn index(&mut self, account: AccountId) {
        let mut roles = self.roles.get(&account).into_iter().flatten();
        if roles.any(|role| role.can(Capability::Respond)) {
            self.responders.insert(account);
        } else {
            self.responders.remove(&account);
        }
    }

    fn revoke(&mut self, account: AccountId, role: Role) {
        if let Some(roles) = self.roles.get_mut(&account) {
            roles.remove(&role);
            if roles.is_empty() {
                self.roles.remove(&account);
            }
        }
        self.index(account);
        // Whoever is made a supporter again is cleared anew.
        if !self.may_support(account) {
            self.clearances.remove(&account);
        }
    }

    fn clear(&mut self, account: AccountId, clearance: Clearance) {
        if self.may_support(account) {
            self.clearances.insert(account, clearance);
        }
    }

    fn see(&mut self, account: AccountId, at: Timestamp) {
        if account.is_nobody() {
            return;
        }
        let seen = self.presence.entry(account).or_insert(Presence {
            first: at,
            last: at,
        });
        seen.last = seen.last.max(at);
    }
}

/// Folds one fact into the state.
#[expect(
    clippy::too_many_lines,
    reason = "one arm for each thing that can happen, and nothing else"
)]
pub fn apply(state: &mut State, fact: &Fact) {
    match fact {
        Fact::Invited {
            invite,
            role,
            until,
            by,
            clearance,
        } => {
            let invite_made = Invite::new(*role, *until, *by, *clearance);
            state.invites.insert(*invite, invite_made);
        }
        Fact::RoleGranted { account, role } => state.grant(*account, *role),
        Fact::InviteSpent { invite, account } => state.note_spent(invite, *account),
        Fact::RoleRevoked { account, role, .. } => state.revoke(*account, *role),
        Fact::Seen { account, at } => state.see(*account, *at),
        Fact::Sanctioned {
            account,
            ground,
            until,
            by,
        } => {
            let sanction = Sanction::new(ground.clone(), *until, *by);
            if !account.is_nobody() {
                state.sanctions.insert(*account, sanction);
            }
        }
        Fact::SanctionLifted { account, .. } => {
            state.sanctions.remove(account);
        }
        Fact::Blocked { pair, until } => {
            state.blocks.insert(*pair, *until);
        }
        Fact::Forgotten { account } => state.forget(*account),
        Fact::Pruned {
            ended,
            unseen_since,
        } => state.prune(*ended, *unseen_since),
        Fact::Entered { .. } | Fact::LeaseEnded { .. } | Fact::SweepSigned { .. } => {
            state.links.apply(fact);
        }
        Fact::StoneSet {
            mark,
            ground,
            until,
        } => {
            let mut stone = Sanction::new(ground.clone(), *until, By::Operator);
            stone.by = None;
            state.stones.insert(*mark, stone);
        }
        Fact::StoneTaken { mark } => {
            state.stones.remove(mark);
        }
        Fact::Leaving { account } if account.is_nobody() => {}
        Fact::Leaving { account } => {
            state.leaving.insert(*account);
        }
        Fact::Returned { account } => {
            state.leaving.remove(account);
        }
        Fact::Cleared {
            account, clearance, ..
        } => state.clear(*account, *clearance),
        Fact::Erased => {}
    }
}

/// An invitation to a staff role.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Invite {
    /// The role it gives.
    pub role: Role,
    /// When it ends.
    pub until: Timestamp,
    /// Who made it; `None` where that account was erased.
    pub by: Option<By>,
    /// Whether it was redeemed.
    pub spent: Spent,
    /// What it clears a supporter for, where it says so.
    pub clearance: Option<Clearance>,
}

impl Invite {
    fn new(role: Role, until: Timestamp, by: By, clearance: Option<Clearance>) -> Self {
        Self {
            clearance,
            role,
            until,
            by: by.known(),
            spent: Spent::Open,
        }
    }
}

/// Whether an invitation was redeemed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Spent {
    /// Not yet.
    Open,
    /// By this account.
    By(AccountId),
    /// By an account that was erased since.
    Forgotten,
}

/// When an account was here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Presence {
    /// The first time, to the hour.
    pub first: Timestamp,
    /// The last time, to [`super::Terms::presence_step`].
    pub last: Timestamp,
}

/// A sanction: until it ends, the account reaches responders alone.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Sanction {
    /// Why.
    pub ground: Ground,
    /// When it ends.
    pub until: Timestamp,
    /// Who decided it; `None` where that account or the sanctioned one was erased.
    pub by: Option<By>,
}

impl Sanction {
    fn new(ground: Ground, until: Timestamp, by: By) -> Self {
        Self {
            ground,
            until,
            by: by.known(),
        }
    }
}
