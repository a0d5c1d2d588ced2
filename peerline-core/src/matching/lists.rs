//! What the line lists to choose from.

use std::collections::BTreeSet;

use super::InvalidProfile;
use super::Tag;
use crate::vocab::Language;
use crate::vocab::Topic;

/// What the line lists to choose from. A list that was never given refuses nothing; an empty one
/// refuses everything.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Lists {
    topics: Option<BTreeSet<Topic>>,
    primaries: Option<BTreeSet<String>>,
    tags: Option<BTreeSet<Tag>>,
}

impl Lists {
    /// Returns the same lists, with these topics and no others.
    #[must_use]
    pub fn of_topics(mut self, topics: impl IntoIterator<Item = Topic>) -> Self {
        self.topics = Some(topics.into_iter().collect());
        self
    }

    /// Returns the same lists, with these languages and no others, each in whatever variety.
    #[must_use]
    pub fn of_languages<'a>(mut self, languages: impl IntoIterator<Item = &'a Language>) -> Self {
        let languages = languages.into_iter();
        let primaries = languages.map(|language| language.primary().to_owned());
        self.primaries = Some(primaries.collect());
        self
    }

    /// Returns the same lists, with these experiences and no others.
    #[must_use]
    pub fn of_tags(mut self, tags: impl IntoIterator<Item = Tag>) -> Self {
        self.tags = Some(tags.into_iter().collect());
        self
    }

    /// Checks what somebody named.
    ///
    /// # Errors
    /// [`InvalidProfile::UnknownTopic`], [`InvalidProfile::UnknownLanguage`] or
    /// [`InvalidProfile::UnknownTag`] where something is not listed.
    pub fn check(
        &self,
        topics: &[Topic],
        languages: &[Language],
        tags: &[Tag],
    ) -> Result<(), InvalidProfile> {
        let listed = self.topics.as_ref();
        if listed.is_some_and(|listed| topics.iter().any(|topic| !listed.contains(topic))) {
            return Err(InvalidProfile::UnknownTopic);
        }
        let listed = self.primaries.as_ref();
        let is_foreign =
            |listed: &BTreeSet<String>, one: &Language| !listed.contains(one.primary());
        if listed.is_some_and(|listed| languages.iter().any(|one| is_foreign(listed, one))) {
            return Err(InvalidProfile::UnknownLanguage);
        }
        let listed = self.tags.as_ref();
        if listed.is_some_and(|listed| tags.iter().any(|tag| !listed.contains(tag))) {
            return Err(InvalidProfile::UnknownTag);
        }
        Ok(())
    }
}
