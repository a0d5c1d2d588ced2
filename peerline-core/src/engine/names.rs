//! What people are called, and what they may open.

use std::collections::BTreeSet;

use super::Engine;
use crate::identity;
use crate::identity::HandleStyle;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomName;

impl Engine {
    /// Returns a person's name in a room: a MAC under the room's own key, or under the line's where
    /// the room has none.
    pub(super) fn name_in(&self, room: &RoomName, account: AccountId) -> OccupantId {
        if let Some(known) = self.known_name(room, account) {
            return known;
        }
        if let RoomName::Room(id) = room
            && self.presence.is_named(*id, account)
        {
            return OccupantId::from_bytes(*account.as_bytes());
        }
        let own = match room {
            RoomName::Room(id) => self
                .state
                .room(*id)
                .map(|room| (room.key, id.as_bytes().to_vec())),
            RoomName::Me(_)
            | RoomName::Own(_)
            | RoomName::Mod(_)
            | RoomName::Crisis(_)
            | RoomName::Case(_)
            | RoomName::Match(_)
            | RoomName::Line
            | RoomName::Locker(_)
            | RoomName::Vault(_) => None,
        };
        let (key, ctx) = own.unwrap_or_else(|| (self.names, room.to_string().into_bytes()));
        identity::occupant_id(&key, &ctx, &account)
    }

    /// Returns what somebody is called who is or was in a room: its key is gone once it is over.
    fn known_name(&self, room: &RoomName, account: AccountId) -> Option<OccupantId> {
        let RoomName::Room(id) = room else {
            return None;
        };
        let member = self.state.room(*id)?.member(account)?;
        Some(member.occupant)
    }

    /// Returns what staff are called wherever staff read: one name per person and line, and no two
    /// alike. Of two who would draw the same, the one with the later account draws again.
    pub(super) fn staff_name(&self, account: AccountId) -> (OccupantId, String) {
        let crisis = RoomName::Crisis(Queue::main());
        let style = HandleStyle::staff(Language::english());
        let mut taken = BTreeSet::new();
        let earlier = self.state.identity.staff().map(|(other, _)| other);
        for other in earlier.take_while(|other| *other < account) {
            let occupant = self.name_in(&crisis, other);
            let handle = identity::handle(&self.names, occupant, &style, &taken);
            taken.insert(handle);
        }
        let occupant = self.name_in(&crisis, account);
        let handle = identity::handle(&self.names, occupant, &style, &taken);
        (occupant, handle)
    }

    /// Returns as what a person may read a room, or `None` where they may not.
    pub(super) fn reader(&self, room: &RoomName, account: AccountId) -> Option<Role> {
        match room {
            RoomName::Room(id) => {
                // Who left does not read what is said after them.
                let member = self.state.room(*id)?.present_member(account)?;
                self.may_be_in(*id, account).then_some(member.role)
            }
            RoomName::Me(owner) => (*owner == account).then_some(Role::Seeker),
            RoomName::Own(who) => (who.as_bytes() == account.as_bytes()).then_some(Role::Seeker),
            RoomName::Crisis(_) | RoomName::Case(_) => self.staff(account, Capability::Respond),
            RoomName::Mod(_) => self.staff(account, Capability::Moderate),
            RoomName::Match(_) | RoomName::Line => self.staff(account, Capability::Supervise),
            // It is asked for, and read by nobody else.
            RoomName::Locker(_) | RoomName::Vault(_) => None,
        }
    }
}
