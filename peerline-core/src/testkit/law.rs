//! What a law answers.

/// A promise that was not kept.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{law}: {what}")]
#[non_exhaustive]
pub struct Broken {
    /// The name of the law.
    pub law: &'static str,
    /// What was seen instead.
    pub what: String,
}

impl Broken {
    /// Makes the report of a broken law.
    #[must_use]
    pub fn new(law: &'static str, what: impl Into<String>) -> Self {
        Self {
            law,
            what: what.into(),
        }
    }
}

/// The outcome of a law.
pub type LawResult = Result<(), Broken>;
