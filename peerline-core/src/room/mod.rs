//! Rooms where people talk: who is in, what they are called there, and whether it is open.
//!
//! Values and one decider. What a message may say is `moderation`'s; who meets whom is
//! `matching`'s; a room only knows its members and its state.

mod asks;
mod decide;
mod direct;
mod erase;
mod fact;
mod kind;
mod life;
mod say;
mod seats;
mod session;
mod spec;
mod state;
#[cfg(test)]
mod tests;

pub use asks::ASK;
pub use asks::ASK_AGAIN;
pub use asks::ASK_WINDOW;
pub use asks::ASKS;
pub use asks::Ask;
pub use asks::AskFact;
pub use asks::Asks;
pub use asks::QUOTES;
pub use decide::Command;
pub use decide::Refusal;
pub use decide::Saying;
pub use decide::decide;
pub use decide::editor;
pub use direct::LEASE;
pub use direct::Move;
pub use direct::SETTLE;
pub use direct::direct;
pub use fact::Fact;
pub use fact::LeaveWhy;
pub use kind::RoomKind;
pub use life::Circle;
pub use life::EndWhy;
pub use life::Lease;
pub use life::Life;
pub use life::PauseWhy;
pub use life::Setting;
pub use say::say;
pub use seats::Busy;
pub use seats::takes_seat;
pub use session::EARLY;
pub use session::OVERRUN;
pub use session::Sitting;
pub use session::Slot;
pub use session::next_slot;
pub use session::slot_now;
pub use spec::Alone;
pub use spec::InvalidSlug;
pub use spec::InvalidSpec;
pub use spec::Localized;
pub use spec::RoomSpec;
pub use spec::Slug;
pub use state::Member;
pub use state::Message;
pub use state::Room;
pub use state::RoomState;
