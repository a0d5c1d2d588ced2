//! What a connection waits for.

use std::pin::pin;

use futures_channel::mpsc;
use futures_util::StreamExt as _;
use futures_util::future::Either;
use futures_util::future::select;

use super::connection::Connection;
use super::message::ToConn;
use super::scoring::Scored;
use crate::ports::FrameSource;
use crate::ports::PortError;

/// What woke the connection.
pub(super) enum Woken {
    Frame(Result<Option<Vec<u8>>, PortError>),
    Message(Option<ToConn>),
    Scored(Scored),
    Time,
}

impl Connection<'_> {
    /// Waits for whatever comes first.
    ///
    /// # Cancel safety
    /// Safe: no frame, no message and no put is lost.
    pub(super) async fn wait(
        &mut self,
        source: &mut dyn FrameSource,
        inbox: &mut mpsc::Receiver<ToConn>,
    ) -> Woken {
        let clock = &self.line.shared.ports.clock;
        // Never far off: the clock may be set back while the connection sleeps.
        let latest = self.now().after(self.line.shared.limits.heartbeat);
        let due = self.session.poll_timeout();
        let due = due.map_or(latest, |due| due.min(latest));
        let frame = source.next();
        let message = inbox.next();
        let scored = pin!(self.scoring.next());
        let other = select(clock.sleep_until(due), scored);
        match select(select(frame, message), other).await {
            Either::Left((Either::Left((frame, _)), _)) => Woken::Frame(frame),
            Either::Left((Either::Right((message, _)), _)) => Woken::Message(message),
            Either::Right((Either::Left(((), _)), _)) => Woken::Time,
            Either::Right((Either::Right((scored, _)), _)) => Woken::Scored(scored),
        }
    }
}
