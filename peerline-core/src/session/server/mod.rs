//! The server's end of one connection.

mod feed;
mod frames;
mod lanes;
mod replay;
mod request;
mod sending;
mod session;
#[cfg(test)]
mod tests;

pub use request::Answer;
pub use request::Body;
pub use request::Challenge;
pub use request::Entries;
pub use request::Joined;
pub use request::Published;
pub use request::PutRequest;
pub use request::Question;
pub use request::Request;
pub use request::RoomOpened;
pub use request::Transmit;
pub use session::ServerSession;
