//! How far a contact can be trusted today.

use super::Day;
use super::Provenance;
use super::SourceClass;
use crate::vocab::Timestamp;

/// How far a contact can be trusted today, from the day a person last checked it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Freshness {
    /// Checked within 90 days: shown plainly.
    Fresh,
    /// Checked within 180 days: shown with the day.
    Dated(Day),
    /// Checked within 365 days: shown with the day, never first where anything better is there.
    Old(Day),
    /// Never checked by this line: shown only with words that say so, and never as checked.
    Unverified,
}

impl Freshness {
    /// Returns how far it can be trusted at `now`; `None` over 365 days: not shown at all.
    ///
    /// A check dated in the future is a slip of a key or of a clock, and counts as no check. So does
    /// one without a first-hand source.
    #[must_use]
    pub fn of(provenance: &Provenance, now: Timestamp) -> Option<Self> {
        let trusted = provenance.verified_by_operator
            && matches!(
                provenance.class,
                SourceClass::FirstParty | SourceClass::Government
            );
        let Some((day, age)) = provenance
            .verified_on
            .filter(|_| trusted)
            .and_then(|day| day.age_at(now).map(|age| (day, age)))
        else {
            return Some(Self::Unverified);
        };
        match age {
            0..90 => Some(Self::Fresh),
            90..=180 => Some(Self::Dated(day)),
            181..=365 => Some(Self::Old(day)),
            _ => None,
        }
    }
}
