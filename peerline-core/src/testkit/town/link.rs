//! Links between people and the line, and what happens to them.

use std::collections::VecDeque;

use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// One connection as the network has it. Frames of one direction never overtake each other; a
/// direction that is lost stays lost, as with any transport of whole frames in order.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) person: usize,
    pub(super) up: Way,
    pub(super) down: Way,
    /// Whether the line still has its end.
    pub(super) served: bool,
}

/// One direction of a link.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) flow: Flow,
    /// Frames that are under way, the next to arrive first.
    pub(super) frames: VecDeque<Vec<u8>>,
    last: Timestamp,
    base: u64,
    jitter: u64,
}

/// How frames of one direction fare.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Flow {
    /// They arrive.
    Steady,
    /// They arrive, but not before this.
    Late(Timestamp),
    /// They never arrive.
    Lost,
}

impl Link {
    pub(super) fn new(person: usize, now: Timestamp, chance: &mut Entropy) -> Self {
        Self {
            person,
            up: Way::new(now, chance),
            down: Way::new(now, chance),
            served: true,
        }
    }
}

impl Way {
    fn new(now: Timestamp, chance: &mut Entropy) -> Self {
        let slow = chance.below(4) == 0;
        let base = if slow { 400 } else { 20 };
        Self {
            flow: Flow::Steady,
            frames: VecDeque::new(),
            last: now,
            base: chance.below(base).saturating_add(1),
            jitter: chance.below(base).saturating_add(1),
        }
    }

    /// Returns when something that is sent now arrives.
    pub(super) fn arrival(&mut self, now: Timestamp, chance: &mut Entropy) -> Timestamp {
        let span = self.base.saturating_add(chance.below(self.jitter));
        self.last = self.last.max(now.after(Millis::new(span)));
        self.last
    }

    /// Nothing that is sent from now on arrives before `at`; what is lost stays lost.
    pub(super) fn hold_until(&mut self, at: Timestamp) {
        self.last = self.last.max(at);
        if self.flow != Flow::Lost {
            self.flow = Flow::Late(at);
        }
    }
}

/// When an end learns that its link is gone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Notice {
    /// After this long.
    After(Millis),
    /// Never: it is left to silence.
    Never,
}

impl Notice {
    pub(super) fn draw(chance: &mut Entropy) -> Self {
        match chance.below(10) {
            0..=4 => Self::After(Millis::new(chance.below(80))),
            5..=7 => Self::After(Millis::new(chance.below(8_000))),
            _ => Self::Never,
        }
    }
}
