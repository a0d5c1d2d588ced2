//! Coming into a room of the directory.

use super::Answer;
use super::Engine;
use super::Why;
use super::circles::CircleWish;
use super::puts::Author;
use super::ways::Bar;
use super::ways::paused;
use crate::room;
use crate::room::PauseWhy;
use crate::room::Room;
use crate::room::RoomKind;
use crate::room::slot_now;
use crate::room::takes_seat;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

impl Engine {
    /// Lets somebody into a room, as what they ask for or what fits them there.
    pub(super) fn join(&mut self, id: RoomId, author: Author, wanted: Option<Role>) -> Answer {
        let account = author.account;
        let Some(room) = self.state.room(id) else {
            return Answer::refuse(Why::Denied);
        };
        let Some(role) = self.role_for(room, account, wanted) else {
            let resting = self.resting_roles(account);
            if wanted.map_or(room.kind == RoomKind::Staff, |role| resting.contains(&role)) {
                return self.with_a_way_on(account, Answer::refuse(Why::Denied));
            }
            // Who may not come in is not told what is there.
            return if room.setting.spec.is_some() && room.kind != RoomKind::Staff {
                self.bar(account, Bar::Role, None)
            } else {
                Answer::refuse(Why::Denied)
            };
        };
        if self.is_help_only(account) {
            return self.bar(account, Bar::HelpOnly, None);
        }
        let member = room.present_member(account);
        let comes_anew = member.is_none_or(|member| member.role != role);
        if let Some((bar, at)) = self.shut(room, role).filter(|_| comes_anew) {
            return self.bar(account, bar, at);
        }
        if comes_anew && takes_seat(role) && self.finds_full(id, room, author) {
            self.note_turned_away(account);
            return self.bar(account, Bar::Full, None);
        }
        if room.kind == RoomKind::Circle && room.setting.circle.is_none() {
            return match CircleWish::of(id, room) {
                Some(wish) => self.seat(author, &wish),
                None => Answer::refuse(Why::Gone),
            };
        }
        if let Err(refusal) = self.enter(id, account, role) {
            return match self.state.room(id) {
                Some(room) => self.bar_from(account, room, refusal),
                None => Answer::refuse(Why::Gone),
            };
        }
        if comes_anew {
            self.tell_matched(id, account);
        }
        Answer::DONE
    }

    /// Whether a room is full to who comes in. Who shows a ticket was asked before, as who they are.
    fn finds_full(&self, id: RoomId, room: &Room, author: Author) -> bool {
        if self.presence.account(author.conn) == Some(author.account) {
            self.looks_full(id, room, author.account)
        } else {
            self.is_kept_out(room, author.account)
        }
    }

    /// Returns as what somebody comes in; none where nothing that the line gave them lets them.
    fn role_for(&self, room: &Room, account: AccountId, wanted: Option<Role>) -> Option<Role> {
        let roles = self.roles_in_force(account);
        let spec = room.setting.spec.as_ref();
        let may = |role: &Role| match spec {
            Some(spec) => spec.admits(*role),
            None => may_come_unasked(room, *role),
        };
        let assigned = room.member(account).and_then(|member| member.assigned);
        let assigned = assigned.filter(|role| roles.contains(role) && may(role));
        match wanted {
            Some(role) => Some(role).filter(|role| roles.contains(role) && may(role)),
            // Staff have a life of their own: as what they come is theirs to say, where they can
            // come as somebody who seeks support.
            None if assigned.is_some() => assigned,
            None if may(&Role::Seeker) => Some(Role::Seeker),
            None => roles.into_iter().rev().find(may),
        }
    }

    /// Returns what keeps somebody who only comes to talk out of a room that rests or is paused. Shortly
    /// before a session people may already come in and wait together.
    fn shut(&self, room: &Room, role: Role) -> Option<(Bar, Option<Timestamp>)> {
        if !takes_seat(role) {
            return None;
        }
        let quiet = room.talk().manner.quiet.filter(|_| !role.is_staff());
        if let Some(until) = quiet.and_then(|quiet| quiet.ends(self.turn.now)) {
            return Some((Bar::Quiet, Some(until)));
        }
        let pause = room.setting.pause?;
        if pause == PauseWhy::Gathering {
            return None;
        }
        let sittings = room.setting.spec.as_ref().map(|spec| &spec.sittings);
        let soon = sittings.is_some_and(|all| slot_now(all, self.turn.now).is_some());
        if soon && pause != PauseWhy::Moderator {
            return None;
        }
        Some((paused(room), room.next_start(self.turn.now)))
    }

    /// Lets somebody in under a name made for the room; staff find the thread beside it.
    pub(super) fn enter(
        &mut self,
        id: RoomId,
        account: AccountId,
        role: Role,
    ) -> Result<(), room::Refusal> {
        let handle = self.handle_in(id, account, role);
        let occupant = self.name_in(&RoomName::Room(id), account);
        let room = self.state.room(id).ok_or(room::Refusal::NotAMember)?;
        let command = room::Command::Join {
            account,
            occupant,
            handle,
            role,
        };
        let facts = room::decide(room, &self.limits, command)?;
        let new = !facts.is_empty();
        self.room_facts(id, facts);
        if new {
            self.drop_lease(id, account, role);
            self.join_thread(id, account, role);
            if !self.presence.is_connected(account) {
                self.around.note(account, self.turn.now);
            }
        }
        Ok(())
    }

    /// Who comes in as something that leads nobody gives the lease back.
    fn drop_lease(&mut self, id: RoomId, account: AccountId, role: Role) {
        if !role.can(Capability::Lead) {
            self.abandon(id, account);
        }
    }
}

/// Whether a role lets its bearer into a room that is in no directory. They come visibly: a `join`
/// stands in the log before they read a word.
fn may_come_unasked(room: &Room, role: Role) -> bool {
    let is_thread = room.setting.beside.is_some();
    let supervises = role.can(Capability::Supervise);
    let keeps_rules = role.can(Capability::Moderate) && room.kind == RoomKind::Circle;
    !is_thread && (supervises || keeps_rules)
}
