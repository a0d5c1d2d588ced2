//! What a seeker asks for.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::Again;
use super::AgeBand;
use super::Gender;
use super::InvalidProfile;
use super::Need;
use super::Preference;
use super::Style;
use super::Tag;
use super::bounds::check_lists;
use super::bounds::distinct;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Topic;

/// What a seeker asks for. It names no one and holds no words of theirs.
///
/// In the log, what was not asked for is left out: a wish written before a field existed reads as
/// one without it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Wish {
    topics: Vec<Topic>,
    languages: Vec<Language>,
    minor: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    age: Option<AgeBand>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    needs: BTreeSet<Need>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gender: Option<Preference<Gender>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    style: Option<Preference<Style>>,
    #[serde(default, skip_serializing_if = "is_false")]
    any_language: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    again: Option<Again>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde asks for"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
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
            age: None,
            needs: BTreeSet::new(),
            tags: Vec::new(),
            gender: None,
            style: None,
            any_language: false,
            again: None,
        };
        wish.check(limits)?;
        Ok(wish)
    }

    /// Returns the same wish of a minor: only a supporter certified for minors may take it.
    #[must_use]
    pub fn of_minor(self) -> Self {
        self.aged(AgeBand::Minor)
    }

    /// Returns the same wish of somebody of this age.
    #[must_use]
    pub fn aged(mut self, age: AgeBand) -> Self {
        self.minor = age == AgeBand::Minor;
        self.age = Some(age);
        self
    }

    /// Returns the same wish of somebody with these needs.
    #[must_use]
    pub fn needing(mut self, needs: impl IntoIterator<Item = Need>) -> Self {
        self.needs = needs.into_iter().collect();
        self
    }

    /// Returns the same wish of somebody with these experiences. Repetitions are dropped.
    ///
    /// # Errors
    /// [`InvalidProfile::TooManyTags`] over [`Limits::profile_tags`].
    pub fn with_tags(
        mut self,
        limits: &Limits,
        tags: impl IntoIterator<Item = Tag>,
    ) -> Result<Self, InvalidProfile> {
        self.tags = distinct(tags, limits.profile_tags);
        self.check(limits)?;
        Ok(self)
    }

    /// Returns the same wish, for a supporter of a gender.
    #[must_use]
    pub const fn for_gender(mut self, gender: Preference<Gender>) -> Self {
        self.gender = Some(gender);
        self
    }

    /// Returns the same wish, for a way of talking.
    #[must_use]
    pub const fn for_style(mut self, style: Preference<Style>) -> Self {
        self.style = Some(style);
        self
    }

    /// Returns the same wish of somebody who would rather talk in a language they did not name than
    /// wait on; nobody is ever given one without this.
    #[must_use]
    pub const fn in_any_language(mut self) -> Self {
        self.any_language = true;
        self
    }

    /// Returns the same wish, with what they want of their last supporter.
    #[must_use]
    pub const fn again(mut self, again: Again) -> Self {
        self.again = Some(again);
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

    /// Returns how old they say they are.
    #[must_use]
    pub const fn age(&self) -> Option<AgeBand> {
        self.age
    }

    /// Returns what they need in order to talk.
    #[must_use]
    pub const fn needs(&self) -> &BTreeSet<Need> {
        &self.needs
    }

    /// Returns their experiences.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// Returns the gender they wish for.
    #[must_use]
    pub const fn gender(&self) -> Option<Preference<Gender>> {
        self.gender
    }

    /// Returns the way of talking they wish for.
    #[must_use]
    pub const fn style(&self) -> Option<Preference<Style>> {
        self.style
    }

    /// Returns whether a language they did not name is better to them than waiting on.
    #[must_use]
    pub const fn takes_any_language(&self) -> bool {
        self.any_language
    }

    /// Returns what they want of their last supporter.
    #[must_use]
    pub const fn wants_again(&self) -> Option<Again> {
        self.again
    }

    /// Checks the bounds again: a decoded wish has not been through [`Wish::new`].
    pub(super) fn check(&self, limits: &Limits) -> Result<(), InvalidProfile> {
        check_lists(limits, &self.topics, &self.languages, &self.tags)?;
        let says_minor = self.age.map(|age| age == AgeBand::Minor);
        if says_minor.is_some_and(|minor| minor != self.minor) {
            return Err(InvalidProfile::AgeContradiction);
        }
        Ok(())
    }
}
