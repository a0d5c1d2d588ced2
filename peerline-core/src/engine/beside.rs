//! The staff's thread beside a room: another room, of which only those of the staff know who are in
//! the first one. Nothing of it stands in the first one's log.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use super::rooms::Subject;
use crate::log::Fact;
use crate::room;
use crate::room::LeaveWhy;
use crate::room::Life;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

impl Engine {
    /// Opens the thread beside a room, for all of the staff who are there.
    pub(super) fn open_beside(&mut self, id: RoomId, author: Author) -> Answer {
        let account = author.account;
        let Some(room) = self.state.room(id).filter(|room| !room.is_over()) else {
            return Answer::refuse(Why::Denied);
        };
        let is_staff = |account| {
            let member = room.present_member(account);
            member.is_some_and(|member| member.role.is_staff())
        };
        if room.kind == RoomKind::Staff || !is_staff(account) {
            return Answer::refuse(Why::Denied);
        }
        if let Some(thread) = self.state.halls.threads.get(&id).copied() {
            self.tell_matched(thread, account);
            return Answer::DONE;
        }
        let staff: Vec<_> = room
            .members()
            .filter(|(_, member)| member.present && member.role.is_staff())
            .map(|(account, member)| (account, member.role))
            .collect();
        let subject = Subject {
            kind: RoomKind::Staff,
            topic: None,
            language: room.language.clone(),
        };
        let thread = RoomId::from_bytes(self.turn.entropy.draw());
        self.make_room(thread, subject);
        let life = room::Fact::Life(Life::Beside { room: id });
        self.append(&RoomName::Room(thread), None, Fact::Room(life));
        for (account, role) in staff {
            self.join_thread(id, account, role);
        }
        Answer::DONE
    }

    /// Brings one of the staff who came into a room into the thread beside it, if there is one.
    pub(super) fn join_thread(&mut self, id: RoomId, account: AccountId, role: Role) {
        let Some(thread) = self.state.halls.threads.get(&id).copied() else {
            return;
        };
        if !role.is_staff() {
            return self.leave_thread(id, account);
        }
        if self.enter(thread, account, role).is_ok() {
            self.tell_matched(thread, account);
        }
    }

    /// Keeps the thread in step with what somebody has become in the room.
    pub(super) fn keep_thread(&mut self, id: RoomId, account: AccountId, role: Role) {
        self.join_thread(id, account, role);
    }

    /// Takes somebody who left a room out of the thread beside it.
    pub(super) fn leave_thread(&mut self, id: RoomId, account: AccountId) {
        if let Some(thread) = self.state.halls.threads.get(&id).copied() {
            // Refused where they were not in it.
            let _ = self.leave_room(thread, account, LeaveWhy::Left);
        }
    }

    /// A room that is over takes its thread along.
    pub(super) fn close_thread(&mut self, id: RoomId) {
        if let Some(thread) = self.state.halls.threads.get(&id).copied() {
            self.close_room(thread);
        }
    }
}
