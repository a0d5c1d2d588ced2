//! What somebody asks for, as they say it.

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
use super::Wish;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Topic;

/// What a seeker asks for, as they say it: the body of the put and of the entry that tells them so.
/// Everything but a language may be left unsaid. [`Asked::wish`] holds it to the bounds.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct Asked {
    /// What to talk about; anything where none is named.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// In which languages, the preferred first.
    pub languages: Vec<Language>,
    /// How old the person says they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<AgeBand>,
    /// What they need in order to talk. Never relaxed.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub needs: BTreeSet<Need>,
    /// What they have lived through, of the line's list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// The gender they wish for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Preference<Gender>>,
    /// The way of talking they wish for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Preference<Style>>,
    /// Whether a language they did not name is better to them than waiting on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub any_language: bool,
    /// What they want of the supporter they talked with last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
}

impl Asked {
    /// Makes the wish.
    ///
    /// # Errors
    /// [`InvalidProfile`] where it is out of bounds.
    pub fn wish(self, limits: &Limits) -> Result<Wish, InvalidProfile> {
        let mut wish = Wish::new(limits, self.topics, self.languages)?
            .needing(self.needs)
            .with_tags(limits, self.tags)?;
        if let Some(age) = self.age {
            wish = wish.aged(age);
        }
        if let Some(gender) = self.gender {
            wish = wish.for_gender(gender);
        }
        if let Some(style) = self.style {
            wish = wish.for_style(style);
        }
        if self.any_language {
            wish = wish.in_any_language();
        }
        if let Some(again) = self.again {
            wish = wish.again(again);
        }
        Ok(wish)
    }
}
