//! The accept loop: sockets with limits, handed to the HTTP side.

mod accept;
mod network;
mod prefix;

pub use accept::Bounds;
pub use accept::Server;
pub(crate) use network::Network;
