//! How a connection writes.

use futures_util::future::Either;
use futures_util::future::select;

use super::connection::Connection;
use crate::ports::FrameSink;
use crate::vocab::Millis;

/// How long one write may take: a peer that reads nothing for this long is let go, and comes back
/// to its cursors.
const WRITE_TIME: Millis = Millis::from_secs(30);

impl Connection<'_> {
    /// Sends everything there is, in one write.
    pub(super) async fn flush(&mut self, sink: &mut dyn FrameSink) -> Result<(), ()> {
        let mut frames = Vec::new();
        while let Some(transmit) = self.session.poll_transmit() {
            frames.push(transmit);
        }
        if frames.is_empty() {
            return Ok(());
        }
        let frames: Vec<&[u8]> = frames.iter().map(|frame| frame.as_bytes()).collect();
        let late = self
            .line
            .shared
            .ports
            .clock
            .sleep_until(self.now().after(WRITE_TIME));
        match select(sink.send(&frames), late).await {
            Either::Left((sent, _)) => sent.map_err(|_| ()),
            Either::Right(((), _)) => Err(()),
        }
    }
}
