//! Why a wish or a shift is refused, and the bounds both share.

use std::collections::BTreeSet;

use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Topic;

use super::Tag;

/// A wish or a shift was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidProfile {
    /// More topics than one profile may name.
    #[error("at most {max} topics can be named")]
    TooManyTopics {
        /// How many may be named.
        max: usize,
    },
    /// More languages than one profile may name.
    #[error("at most {max} languages can be named")]
    TooManyLanguages {
        /// How many may be named.
        max: usize,
    },
    /// More shared experiences than one profile may name.
    #[error("at most {max} experiences can be named")]
    TooManyTags {
        /// How many may be named.
        max: usize,
    },
    /// Nobody can be found without a language.
    #[error("at least one language is needed")]
    NoLanguage,
    /// The capacity is zero or over the line's limit.
    #[error("the capacity is 1 to {max} seekers at a time")]
    Capacity {
        /// The line's limit.
        max: u8,
    },
    /// The load points are zero or over the line's limit.
    #[error("the load points before a break are 1 to {max}")]
    LoadPoints {
        /// The line's limit.
        max: u16,
    },
    /// A wish says that a person is a minor and is not.
    #[error("the age band and the mark of a minor contradict each other")]
    AgeContradiction,
    /// A shift takes minors without being certified for them.
    #[error("minors can be taken by the certified alone")]
    NotCertified,
}

pub(super) fn check_lists(
    limits: &Limits,
    topics: &[Topic],
    languages: &[Language],
    tags: &[Tag],
) -> Result<(), InvalidProfile> {
    let max = limits.profile_entries;
    if languages.is_empty() {
        return Err(InvalidProfile::NoLanguage);
    }
    if max < topics.len() {
        return Err(InvalidProfile::TooManyTopics { max });
    }
    if max < languages.len() {
        return Err(InvalidProfile::TooManyLanguages { max });
    }
    let max = limits.profile_tags;
    if max < tags.len() {
        return Err(InvalidProfile::TooManyTags { max });
    }
    Ok(())
}

/// Drops repetitions and keeps the order. Stops at one entry over the limit: enough to refuse the
/// list, however long it is.
pub(super) fn distinct<T: Clone + Ord>(entries: impl IntoIterator<Item = T>, max: usize) -> Vec<T> {
    let mut seen = BTreeSet::new();
    entries
        .into_iter()
        .filter(|entry| seen.insert(entry.clone()))
        .take(max.saturating_add(1))
        .collect()
}
