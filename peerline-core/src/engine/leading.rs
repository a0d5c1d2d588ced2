//! How rooms are led: opened, paused, handed over, and what time brings to them.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use crate::room;
use crate::room::Move;
use crate::vocab::AccountId;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;

impl Engine {
    /// Opens or pauses a room.
    pub(super) fn lead(&mut self, id: RoomId, author: Author, open: bool) -> Answer {
        let account = author.account;
        let wish = if open {
            Move::Open { account }
        } else {
            Move::Pause { account }
        };
        self.answer_move(id, account, wish)
    }

    /// Makes somebody something else in a room.
    pub(super) fn assign(
        &mut self,
        id: RoomId,
        author: Author,
        to: OccupantId,
        role: Role,
    ) -> Answer {
        let by = author.account;
        let member = self.state.room(id).and_then(|room| room.account_of(to));
        let held = |account| self.state.identity.roles(account).contains(&role);
        let held = role == Role::Seeker || member.is_some_and(held);
        let wish = Move::Assign { by, to, role, held };
        let answer = self.answer_move(id, by, wish);
        if let (Answer::Done { .. }, Some(member)) = (&answer, member) {
            self.keep_thread(id, member, role);
        }
        answer
    }

    fn answer_move(&mut self, id: RoomId, account: AccountId, wish: Move) -> Answer {
        match self.direct(id, wish) {
            Ok(()) => Answer::DONE,
            Err(refusal) => match self.state.room(id) {
                Some(room) if room.present_member(account).is_some() => {
                    self.bar_from(account, room, refusal)
                }
                Some(_) | None => Answer::refuse(Why::Denied),
            },
        }
    }

    /// Decides how a room is led.
    pub(super) fn direct(&mut self, id: RoomId, wish: Move) -> Result<(), room::Refusal> {
        let room = self.state.room(id).ok_or(room::Refusal::NotAMember)?;
        let facts = room::direct(room, &self.limits, self.turn.now, wish)?;
        self.room_facts(id, facts);
        if self.state.room(id).is_some_and(room::Room::is_over) {
            self.close_thread(id);
        }
        Ok(())
    }

    /// Who held a lease and is gone holds it no more.
    pub(super) fn abandon(&mut self, id: RoomId, account: AccountId) {
        // Never refused: who holds no lease changes nothing.
        let _ = self.direct(id, Move::Abandon { account });
    }

    /// Somebody is out of reach: what they led pauses, and everybody there is told.
    pub(super) fn abandon_all(&mut self, account: AccountId) {
        let rooms = self.state.rooms_of.get(&account).cloned();
        for id in rooms.unwrap_or_default() {
            self.abandon(id, account);
        }
    }

    /// Does what time has brought: leases lapse, circles that nobody came to end.
    pub(super) fn wake_rooms(&mut self) {
        while let Some((at, id)) = self.state.halls.next_wake() {
            if self.turn.now < at || self.direct(id, Move::Wake).is_err() {
                break;
            }
        }
    }
}
