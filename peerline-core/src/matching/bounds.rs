//! Why a wish or a shift is refused, and the bounds both share.

use std::collections::BTreeSet;

use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Topic;

use super::Tag;

/// A wish or a shift was refused.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, thiserror::Error)]
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
    /// A shift takes one more of the urgent without being cleared for them.
    #[error("the urgent can be taken by the cleared alone")]
    NotCleared,
    /// A topic that the line does not list.
    #[error("the line does not list this topic")]
    UnknownTopic,
    /// A language that the line does not list, in no variety.
    #[error("the line does not list this language")]
    UnknownLanguage,
    /// An experience that the line does not list.
    #[error("the line does not list this experience")]
    UnknownTag,
}

impl InvalidProfile {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooManyTopics { .. } => "too_many_topics",
            Self::TooManyLanguages { .. } => "too_many_languages",
            Self::TooManyTags { .. } => "too_many_tags",
            Self::NoLanguage => "no_language",
            Self::Capacity { .. } => "capacity",
            Self::LoadPoints { .. } => "break_points",
            Self::AgeContradiction => "age_contradiction",
            Self::NotCertified => "not_certified",
            Self::NotCleared => "not_cleared",
            Self::UnknownTopic => "unknown_topic",
            Self::UnknownLanguage => "unknown_language",
            Self::UnknownTag => "unknown_tag",
        }
    }

    /// Returns under which name its plain words stand: which bound it was is for programs.
    pub(crate) const fn says(self) -> &'static str {
        match self {
            Self::UnknownTopic | Self::UnknownLanguage | Self::UnknownTag => "unlisted",
            Self::NotCertified | Self::NotCleared => "not_cleared",
            Self::TooManyTopics { .. }
            | Self::TooManyLanguages { .. }
            | Self::TooManyTags { .. } => "profile",
            Self::NoLanguage => "no_language",
            Self::Capacity { .. } | Self::LoadPoints { .. } => "number",
            Self::AgeContradiction => "ages",
        }
    }
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
