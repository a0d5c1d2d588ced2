//! A ring whose people are on call by turns.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::join_all;
use peerline_core::crisis::Stretch;
use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::Page;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::vocab::Millis;

use super::webhook::target_name;
use crate::config::Schedule;

/// How far back somebody may have been called for a page that is called off: longer than pages are tried.
const LONGEST: Millis = Millis::from_hours(24 * 31);

/// Calls everybody who is on call at the moment at which the page goes out. With nobody on call the
/// page goes at once to the ring behind this one, and behind the last ring to the last resort: never to
/// nobody, and after no wait.
#[derive(Debug)]
#[non_exhaustive]
pub struct RotaSink {
    schedule: Schedule,
    people: Vec<Arc<dyn EscalationSink>>,
    behind: Arc<dyn EscalationSink>,
    clock: Arc<dyn Clock>,
}

impl RotaSink {
    /// Makes a ring of `people`, with what is `behind` it.
    #[must_use]
    pub fn new(
        schedule: Schedule,
        people: Vec<Arc<dyn EscalationSink>>,
        behind: Arc<dyn EscalationSink>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            schedule,
            people,
            behind,
            clock,
        }
    }

    fn sinks(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<&Arc<dyn EscalationSink>> {
        let numbers = numbers.into_iter();
        numbers.filter_map(|n| self.people.get(n)).collect()
    }
}

#[async_trait]
impl EscalationSink for RotaSink {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        let now = self.clock.now();
        let on_call = self.sinks(self.schedule.on_call(now));
        if on_call.is_empty() {
            tracing::warn!(
                target = %target_name(page.target),
                "nobody is on call in this ring; what is behind it is called at once"
            );
            return self.behind.page(page).await;
        }
        let sent = join_all(on_call.iter().map(|sink| sink.page(page))).await;
        outcome(sent)
    }

    /// Tells everybody who was on call since the sign came: whom of them the page reached, nobody noted.
    async fn call_off(&self, page: &Page) -> Result<(), PortError> {
        let now = self.clock.now();
        let since = page.since.min(now).max(now.before(LONGEST));
        let rota = self.schedule.rota(since, now);
        let called = self.sinks(rota.between(since, now));
        let mut told = join_all(called.iter().map(|sink| sink.call_off(page))).await;
        let ever_nobody = !rota.gaps(Stretch::new(since, now)).is_empty();
        if ever_nobody || rota.on_call(now).is_empty() {
            told.push(self.behind.call_off(page).await);
        }
        outcome(told)
    }
}

/// Tried again where anybody may yet be reached; taken where somebody was.
fn outcome(sent: Vec<Result<(), PortError>>) -> Result<(), PortError> {
    let mut refused = None;
    let mut taken = sent.is_empty();
    for one in sent {
        match one {
            Ok(()) => taken = true,
            Err(error) if error.kind == PortErrorKind::Unavailable => return Err(error),
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) if !taken => Err(error),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
