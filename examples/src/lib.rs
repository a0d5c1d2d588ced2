//! What the examples share, and the smallest Rust SDK of Peerline: one person's way to a line, over
//! WebSocket, that dials again by itself.
#![forbid(unsafe_code)]

pub mod link;
pub mod small_line;
