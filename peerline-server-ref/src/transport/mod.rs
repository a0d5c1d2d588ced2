//! What carries frames: WebSocket, an event stream with posts, and lines.

mod closing;
mod event_links;
mod events;
mod frames;
mod handshake;
mod lines;
mod mailbox;
mod offer;
mod posts;
mod stdio;
mod websocket;

pub(crate) use event_links::EventLinks;
pub use events::stream;
pub use lines::LineSink;
pub use lines::LineSource;
pub use posts::post;
pub(crate) use stdio::Leaving;
pub(crate) use stdio::stdio;
pub use websocket::upgrade;
