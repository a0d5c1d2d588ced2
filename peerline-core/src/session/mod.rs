//! One connection's protocol, both ends, sans-IO: bytes and times in, bytes and requests out.
//!
//! A session knows frames and cursors. It decides nothing about people: what a request does is the
//! engine's, and how bytes travel is a transport's.

mod client;
mod server;

#[cfg(feature = "blind-tickets")]
pub use client::BlindQuestion;
pub use client::ClientConfig;
pub use client::ClientEvent;
pub use client::ClientSession;
pub use client::Cursor;
pub use client::Draft;
pub use client::LinkState;
pub use client::Place;
pub use client::Purse;
pub use client::Unanswered;
pub use server::Answer;
pub use server::Challenge;
pub use server::Entries;
pub use server::Joined;
pub use server::OpenedTalk;
pub use server::Published;
pub use server::PutRequest;
pub use server::Question;
pub use server::ReadFor;
pub use server::Request;
pub use server::RoomOpened;
pub use server::ServerSession;
pub use server::Transmit;
