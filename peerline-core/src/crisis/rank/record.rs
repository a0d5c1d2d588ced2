//! What was found when a model was tried, and whether that is enough to let it order people.

use serde::Deserialize;
use serde::Serialize;

use super::model::Model;
use super::model::Score;
use crate::vocab::Digest;

/// Texts that a model was trained or tried with.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::exhaustive_structs,
    reason = "whoever tries a model fills it in"
)]
pub struct DataSet {
    /// What it is and where it is from, in the operator's words.
    pub name: String,
    /// How many texts.
    pub texts: u32,
    /// How many of them are of people whom a trained human found to be in danger.
    pub in_danger: u32,
}

/// The evaluation record of a model: without it, no model orders anybody.
///
/// All figures are of texts that the model, or the same model made without them, had not seen.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::exhaustive_structs,
    reason = "whoever tries a model fills it in"
)]
pub struct Record {
    /// Which model, by [`Model::digest`].
    pub model: Digest,
    /// The texts with people in danger among them.
    pub tried: DataSet,
    /// The everyday texts: distress, and no danger.
    pub everyday: DataSet,
    /// What counted as danger, in the operator's words.
    pub danger: String,
    /// In how many parts the texts were cut; each was scored by a model of the others.
    pub folds: u32,
    /// How often somebody in danger is put before somebody who is not, in thousandths (the area under
    /// the curve), within `tried`.
    pub order: u32,
    /// The lower end of what that may be, in thousandths (95 %).
    pub order_low: u32,
    /// The upper end.
    pub order_high: u32,
    /// From here on a text is looked at sooner.
    pub threshold: Score,
    /// Of those in danger, how many of a thousand reach the threshold.
    pub found: u32,
    /// Of those in `tried` who are not in danger, how many of a thousand do.
    pub found_wrongly: u32,
    /// Of the everyday texts, how many of a thousand do.
    pub false_alarms: u32,
}

/// A record does not say that its model can order people.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfit {
    /// It is of another model.
    #[error("the record is of another model; evaluate this one")]
    OtherModel,
    /// Too few people in danger were among the texts.
    #[error("the model was tried with {0} texts of people in danger; at least {min} are needed", min = Record::MIN_IN_DANGER)]
    TooFew(u32),
    /// Too few everyday texts.
    #[error("the model was tried with {0} everyday texts; at least {min} are needed", min = Record::MIN_EVERYDAY)]
    TooFewEveryday(u32),
    /// It may be no better than chance.
    #[error("the model may put people in no better order than chance (lower bound {0} of 1000)")]
    OrdersNobody(u32),
    /// It calls too often for nothing.
    #[error("{0} of 1000 everyday texts reach the threshold; at most {max} may", max = Record::MAX_FALSE_ALARMS)]
    FalseAlarms(u32),
}

impl Record {
    /// Fewer events than this say little about a model (Collins, Ogundimu and Altman, Statistics in Medicine 2016:
    /// at least 100).
    pub const MIN_IN_DANGER: u32 = 100;

    /// With fewer, a false alarm in a hundred is not seen often enough to be counted. Ours.
    pub const MIN_EVERYDAY: u32 = 1000;

    /// Of a thousand everyday texts, as many may be looked at sooner. Ours: what calls more often is
    /// soon believed by nobody. A clinician of the line sets the threshold within it.
    pub const MAX_FALSE_ALARMS: u32 = 10;

    /// Returns whether the record lets `model` order people.
    ///
    /// # Errors
    /// [`Unfit`] with what is missing.
    pub fn allows(&self, model: &Model) -> Result<(), Unfit> {
        if self.model != model.digest() {
            return Err(Unfit::OtherModel);
        }
        if self.tried.in_danger < Self::MIN_IN_DANGER {
            return Err(Unfit::TooFew(self.tried.in_danger));
        }
        if self.everyday.texts < Self::MIN_EVERYDAY {
            return Err(Unfit::TooFewEveryday(self.everyday.texts));
        }
        if self.order_low <= 500 {
            return Err(Unfit::OrdersNobody(self.order_low));
        }
        if Self::MAX_FALSE_ALARMS < self.false_alarms {
            return Err(Unfit::FalseAlarms(self.false_alarms));
        }
        Ok(())
    }
}
