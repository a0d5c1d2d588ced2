//! Holds, and what retention would destroy: what the operator asks.

use super::Engine;
use super::Output;
use crate::log::Fact;
use crate::log::HoldView;
use crate::log::KeepAnswer;
use crate::log::KeepWish;
use crate::log::RoomKept;
use crate::room::Hold;
use crate::room::HoldFact;
use crate::room::HoldRefusal;
use crate::room::Room;
use crate::vocab::HoldId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

impl Engine {
    /// Does what the operator wants with what is kept, and answers.
    pub(super) fn keep(&mut self, reference: u64, wish: KeepWish) {
        let answer = match wish {
            KeepWish::Hold {
                room,
                reason,
                until,
            } => {
                let since = self.turn.now;
                self.hold(Hold {
                    room,
                    reason,
                    since,
                    until,
                })
            }
            KeepWish::Release { hold } => self.release_hold(hold),
            KeepWish::Holds => Ok(KeepAnswer::Holds(self.holds())),
            KeepWish::Report => Ok(KeepAnswer::Report(self.retention_report())),
        };
        let answer = answer.unwrap_or_else(KeepAnswer::Refused);
        self.turn.say(Output::Kept { reference, answer });
    }

    fn hold(&mut self, hold: Hold) -> Result<KeepAnswer, HoldRefusal> {
        hold.check()?;
        if hold.room.is_some_and(|id| self.state.room(id).is_none()) {
            return Err(HoldRefusal::UnknownRoom);
        }
        let id = HoldId::from_bytes(self.turn.entropy.draw());
        let fact = Fact::Hold(HoldFact::Held { id, hold });
        self.append(&RoomName::Line, None, fact);
        Ok(KeepAnswer::Held(id))
    }

    fn release_hold(&mut self, id: HoldId) -> Result<KeepAnswer, HoldRefusal> {
        let now = self.turn.now;
        let known = self.state.holds.in_force(now).any(|(known, _)| known == id);
        if !known {
            return Err(HoldRefusal::UnknownHold);
        }
        let fact = Fact::Hold(HoldFact::Released { id });
        self.append(&RoomName::Line, None, fact);
        Ok(KeepAnswer::Released)
    }

    fn holds(&self) -> Vec<HoldView> {
        let holds = self.state.holds.in_force(self.turn.now);
        holds
            .map(|(id, hold)| HoldView {
                id,
                hold: hold.clone(),
            })
            .collect()
    }

    /// Returns, for each room that holds words, when they are due and what holds them.
    pub(super) fn retention_report(&self) -> Vec<RoomKept> {
        let rooms = self.state.rooms.iter();
        rooms
            .filter_map(|(id, room)| self.room_kept(*id, room))
            .collect()
    }

    fn room_kept(&self, id: RoomId, room: &Room) -> Option<RoomKept> {
        let n_words = room.words().len();
        let retention = self.retention_of(room);
        let over = self.state.over.since(id);
        let oldest = self.state.ages.oldest(id).unwrap_or_default();
        (n_words != 0).then(|| RoomKept {
            room: id,
            kind: room.kind,
            state: room.state,
            retention,
            n_words,
            due: retention.due(oldest, over),
            blocks: self.blocks(id),
        })
    }
}
