//! A digest of everything that was decided, to compare two runs by.

use super::Pairing;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Timestamp;

/// A chain over decisions: two runs that end with the same digest decided the same at every step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Trail(Digest);

impl Trail {
    /// Begins a trail.
    #[must_use]
    pub fn new() -> Self {
        Self(DigestBuilder::new("peerline/v1/matching-trail").finish())
    }

    /// Adds one decision: when it was made, and whom it brings together, in its order.
    pub fn add(&mut self, now: Timestamp, proposed: &[Pairing]) {
        let mut builder = DigestBuilder::new("peerline/v1/matching-step");
        builder.bytes(self.0.as_bytes()).number(now.unix_millis());
        for pairing in proposed {
            builder.bytes(pairing.ticket.as_bytes());
            builder.bytes(pairing.supporter.as_bytes());
        }
        self.0 = builder.finish();
    }

    /// Returns the digest of all that was added.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.0
    }
}

impl Default for Trail {
    fn default() -> Self {
        Self::new()
    }
}
