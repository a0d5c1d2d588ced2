//! What carries frames: WebSocket.

mod closing;
mod frames;
mod handshake;
mod websocket;

pub use websocket::upgrade;
