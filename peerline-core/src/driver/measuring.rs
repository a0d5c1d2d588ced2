//! What the loop says of itself in numbers, and how questions reach the engine.

use std::sync::atomic::Ordering::Relaxed;

use super::core::Core;
use crate::vocab::Timestamp;

impl Core {
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
