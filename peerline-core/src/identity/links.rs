//! What the account book holds of tickets: which were used, and whose leases run.

use std::collections::BTreeMap;

use super::By;
use super::Fact;
use super::Lease;
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
                    self.leases.insert((*room, *who), **lease);
                }
            }
            Fact::LeaseEnded { room, who } => {
                if let Some(lease) = self.leases.get_mut(&(*room, *who)) {
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
            | Fact::Returned { .. } => {}
        }
    }

    /// A link is worth keeping while the key that opens it is.
    pub(super) fn has_ended(&self, ended: Timestamp) -> bool {
        self.spent.values().any(|until| *until <= ended)
            || self.leases.values().any(|lease| useless(lease, ended))
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
        self.forget(person.account);
    }

    pub(super) fn prune(&mut self, ended: Timestamp) {
        self.spent.retain(|_, until| ended < *until);
        self.leases.retain(|_, lease| !useless(lease, ended));
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
