//! Every name that one person bears, for what is theirs to ask: to be erased, and to be told what is
//! kept. No answer to anybody else comes from here.

use super::Engine;
use super::entering::alias;
use crate::identity;
use crate::identity::Link;
use crate::room::Room;
use crate::room::RoomKind;
use crate::room::takes_seat;
use crate::vocab::AccountId;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

impl Engine {
    /// Returns the account, and behind it the names that the person has in rooms entered with a ticket,
    /// where anything still leads to them: the key of a room that is not over, or the key of the
    /// week of their last ticket.
    pub(super) fn everybody_of(&self, account: AccountId) -> Vec<AccountId> {
        let names = self.entered_by(account).into_iter();
        let names = names.map(|(_, who)| alias(who));
        [account].into_iter().chain(names).collect()
    }

    /// Returns the rooms that a person entered with a ticket, and what they are called there.
    pub(super) fn entered_by(&self, account: AccountId) -> Vec<(RoomId, OccupantId)> {
        if self.state.is_alias(account) {
            return Vec::new();
        }
        let rooms = self.state.rooms.iter();
        let entered = rooms.filter(|(_, room)| takes_tickets(room.kind));
        entered
            .filter_map(|(id, room)| {
                let who = if room.is_over() {
                    self.lease_of(*id, account)?
                } else {
                    identity::occupant_id(&room.key, id.as_bytes(), &account)
                };
                room.member(alias(who)).map(|_| (*id, who))
            })
            .collect()
    }

    /// The names of a room that is over were made with a key that is gone.
    fn lease_of(&self, id: RoomId, account: AccountId) -> Option<OccupantId> {
        let weeks = self.weeks.as_ref()?;
        let leases = self.state.identity.leases();
        let mut theirs = leases.filter(|(room, _, lease)| {
            *room == id && weeks.open(&lease.link).is_ok_and(|one| one == account)
        });
        theirs.next().map(|(_, who, _)| who)
    }

    /// Returns the account behind a name, where anything still leads to it; an account is itself.
    pub(super) fn person(&self, account: AccountId) -> AccountId {
        let weeks = self.weeks.as_ref();
        let opened = self.link_of(account).zip(weeks);
        let person = opened.and_then(|(link, weeks)| weeks.open(&link).ok());
        person.unwrap_or(account)
    }

    /// Returns what the ticket left behind with which a name was taken.
    pub(super) fn link_of(&self, name: AccountId) -> Option<Link> {
        let RoomName::Room(id) = self.entrance_of(name)? else {
            return None;
        };
        let who = OccupantId::from_bytes(*name.as_bytes());
        self.state.identity.lease(id, who).map(|lease| lease.link)
    }

    /// Returns whether somebody is in a room where people come and go whom a person must not meet. Who
    /// leads or looks after it does not count. Whoever is kept out hears that it is full: nobody
    /// learns of a block.
    pub(super) fn is_kept_out(&self, room: &Room, person: AccountId) -> bool {
        if !takes_tickets(room.kind) || !self.state.identity.has_blocks(self.turn.now) {
            return false;
        }
        let here = room.members().filter(|(_, member)| member.present);
        let seated = here.filter(|(_, member)| takes_seat(member.role));
        let mut others = seated.map(|(other, _)| self.person(other));
        others.any(|other| other != person && !self.may_meet(person, other))
    }

    /// Returns the logs of a name that stay while somebody may still look for its bearer: where
    /// nothing of it stays, nothing would lead to the rest any more.
    pub(super) fn entrance_of(&self, name: AccountId) -> Option<RoomName> {
        if !self.state.is_alias(name) {
            return None;
        }
        let rooms = self.state.rooms_of.get(&name)?;
        let who = OccupantId::from_bytes(*name.as_bytes());
        let mut entered = rooms.iter().filter(|id| {
            let member = self.state.room(**id).and_then(|room| room.member(name));
            member.is_some_and(|member| member.occupant == who)
        });
        entered.next().map(|id| RoomName::Room(*id))
    }
}

/// Whether rooms of a kind are entered with tickets.
pub(super) const fn takes_tickets(kind: RoomKind) -> bool {
    matches!(kind, RoomKind::DropIn | RoomKind::Session)
}
