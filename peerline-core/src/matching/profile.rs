//! What a seeker asks for and what a supporter offers.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Tier;
use crate::vocab::Topic;

/// What a seeker asks for. It names no one and holds no words of theirs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Wish {
    topics: Vec<Topic>,
    languages: Vec<Language>,
    minor: bool,
}

impl Wish {
    /// Makes the wish of an adult: any number of topics up to the limit (none means any), and at
    /// least one language, best first. Repetitions are dropped.
    ///
    /// # Errors
    /// [`InvalidProfile`] where no language is named or a list is over
    /// [`Limits::profile_entries`].
    pub fn new(
        limits: &Limits,
        topics: impl IntoIterator<Item = Topic>,
        languages: impl IntoIterator<Item = Language>,
    ) -> Result<Self, InvalidProfile> {
        let wish = Self {
            topics: distinct(topics, limits.profile_entries),
            languages: distinct(languages, limits.profile_entries),
            minor: false,
        };
        wish.check(limits)?;
        Ok(wish)
    }

    /// Returns the same wish of a minor: only a supporter certified for minors may take it.
    #[must_use]
    pub fn of_minor(mut self) -> Self {
        self.minor = true;
        self
    }

    /// Returns the topics; none means any.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Returns the languages, best first.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Returns whether the person is a minor.
    #[must_use]
    pub const fn is_minor(&self) -> bool {
        self.minor
    }

    /// Checks the bounds again: a decoded wish has not been through [`Wish::new`].
    pub(super) fn check(&self, limits: &Limits) -> Result<(), InvalidProfile> {
        check_lists(limits, &self.topics, &self.languages)
    }
}

/// What a supporter on shift offers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Shift {
    topics: Vec<Topic>,
    languages: Vec<Language>,
    capacity: u8,
    minors: bool,
    clearance: Tier,
}

impl Shift {
    /// Makes a shift for adults of the routine tier: topics up to the limit (none means all), at
    /// least one language, and how many seekers at a time. Repetitions are dropped.
    ///
    /// # Errors
    /// [`InvalidProfile`] where no language is named, a list is over [`Limits::profile_entries`],
    /// or the capacity is zero or over [`Limits::capacity`].
    pub fn new(
        limits: &Limits,
        topics: impl IntoIterator<Item = Topic>,
        languages: impl IntoIterator<Item = Language>,
        capacity: u8,
    ) -> Result<Self, InvalidProfile> {
        let shift = Self {
            topics: distinct(topics, limits.profile_entries),
            languages: distinct(languages, limits.profile_entries),
            capacity,
            minors: false,
            clearance: Tier::Routine,
        };
        shift.check(limits)?;
        Ok(shift)
    }

    /// Returns the same shift of a supporter certified for minors.
    #[must_use]
    pub fn certified_for_minors(mut self) -> Self {
        self.minors = true;
        self
    }

    /// Returns the same shift of a supporter who may take seekers up to `tier`.
    #[must_use]
    pub fn cleared_to(mut self, tier: Tier) -> Self {
        self.clearance = tier;
        self
    }

    /// Returns the topics; none means all.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Returns the languages.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Returns how many seekers the supporter takes at a time.
    #[must_use]
    pub const fn capacity(&self) -> u8 {
        self.capacity
    }

    /// Returns whether the supporter is certified for minors.
    #[must_use]
    pub const fn takes_minors(&self) -> bool {
        self.minors
    }

    /// Returns the highest tier the supporter may take.
    #[must_use]
    pub const fn clearance(&self) -> Tier {
        self.clearance
    }

    /// Checks the bounds again: a decoded shift has not been through [`Shift::new`].
    pub(super) fn check(&self, limits: &Limits) -> Result<(), InvalidProfile> {
        check_lists(limits, &self.topics, &self.languages)?;
        if self.capacity == 0 || limits.capacity < self.capacity {
            let max = limits.capacity;
            return Err(InvalidProfile::Capacity { max });
        }
        Ok(())
    }
}

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
    /// Nobody can be found without a language.
    #[error("at least one language is needed")]
    NoLanguage,
    /// The capacity is zero or over the line's limit.
    #[error("the capacity is 1 to {max} seekers at a time")]
    Capacity {
        /// The line's limit.
        max: u8,
    },
}

fn check_lists(
    limits: &Limits,
    topics: &[Topic],
    languages: &[Language],
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
    Ok(())
}

/// Drops repetitions and keeps the order. Stops at one entry over the limit: enough to refuse the
/// list, however long it is.
fn distinct<T: Clone + Ord>(entries: impl IntoIterator<Item = T>, max: usize) -> Vec<T> {
    let mut seen = BTreeSet::new();
    entries
        .into_iter()
        .filter(|entry| seen.insert(entry.clone()))
        .take(max.saturating_add(1))
        .collect()
}
