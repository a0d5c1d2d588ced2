//! A line that is driven by one JSON order after another.

use std::fmt;

use serde_json::Value;
use serde_json::json;

use super::host::Host;
use super::order::NoOrder;
use super::order::Order;
use super::order::number;
use super::order::text;
use super::report::Report;
use super::start::Start;
use crate::engine::Policies;
use crate::protocol::Encoding;
use crate::vocab::Timestamp;

/// Takes the orders of a conformance script for servers, one at a time, and reports what came of
/// them. `start` begins a line; the same orders after the same `start` give the same reports.
///
/// Beside the orders of the scripts it knows some of its own, which make a run of the town exact:
/// `start` with `slowness` (the most milliseconds that a commit takes), `page` (entries read at
/// once), `inflight` (bytes without an acknowledgement) and `plant`; `polls` at any order (so many steps of work and no more); `sinks` (`ok`, `down`); and the further states of
/// `store` that are in [`StoreState::NAMED`](super::StoreState::NAMED).
#[derive(Default)]
pub struct Player {
    policies: Policies,
    pub(super) host: Option<Host>,
    encoding: Encoding,
}

impl Player {
    /// Makes a player whose lines all have the same policies.
    #[must_use]
    pub const fn new(policies: Policies) -> Self {
        Self {
            policies,
            host: None,
            encoding: Encoding::Json,
        }
    }

    /// Does what an order says. Returns its reports, the last of them `{"done":true,"wake":…}`.
    ///
    /// # Errors
    /// [`NoOrder`] where it is none, or comes before `start`; nothing was done then.
    pub fn obey(&mut self, order: &Value) -> Result<Vec<Value>, NoOrder> {
        let mut reports: Vec<Value> = match text(order, "do") {
            Some("start") => self.start(order)?,
            _ => self.go_on(order)?,
        };
        reports.push(json!({"done": true, "wake": self.wake()}));
        Ok(reports)
    }

    /// Returns when the line wants to be told the time at the latest.
    #[must_use]
    pub fn wake(&self) -> Option<Timestamp> {
        self.host.as_ref().and_then(Host::wake)
    }

    fn start(&mut self, order: &Value) -> Result<Vec<Value>, NoOrder> {
        let start = Start::from_json(order)?;
        self.encoding = start.encoding;
        let host = self.host.insert(start.host(self.policies.clone()));
        Ok(work(host, order))
    }

    fn go_on(&mut self, order: &Value) -> Result<Vec<Value>, NoOrder> {
        let host = self.host.as_mut().ok_or(NoOrder)?;
        let read = Order::from_json(order, self.encoding)?;
        let now = number(order, "now").map(Timestamp::from_unix_millis);
        if read == Order::Time && now.is_none() {
            return Err(NoOrder);
        }
        host.obey(now.unwrap_or_else(|| host.now()), &read);
        Ok(work(host, order))
    }
}

fn work(host: &mut Host, order: &Value) -> Vec<Value> {
    host.run(number(order, "polls").unwrap_or(u64::MAX));
    host.reports().iter().map(Report::to_json).collect()
}

impl fmt::Debug for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Player")
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}
