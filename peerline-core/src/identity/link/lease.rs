//! How long an entry holds.

use serde::Deserialize;
use serde::Serialize;

use super::Class;
use super::Link;
use crate::identity::PublicKey;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// The right to write and to receive in one room, until it ends.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Lease {
    /// Whose, sealed.
    pub link: Link,
    /// As what.
    pub class: Class,
    /// The room key it was opened with, which can come back to it.
    pub key: PublicKey,
    /// When it ends unless a fresh ticket is shown.
    pub until: Timestamp,
}

/// How long leases are: random between two bounds, so that when somebody is seen no longer in two
/// rooms says nothing about whether it was one person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LeaseTerms {
    /// The shortest. 12 hours.
    pub shortest: Millis,
    /// The longest. 36 hours.
    pub longest: Millis,
}

impl LeaseTerms {
    /// Draws how long one lease is: from the shortest to the longest, each millisecond as likely.
    #[must_use]
    pub fn draw(&self, entropy: &mut Entropy) -> Millis {
        let spread = self.longest.get().saturating_sub(self.shortest.get());
        let more = entropy.below(spread.saturating_add(1));
        Millis::new(self.shortest.get().saturating_add(more))
    }
}

impl Default for LeaseTerms {
    fn default() -> Self {
        Self {
            shortest: Millis::from_hours(12),
            longest: Millis::from_hours(36),
        }
    }
}
