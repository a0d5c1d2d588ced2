//! What carries frames: a source and a sink of whole frames, and what dials them.

use std::fmt::Debug;

use async_trait::async_trait;

use super::PortError;
use crate::protocol::Encoding;

/// Makes links to one line, for a client to speak over.
///
/// A host that serves needs none: it hands a source and a sink to
/// [`Line::serve`](crate::driver::Line::serve).
///
/// # Contract
/// - Apart: each link is a new one; what is said on one is heard on no other (`links_stay_apart`).
#[async_trait]
pub trait Transport: Debug + Send + Sync {
    /// Returns how frames are encoded on its links.
    fn encoding(&self) -> Encoding;

    /// Returns the origin that it dials, as in `https://line.example`: what a join is bound to.
    fn origin(&self) -> &str;

    /// Makes a new link and gives the near end.
    ///
    /// # Errors
    /// `Unavailable` where a later try can help, `Refused` where none will.
    ///
    /// # Cancel safety
    /// Safe: a link that was begun ends.
    async fn dial(&self) -> Result<End, PortError>;
}

/// One end of a link.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct End {
    /// What comes in.
    pub source: Box<dyn FrameSource>,
    /// What goes out.
    pub sink: Box<dyn FrameSink>,
}

impl End {
    /// Makes an end.
    #[must_use]
    pub fn new(source: impl FrameSource + 'static, sink: impl FrameSink + 'static) -> Self {
        Self {
            source: Box::new(source),
            sink: Box::new(sink),
        }
    }
}

/// Gives whole frames, in order.
///
/// # Contract
/// - Whole: a frame comes whole or not at all (`frames_stay_whole`).
/// - Ordered: frames come in the order they were sent (`frames_stay_in_order`).
/// - Ends: after the end `Ok(None)` comes again and again (`end_stays_the_end`).
/// - Patient: a wait that was given up loses no frame (`giving_up_a_wait_loses_nothing`).
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
/// - Quiet: sending no frames sends nothing (`nothing_sent_is_nothing_received`).
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
