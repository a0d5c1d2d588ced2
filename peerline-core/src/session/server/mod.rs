//! The server's end of one connection.

mod feed;
mod frames;
mod lanes;
mod pages;
mod published;
mod replay;
mod request;
mod sending;
mod session;
#[cfg(test)]
mod tests;
mod window;

pub use published::Published;
pub use request::Answer;
pub use request::Challenge;
pub use request::Entries;
pub use request::Joined;
pub use request::OpenedTalk;
pub use request::PutRequest;
pub use request::Question;
pub use request::ReadFor;
pub use request::Request;
pub use request::RoomOpened;
pub use request::Transmit;
pub use session::ServerSession;
