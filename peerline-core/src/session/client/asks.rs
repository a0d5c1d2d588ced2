//! Questions that wait for their answers.

use std::collections::BTreeMap;

use crate::protocol::Ask;
use crate::protocol::Body;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Open questions. They change nothing, so a new link simply asks them again.
#[derive(Clone, Default)]
pub(super) struct Asks {
    open: BTreeMap<u64, Open>,
}

#[derive(Clone)]
struct Open {
    ask: Ask<'static>,
    asked_at: Option<Timestamp>,
}

impl Asks {
    pub(super) fn add(&mut self, reference: u64, what: String, body: Option<Body<'static>>) {
        let ask = Ask {
            reference,
            what: what.into(),
            body,
        };
        let asked_at = None;
        self.open.insert(reference, Open { ask, asked_at });
    }

    /// Returns the questions to send now.
    pub(super) fn due(&mut self, now: Timestamp) -> Vec<Ask<'static>> {
        let unasked = self
            .open
            .values_mut()
            .filter(|open| open.asked_at.is_none());
        unasked
            .map(|open| {
                open.asked_at = Some(now);
                open.ask.clone()
            })
            .collect()
    }

    /// Takes a question out; `false` where there is none of that number.
    pub(super) fn answered(&mut self, reference: u64) -> bool {
        self.open.remove(&reference).is_some()
    }

    pub(super) fn link_lost(&mut self) {
        for open in self.open.values_mut() {
            open.asked_at = None;
        }
    }

    /// Returns when the first question has waited for `patience`.
    pub(super) fn overdue_at(&self, patience: Millis) -> Option<Timestamp> {
        let asked = self.open.values().filter_map(|open| open.asked_at);
        asked.min().map(|asked_at| asked_at.after(patience))
    }
}
