//! The line as one deterministic machine: `Input` in, `Output` out.
//!
//! The engine routes between the domains and composes what one act changes into one commit. It
//! knows no port, no frame and no clock: everything comes in through [`Engine::handle`].
//!
//! ```text
//! Input -> handle -> domains decide -> Commit(batch) -> Publish, Answer, Page (once it is durable)
//! ```

mod absence;
mod admin;
mod ages;
mod alone;
mod around;
mod asking;
mod batch;
mod bearing;
mod beside;
#[cfg(feature = "blind-tickets")]
mod blind;
mod caring;
mod cases;
mod circles;
mod clearing;
mod covering;
mod danger;
mod directory;
mod docket;
mod entering;
mod erasing;
mod gate;
mod halls;
mod hearing;
mod holding;
mod input;
mod joining;
mod kept;
mod leading;
mod linked;
mod lockers;
mod logins;
mod looking;
mod machine;
mod manners;
mod moderating;
mod names;
mod output;
mod over;
mod policies;
mod presence;
mod puts;
mod queue;
mod room_acts;
mod rooms;
mod ruling;
mod sanctioning;
mod sealed;
mod seeking;
mod staff;
mod standing;
mod state;
mod talking;
#[cfg(test)]
mod tests;
mod traces;
mod trimming;
mod vault_asking;
mod vaults;
mod views;
mod visiting;
mod ways;

pub use around::MemberView;
pub use around::PresentView;
pub use directory::ListedRoom;
pub use input::Asker;
pub use input::ConnId;
pub use input::Input;
pub use input::Put;
pub use input::Question;
pub use looking::Around;
pub use looking::MatterDetail;
pub use looking::MatterView;
pub use looking::SweepAsked;
pub use looking::Waiting;
pub use machine::Corrupt;
pub use machine::Engine;
pub use machine::EngineSetup;
pub use manners::NormsView;
pub use manners::TalkView;
pub use output::Answer;
pub use output::Batch;
pub use output::Erasure;
pub use output::Info;
pub use output::Output;
pub use output::PutRecord;
pub use output::Why;
pub use policies::Graces;
pub use policies::Policies;
pub use queue::OfferView;
pub use queue::OnShiftView;
pub use queue::PlaceView;
pub use queue::QueueView;
pub use queue::ShiftView;
pub use queue::UncoveredView;
pub use queue::WaitingView;
pub use state::State;
pub use vault_asking::AskedView;
pub use vaults::VaultView;
pub use views::MyRoom;
pub use ways::Bar;
pub use ways::Barred;
