//! The client's end of a connection, over as many links as it takes.
//!
//! What lives here: joining, heartbeats, backoff, cursors and the repair of holes, and the lanes in
//! which puts wait for their answers. What never does: sockets, clocks, keys and signatures (the
//! host signs), and any wording for people.
//!
//! ```text
//! link  Idle -dial-> Dialing -> Greeting -hail-> Signing -> Joining -welcome-> Ready
//!        any of these -lost, silent or bye again_ms-> Backoff(full jitter) -> Dialing
//!        any of these -bye without again_ms-> Dead
//! room  Closed -open-> Opening -opened-> Replaying -seq = head-> Live -hole-> Repairing -> Live
//! put   Queued -> Sent -> answered ; Sent -link lost, busy or lane-> Queued, same cid, same place
//! ```

mod asks;
mod backoff;
#[cfg(feature = "blind-tickets")]
mod blind_question;
mod checking;
mod checks;
mod config;
mod draft;
mod entering;
mod event;
mod frames;
mod link;
mod outbox;
mod pages;
mod proofs;
mod purse;
mod room;
mod rooms;
mod sending;
mod session;
#[cfg(test)]
mod tests;
mod wishes;

#[cfg(feature = "blind-tickets")]
pub use blind_question::BlindQuestion;
pub use config::ClientConfig;
pub use draft::Draft;
pub use draft::Unanswered;
pub use event::ClientEvent;
pub use event::LinkState;
pub use purse::Place;
pub use purse::Purse;
pub use room::Cursor;
pub use session::ClientSession;
