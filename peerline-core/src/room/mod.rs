//! Rooms where people talk: who is in, what they are called there, and whether it is open.
//!
//! Values and one decider. What a message may say is `moderation`'s; who meets whom is
//! `matching`'s; a room only knows its members and its state.

mod decide;
mod fact;
mod manner;
mod norms;
mod not_now;
mod quiet;
mod state;
mod talk;
mod talk_act;
mod talk_fact;
#[cfg(test)]
mod tests;
mod turns;

pub use decide::Command;
pub use decide::Refusal;
pub use decide::Saying;
pub use decide::decide;
pub use decide::editor;
pub use fact::Fact;
pub use fact::LeaveWhy;
pub use fact::RoomKind;
pub use manner::Manner;
pub use manner::MannerChange;
pub use norms::NormText;
pub use norms::Norms;
pub use not_now::NotNow;
pub use quiet::InvalidQuiet;
pub use quiet::Quiet;
pub use state::Member;
pub use state::Message;
pub use state::Room;
pub use state::RoomState;
pub use talk::Talk;
pub use talk_act::TalkAct;
pub use talk_fact::TalkFact;
pub use turns::Turns;
