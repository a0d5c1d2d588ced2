//! What is asked for about rooms, and to whom it goes.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use crate::log::RoomAct;
use crate::vocab::RoomId;

impl Engine {
    /// Does what somebody asks for in their own room.
    pub(super) fn room_act_for_self(&mut self, author: Author, act: RoomAct) -> Answer {
        match act {
            RoomAct::SeekCircle { topics, languages } => {
                self.seek_circle(author, topics, languages)
            }
            RoomAct::AgreeAlone { ask, quote } => self.agree_alone(author, ask, quote),
            RoomAct::PassAlone { ask } => self.pass_alone(author, ask),
            RoomAct::Join { .. }
            | RoomAct::OpenBeside
            | RoomAct::Open
            | RoomAct::Pause
            | RoomAct::Assign { .. }
            | RoomAct::AskPlan { .. }
            | RoomAct::AskAlone { .. } => Answer::refuse(Why::OutOfPlace),
        }
    }

    /// Does what somebody asks for in a room where people talk.
    pub(super) fn room_act(&mut self, room: RoomId, author: Author, act: RoomAct) -> Answer {
        match act {
            RoomAct::Join { role } => self.join(room, author, role),
            RoomAct::OpenBeside => self.open_beside(room, author),
            RoomAct::Open => self.lead(room, author, true),
            RoomAct::Pause => self.lead(room, author, false),
            RoomAct::Assign { to, role } => self.assign(room, author, to, role),
            RoomAct::AskAlone { to, quote } => self.ask_alone(room, author, (to, quote)),
            RoomAct::AskPlan { n } => self.ask_plan(room, author, n),
            RoomAct::SeekCircle { .. } | RoomAct::AgreeAlone { .. } | RoomAct::PassAlone { .. } => {
                Answer::refuse(Why::OutOfPlace)
            }
        }
    }
}
