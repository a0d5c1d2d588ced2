//! What a supporter offers, as they say it.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::AgeBand;
use super::Gender;
use super::InvalidProfile;
use super::Need;
use super::Shift;
use super::Style;
use super::Tag;
use crate::vocab::Clearance;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Tier;
use crate::vocab::Topic;

/// What a supporter offers, as they say it: the body of the put and of the entry that tells them so.
/// What they are cleared for is not theirs to say. [`Hours::shift`] holds it to the bounds.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct Hours {
    /// What they talk about; everything where none is named.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// In which languages, the best first.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// For how many at a time; 0 = off shift.
    pub capacity: u32,
    /// For which ages; all where none is named, minors where certified.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub ages: BTreeSet<AgeBand>,
    /// Which needs they can meet.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub needs: BTreeSet<Need>,
    /// What they have lived through, of the line's list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Their gender, where they state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// How they talk.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub styles: BTreeSet<Style>,
    /// Whether they take one more where it is urgent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub surge: bool,
    /// Whether they agree to meet again who asks for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// After how many load points they want a break, where that is sooner than the line's own figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub break_points: Option<u32>,
}

impl Hours {
    /// Makes the shift of a supporter with this clearance. `line` is the line's own figure for
    /// breaks, which nobody can raise.
    ///
    /// # Errors
    /// [`InvalidProfile`] where it is out of bounds.
    pub fn shift(
        self,
        limits: &Limits,
        clearance: Clearance,
        line: Option<u16>,
    ) -> Result<Shift, InvalidProfile> {
        // What does not fit into the type is over any limit.
        let capacity = u8::try_from(self.capacity).unwrap_or(u8::MAX);
        let mut shift = Shift::new(limits, self.topics, self.languages, capacity)?
            .cleared_to(clearance.tier)
            .meeting(self.needs)
            .with_tags(limits, self.tags)?
            .in_styles(self.styles);
        if clearance.minors {
            shift = shift.certified_for_minors();
        }
        shift = shift.for_ages(self.ages)?;
        if let Some(gender) = self.gender {
            shift = shift.of_gender(gender);
        }
        if self.surge && clearance.tier < Tier::Urgent {
            return Err(InvalidProfile::NotCleared);
        }
        if self.surge {
            shift = shift.with_surge();
        }
        if self.again {
            shift = shift.agreeing_to_again();
        }
        let Some(points) = self.break_points else {
            return Ok(shift);
        };
        let points = u16::try_from(points).unwrap_or(u16::MAX);
        match line {
            Some(max) if max < points => Err(InvalidProfile::LoadPoints { max }),
            Some(_) | None => shift.with_load_points(limits, points),
        }
    }
}
