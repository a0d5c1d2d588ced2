//! What the loop says of itself in numbers, and how questions reach the engine.

use std::sync::atomic::Ordering::Relaxed;

use super::core::Core;
use super::counters::Tally;
use crate::matching::Fact;
use crate::vocab::Timestamp;

impl Core {
    /// Counts what happens in the line of those who wait.
    pub(super) fn count_line(&self, fact: &Fact) {
        let tally = &self.shared.tally;
        if matches!(fact, Fact::Declined { .. }) {
            Tally::add(&tally.offers_declined);
        }
        if matches!(fact, Fact::Lapsed { .. }) {
            Tally::add(&tally.offers_lapsed);
        }
        let mut line = self.shared.line_tally();
        line.hear(fact);
        if let Fact::Sought { account, wish, .. } = fact
            && self.engine.covers(*account) == Some(false)
        {
            line.uncovered(wish);
        }
    }

    /// Hears who waits already when the line starts.
    pub(super) fn count_who_waits(&self) {
        let mut line = self.shared.line_tally();
        for ticket in self.engine.state().matching().waiting() {
            line.waits(ticket.id, ticket.tier, ticket.arrived);
        }
    }

    pub(super) fn measure(&self) {
        let (gauges, state) = (&self.shared.gauges, self.engine.state());
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let open = state.open_cases();
        let unowned = open
            .filter(|case| case.band.pages() && case.owner().is_none())
            .count();
        gauges
            .open_cases
            .store(count(state.open_cases().count()), Relaxed);
        gauges.unowned_cases.store(count(unowned), Relaxed);
        gauges
            .waiting
            .store(count(state.matching().waiting().count()), Relaxed);
        gauges
            .supporters
            .store(count(state.matching().supporters().count()), Relaxed);
        gauges
            .responders
            .store(count(self.engine.responders()), Relaxed);
        gauges.connected.store(count(self.hub.len()), Relaxed);
        let oldest = self.claims.oldest_page();
        let oldest = oldest.map_or(0, Timestamp::unix_millis);
        gauges.oldest_due_page.store(oldest, Relaxed);
    }
}
