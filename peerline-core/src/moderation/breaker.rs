//! When something outside that fails again and again is left alone.

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Counts failures in a row, and says when to ask again.
///
/// Closed, every message asks. After [`Breaker::TRIPS`] failures in a row it is open: for
/// [`Breaker::RESTS`] nobody asks, so that nobody waits for an answer that does not come. Then one
/// message asks, and the others go on without; its answer closes it, its failure opens it anew. One
/// that asks and never says how it went costs the others no more than another rest.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Breaker {
    failures: u32,
    rests_until: Option<Timestamp>,
}

/// What changed with an answer or a failure.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "it goes down, or comes back")]
pub enum Turned {
    /// It is left alone from now on.
    Down,
    /// It is asked again from now on.
    Up,
}

impl Breaker {
    /// How many failures in a row open it.
    pub const TRIPS: u32 = 3;
    /// How long nobody asks then.
    pub const RESTS: Millis = Millis::from_secs(30);

    /// Returns whether to ask now; after a rest it says so to one message alone.
    pub fn asks(&mut self, now: Timestamp) -> bool {
        match self.rests_until {
            None => true,
            Some(until) if now < until && until <= now.after(Self::RESTS) => false,
            // Over, or the clock was set back.
            Some(_) => {
                self.rests_until = Some(now.after(Self::RESTS));
                true
            }
        }
    }

    /// Takes note of an answer.
    pub fn answered(&mut self) -> Option<Turned> {
        let was_down = self.is_open();
        *self = Self::default();
        was_down.then_some(Turned::Up)
    }

    /// Takes note of a failure.
    pub fn failed(&mut self, now: Timestamp) -> Option<Turned> {
        let was_down = self.is_open();
        self.failures = self.failures.saturating_add(1);
        if self.failures < Self::TRIPS {
            return None;
        }
        self.rests_until = Some(now.after(Self::RESTS));
        (!was_down).then_some(Turned::Down)
    }

    /// Returns whether it is left alone, or asked by one message alone.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.rests_until.is_some()
    }
}
