//! What the account book holds of tickets: which were used, and whose leases run.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::By;
use super::Fact;
use super::Lease;
use super::PublicKey;
use super::State;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::TicketNumber;
use crate::vocab::Timestamp;

/// Used tickets, leases, and sweeps that wait for a second signature.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Links {
    spent: BTreeMap<TicketNumber, Timestamp>,
    leases: BTreeMap<(RoomId, OccupantId), Lease>,
    /// Who entered with which key.
    keys: BTreeMap<(RoomId, PublicKey), OccupantId>,
    /// When leases end that run.
    ends: BTreeSet<(Timestamp, RoomId, OccupantId)>,
    sweeps: BTreeMap<(RoomId, OccupantId), (By, Timestamp)>,
}

impl Links {
    pub(super) fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::Entered {
                room,
                who,
                lease,
                ticket,
                expires,
            } => {
                self.spent.insert(*ticket, *expires);
                if !who.is_nobody() {
                    self.run(*room, *who, **lease);
                }
            }
            Fact::LeaseEnded { room, who } => {
                if let Some(lease) = self.leases.get_mut(&(*room, *who)) {
                    self.ends.remove(&(lease.until, *room, *who));
                    lease.until = Timestamp::ZERO;
                }
                self.sweeps.remove(&(*room, *who));
            }
            Fact::SweepSigned {
                room,
                who,
                by,
                until,
            } => {
                if !who.is_nobody() && by.known().is_some() {
                    self.sweeps.insert((*room, *who), (*by, *until));
                }
            }
            Fact::Invited { .. }
            | Fact::RoleGranted { .. }
            | Fact::InviteSpent { .. }
            | Fact::RoleRevoked { .. }
            | Fact::Seen { .. }
            | Fact::Sanctioned { .. }
            | Fact::SanctionLifted { .. }
            | Fact::Blocked { .. }
            | Fact::Forgotten { .. }
            | Fact::Pruned { .. }
            | Fact::StoneSet { .. }
            | Fact::StoneTaken { .. }
            | Fact::Erased
            | Fact::Leaving { .. }
            | Fact::Returned { .. }
            | Fact::Cleared { .. } => {}
        }
    }

    fn run(&mut self, room: RoomId, who: OccupantId, lease: Lease) {
        self.keys.insert((room, lease.key), who);
        self.ends.insert((lease.until, room, who));
        if let Some(before) = self.leases.insert((room, who), lease)
            && before.until != lease.until
        {
            self.ends.remove(&(before.until, room, who));
        }
    }

    /// A link is worth keeping while the key that opens it is.
    pub(super) fn has_ended(&self, ended: Timestamp) -> bool {
        self.spent.values().any(|until| *until <= ended)
            || self.leases.iter().any(|((room, who), lease)| {
                useless(lease, ended) && !self.ends.contains(&(lease.until, *room, *who))
            })
            || self.sweeps.values().any(|(_, until)| *until <= ended)
    }

    /// Returns whether an account stands here: as who signed for a sweep.
    pub(super) fn names(&self, account: AccountId) -> bool {
        let mut signers = self.sweeps.values().map(|(by, _)| *by);
        signers.any(|by| by == By::Account(account))
    }

    pub(super) fn forget(&mut self, account: AccountId) {
        self.sweeps.retain(|_, (by, _)| *by != By::Account(account));
    }

    /// Forgets the leases of a person's names, and sweeps of them or by them.
    pub(super) fn erase(&mut self, person: &Erased) {
        self.leases.retain(|(_, who), _| !person.has(*who));
        self.sweeps.retain(|(_, who), _| !person.has(*who));
        for account in person.accounts() {
            self.forget(account);
        }
    }

    pub(super) fn prune(&mut self, ended: Timestamp) {
        self.spent.retain(|_, until| ended < *until);
        let ends = &self.ends;
        self.leases.retain(|(room, who), lease| {
            // What has not been noticed to have ended has to be.
            !useless(lease, ended) || ends.contains(&(lease.until, *room, *who))
        });
        let leases = &self.leases;
        self.keys
            .retain(|(room, _), who| leases.contains_key(&(*room, *who)));
        self.sweeps.retain(|_, (_, until)| ended < *until);
    }
}

impl State {
    /// Returns whether a ticket was used.
    #[must_use]
    pub fn is_spent(&self, ticket: TicketNumber) -> bool {
        self.links.spent.contains_key(&ticket)
    }

    /// Returns the newest lease of a name in a room, also one that has ended, while the key that
    /// opens its link is kept.
    #[must_use]
    pub fn lease(&self, room: RoomId, who: OccupantId) -> Option<&Lease> {
        self.links.leases.get(&(room, who))
    }

    /// Returns what somebody is called in a room who entered it with `key`, also when their lease has
    /// ended.
    #[must_use]
    pub fn bearer_of(&self, room: RoomId, key: &PublicKey) -> Option<OccupantId> {
        self.links.keys.get(&(room, *key)).copied()
    }

    /// Returns whether a lease runs.
    #[must_use]
    pub fn holds_lease(&self, now: Timestamp, room: RoomId, who: OccupantId) -> bool {
        self.lease(room, who).is_some_and(|lease| now < lease.until)
    }

    /// Returns which lease ends next, and when, until it is written down that it ended.
    #[must_use]
    pub fn next_lapse(&self) -> Option<(Timestamp, RoomId, OccupantId)> {
        self.links.ends.first().copied()
    }

    /// Returns every lease: room, name there, and the lease.
    pub fn leases(&self) -> impl Iterator<Item = (RoomId, OccupantId, &Lease)> {
        let all = self.links.leases.iter();
        all.map(|((room, who), lease)| (*room, *who, lease))
    }

    /// Returns who has signed for somebody to be swept, where a second signature would do it.
    #[must_use]
    pub fn sweep_signed(&self, now: Timestamp, room: RoomId, who: OccupantId) -> Option<By> {
        let signed = self.links.sweeps.get(&(room, who));
        let (by, _) = signed.filter(|(_, until)| now < *until)?;
        Some(*by)
    }
}

fn useless(lease: &Lease, now: Timestamp) -> bool {
    lease.until.max(lease.link.week().key_ends()) <= now
}
