//! How long things hold.

use crate::vocab::Millis;

/// The periods of the account book.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Terms {
    /// How long an invitation can be redeemed. 7 days.
    pub invite: Millis,
    /// How long a block holds unless asked otherwise. 180 days.
    pub block: Millis,
    /// How long the first visit of an account is remembered after its last one. 180 days; then a
    /// person who returns is new.
    pub presence: Millis,
    /// How coarsely the last visit is kept. 30 days: a finer one would be a diary.
    pub presence_step: Millis,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            invite: Millis::from_hours(7 * 24),
            block: Millis::from_hours(180 * 24),
            presence: Millis::from_hours(180 * 24),
            presence_step: Millis::from_hours(30 * 24),
        }
    }
}
