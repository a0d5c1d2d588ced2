//! The accept loop: sockets with limits, handed to the HTTP side.

mod accept;
mod prefix;

pub use accept::Bounds;
pub use accept::Server;
