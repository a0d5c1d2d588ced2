//! What carries frames: a source and a sink of whole frames, nothing else.

use std::fmt::Debug;

use async_trait::async_trait;

use super::PortError;

/// Gives whole frames, in order.
///
/// # Contract
/// - Whole: a frame comes whole or not at all (`frames_stay_whole`).
/// - Ordered: frames come in the order they were sent (`frames_stay_in_order`).
/// - Ends: after the end `Ok(None)` comes again and again (`end_stays_the_end`).
#[async_trait]
pub trait FrameSource: Debug + Send {
    /// Waits for the next frame; `None` once the other side is gone.
    ///
    /// # Errors
    /// `Refused` where the other side broke the transport's rules, `Closed` where it broke off.
    ///
    /// # Cancel safety
    /// Safe: no frame is lost when the future is dropped.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError>;
}

/// Takes whole frames, in order.
///
/// # Contract
/// - Ordered: frames arrive in the order they were sent (`frames_stay_in_order`).
/// - Loud: a frame that cannot be sent is an error, never silence (`sending_into_the_void_fails`).
#[async_trait]
pub trait FrameSink: Debug + Send {
    /// Sends frames, as few writes as the transport can.
    ///
    /// # Errors
    /// `Closed` where the other side is gone.
    ///
    /// # Cancel safety
    /// Not safe: a dropped future may have sent part; close the connection.
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError>;

    /// Ends the connection in the transport's own way.
    ///
    /// # Errors
    /// `Closed` where the other side is gone already.
    ///
    /// # Cancel safety
    /// Safe to drop: the connection is gone then too.
    async fn close(&mut self) -> Result<(), PortError>;
}
