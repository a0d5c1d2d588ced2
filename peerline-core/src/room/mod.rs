//! Rooms where people talk: who is in, what they are called there, and whether it is open.
//!
//! Values and one decider. What a message may say is `moderation`'s; who meets whom is
//! `matching`'s; a room only knows its members and its state.

mod decide;
mod erase;
mod fact;
mod state;
#[cfg(test)]
mod tests;

pub use decide::Command;
pub use decide::Refusal;
pub use decide::Saying;
pub use decide::decide;
pub use decide::editor;
pub use fact::Fact;
pub use fact::LeaveWhy;
pub use fact::RoomKind;
pub use state::Member;
pub use state::Message;
pub use state::Room;
pub use state::RoomState;
