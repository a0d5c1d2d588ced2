//! What a supporter offers.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::AgeBand;
use super::Gender;
use super::InvalidProfile;
use super::Need;
use super::Style;
use super::Tag;
use super::bounds::check_lists;
use super::bounds::distinct;
use crate::vocab::Clearance;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Tier;
use crate::vocab::Topic;

/// What a supporter on shift offers.
///
/// In the log, what was not said is left out: a shift written before a field existed reads as one
/// without it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Shift {
    topics: Vec<Topic>,
    languages: Vec<Language>,
    capacity: u8,
    minors: bool,
    clearance: Tier,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    ages: BTreeSet<AgeBand>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    needs: BTreeSet<Need>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gender: Option<Gender>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    styles: BTreeSet<Style>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opts: Option<Opts>,
}

/// What a supporter opts in to; written down where they do.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
struct Opts {
    surge: bool,
    again: bool,
    load_points: Option<u16>,
}

impl Shift {
    /// Makes a shift for adults of the routine tier: topics up to the limit (none means all), at
    /// least one language, best first, and how many seekers at a time. Repetitions are dropped.
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
            ages: BTreeSet::new(),
            needs: BTreeSet::new(),
            tags: Vec::new(),
            gender: None,
            styles: BTreeSet::new(),
            opts: None,
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

    /// Returns the same shift under another clearance; `None` where it was for minors alone, and the
    /// supporter is not certified for them any more.
    #[must_use]
    pub fn recleared(mut self, clearance: Clearance) -> Option<Self> {
        self.clearance = clearance.tier;
        self.minors = clearance.minors;
        if !self.minors && self.ages.remove(&AgeBand::Minor) && self.ages.is_empty() {
            return None;
        }
        Some(self)
    }

    /// Returns the same shift, for seekers of these ages alone; none means all. A seeker who told no
    /// age counts as an adult of any band.
    ///
    /// # Errors
    /// [`InvalidProfile::NotCertified`] where minors are among them and the supporter is not
    /// certified.
    pub fn for_ages(
        mut self,
        ages: impl IntoIterator<Item = AgeBand>,
    ) -> Result<Self, InvalidProfile> {
        self.ages = ages.into_iter().collect();
        self.check_ages()?;
        Ok(self)
    }

    /// Returns the same shift of a supporter who can meet these needs.
    #[must_use]
    pub fn meeting(mut self, needs: impl IntoIterator<Item = Need>) -> Self {
        self.needs = needs.into_iter().collect();
        self
    }

    /// Returns the same shift of a supporter with these experiences. Repetitions are dropped.
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

    /// Returns the same shift of a supporter of this gender.
    #[must_use]
    pub const fn of_gender(mut self, gender: Gender) -> Self {
        self.gender = Some(gender);
        self
    }

    /// Returns the same shift of a supporter who talks in these ways.
    #[must_use]
    pub fn in_styles(mut self, styles: impl IntoIterator<Item = Style>) -> Self {
        self.styles = styles.into_iter().collect();
        self
    }

    /// Returns the same shift of a supporter who takes one more than their capacity, where it is
    /// somebody of the urgent tier and they are cleared for it.
    #[must_use]
    pub fn with_surge(mut self) -> Self {
        self.opts.get_or_insert_default().surge = true;
        self
    }

    /// Returns the same shift of a supporter who agrees to meet again who asks for them.
    #[must_use]
    pub fn agreeing_to_again(mut self) -> Self {
        self.opts.get_or_insert_default().again = true;
        self
    }

    /// Returns the same shift, with a break due after this many load points. One conversation is one
    /// point in the routine tier, two in the next and four in the urgent one.
    ///
    /// # Errors
    /// [`InvalidProfile::LoadPoints`] where they are zero or over [`Limits::load_points`].
    pub fn with_load_points(
        mut self,
        limits: &Limits,
        points: u16,
    ) -> Result<Self, InvalidProfile> {
        self.opts.get_or_insert_default().load_points = Some(points);
        self.check(limits)?;
        Ok(self)
    }

    /// Returns the topics; none means all.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Returns the languages, best first.
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

    /// Returns the ages they take; none means all, minors where certified.
    #[must_use]
    pub const fn ages(&self) -> &BTreeSet<AgeBand> {
        &self.ages
    }

    /// Returns the needs they can meet.
    #[must_use]
    pub const fn needs(&self) -> &BTreeSet<Need> {
        &self.needs
    }

    /// Returns their experiences.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// Returns their gender, where they state it.
    #[must_use]
    pub const fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// Returns the ways they talk.
    #[must_use]
    pub const fn styles(&self) -> &BTreeSet<Style> {
        &self.styles
    }

    /// Returns whether they take one more where it is urgent.
    #[must_use]
    pub fn surges(&self) -> bool {
        self.opts.is_some_and(|opts| opts.surge)
    }

    /// Returns whether they agree to meet somebody again who asks for them.
    #[must_use]
    pub fn agrees_to_again(&self) -> bool {
        self.opts.is_some_and(|opts| opts.again)
    }

    /// Returns after how many load points a break is due; the line's own figure where missing.
    #[must_use]
    pub fn load_points(&self) -> Option<u16> {
        self.opts.and_then(|opts| opts.load_points)
    }

    /// Checks the bounds again: a decoded shift has not been through [`Shift::new`].
    pub(super) fn check(&self, limits: &Limits) -> Result<(), InvalidProfile> {
        check_lists(limits, &self.topics, &self.languages, &self.tags)?;
        if self.capacity == 0 || limits.capacity < self.capacity {
            let max = limits.capacity;
            return Err(InvalidProfile::Capacity { max });
        }
        let max = limits.load_points;
        let points = self.load_points();
        if points.is_some_and(|points| points == 0 || max < points) {
            return Err(InvalidProfile::LoadPoints { max });
        }
        self.check_ages()
    }

    fn check_ages(&self) -> Result<(), InvalidProfile> {
        if self.ages.contains(&AgeBand::Minor) && !self.minors {
            return Err(InvalidProfile::NotCertified);
        }
        Ok(())
    }
}
