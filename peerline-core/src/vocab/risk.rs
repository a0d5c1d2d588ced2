//! What a risk assessor says about a text. In `vocab` because moderation and crisis both speak it.

use serde::Deserialize;
use serde::Serialize;

use super::Band;
use super::Span;

/// The outcome of looking at one text for danger.
///
/// There is deliberately no conversion from `Unavailable` to `NoSignal`: an outage never reads as
/// "safe", and policy must say what it means.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "finding")]
#[non_exhaustive]
pub enum RiskFinding {
    /// Something that may mean risk. `band` is at most [`Band::DETECTOR_MAX`].
    Signal {
        /// How soon a person is needed.
        band: Band,
        /// What was recognised, strongest first; never empty.
        reasons: Vec<Reason>,
    },
    /// The detector looked and found nothing. It does not say that the person is safe.
    NoSignal,
    /// The detector could not look.
    Unavailable,
}

/// One thing a detector recognised, where it stands, and by which rule.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// What kind of sign it is.
    pub category: Category,
    /// The rule that fired, as `name@version`; never text of the person.
    pub rule: String,
    /// Where it stands in the bytes the person wrote.
    pub span: Span,
}

impl Reason {
    /// Makes a reason.
    #[must_use]
    pub const fn new(category: Category, rule: String, span: Span) -> Self {
        Self {
            category,
            rule,
            span,
        }
    }
}

/// The kinds of signs that the rules tell apart.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Category {
    /// Thoughts of dying or of ending one's life.
    Ideation,
    /// A plan.
    Plan,
    /// Access to means.
    Means,
    /// A time is set.
    Time,
    /// Preparing, giving things away, saying sorry in advance.
    Preparation,
    /// Something is happening now.
    InProgress,
    /// Saying goodbye.
    Goodbye,
    /// Feeling a burden, no reason to go on.
    Burden,
    /// Hurting oneself.
    SelfHarm,
    /// Danger from or to somebody else.
    Violence,
    /// The writer worries about another person.
    ThirdParty,
    /// The writer asked for a human.
    AskedForHuman,
    /// The words are like those of people who were in danger, as a model finds that orders who is
    /// seen first; no phrase says why.
    Resembles,
}
