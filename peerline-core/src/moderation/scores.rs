//! What models outside said about a message.

use std::collections::BTreeMap;

/// The scores of models outside, from 0 to 1000, by the name of the model. A model without a score
/// could not look, was late, or is switched off after too many failures: a policy says what then.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Scores(BTreeMap<Box<str>, u16>);

impl Scores {
    /// The highest score.
    pub const MOST: u16 = 1000;
    /// No model was asked.
    pub const NONE: Self = Self(BTreeMap::new());

    /// Returns the scores with that of one more model; beyond [`Scores::MOST`] it is that.
    #[must_use]
    pub fn with(mut self, model: &str, score: u16) -> Self {
        self.0.insert(model.into(), score.min(Self::MOST));
        self
    }

    /// Returns the score of a model.
    #[must_use]
    pub fn of(&self, model: &str) -> Option<u16> {
        self.0.get(model).copied()
    }
}
