//! What connections ask of the loop about rooms and tickets, in the engine's words.

use super::core::Core;
use super::translate;
use crate::engine::Asker;
use crate::engine::ConnId;
use crate::engine::Input;
use crate::identity::RoomProof;
use crate::session::Question;
use crate::vocab::RoomName;

impl Core {
    /// Asks the engine; for tickets it gets randomness of their own.
    pub(super) fn ask(&mut self, asker: Asker, question: Question) {
        let input = match question {
            Question::Tickets { binds } => Input::Tickets {
                asker,
                binds,
                draw: self.weeks.draw(),
            },
            Question::Blind { blinded } => return self.tell_blind(asker, &blinded),
            // Answered where the connection is.
            Question::Login { .. } | Question::Locker => return,
            Question::Line
            | Question::Place
            | Question::Rooms
            | Question::Cases
            | Question::Offers
            | Question::Directory
            | Question::Norms { .. }
            | Question::Present { .. }
            | Question::Queue
            | Question::Matter(_)
            | Question::Kept
            | Question::Shift
            | Question::Waiting
            | Question::Vault { .. }
            | Question::Resources { .. } => Input::Ask {
                asker,
                question: translate::question(question),
            },
        };
        self.handle(input);
    }
}

/// Returns what the engine is told when somebody wants to receive a room.
pub(super) fn open(
    conn: ConnId,
    reference: Option<u64>,
    room: RoomName,
    proof: Option<Box<RoomProof>>,
) -> Input {
    match proof {
        Some(proof) => Input::OpenWith {
            conn,
            reference,
            room,
            proof,
        },
        None => Input::Open {
            conn,
            reference,
            room,
        },
    }
}
