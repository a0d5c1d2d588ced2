//! When to dial again.

use crate::vocab::Entropy;
use crate::vocab::Millis;

/// Full jitter: a random wait below a bound that doubles, so that a line which comes back is not
/// met by everybody at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Backoff {
    n_failed: u32,
}

impl Backoff {
    pub(super) const MAX: Millis = Millis::from_secs(30);
    const FIRST_MILLIS: u64 = 500;

    /// Returns how long to wait, `random(0, min(30 s, 0.5 s * 2^n))`, and counts `n` up.
    pub(super) fn next(&mut self, entropy: &mut Entropy) -> Millis {
        let wait = entropy.below(self.bound().get().saturating_add(1));
        self.n_failed = self.n_failed.saturating_add(1);
        Millis::new(wait)
    }

    /// Starts over: the link has proved itself.
    pub(super) const fn reset(&mut self) {
        self.n_failed = 0;
    }

    fn bound(self) -> Millis {
        let doubled = 1_u64.checked_shl(self.n_failed).unwrap_or(u64::MAX);
        Millis::new(Self::FIRST_MILLIS.saturating_mul(doubled)).min(Self::MAX)
    }
}
