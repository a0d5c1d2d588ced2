//! Whose case is taken first.

use std::cmp::Reverse;

use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// Where a case stands in the queue; what is less is taken first.
///
/// Three tiers, and inside a tier who has waited longest. Waiting never lifts anybody into another
/// tier: simulated, that gives back most of what the tiers win for the urgent
/// (`docs/crisis-pipeline.md`, *The order of the queue*).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Turn(Reverse<Tier>, Timestamp, CaseId);

impl Turn {
    /// Returns the place of a case of this band that was opened then.
    #[must_use]
    pub const fn of(band: Band, opened: Timestamp, case: CaseId) -> Self {
        Self(Reverse(band.tier()), opened, case)
    }
}

#[cfg(test)]
mod tests;
