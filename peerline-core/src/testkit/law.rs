//! What a law answers.

/// What a law answers: nothing where it holds.
pub type LawResult = Result<(), Broken>;

/// A law that does not hold, and how that showed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{law}: {what}")]
#[non_exhaustive]
pub struct Broken {
    /// The law's name.
    pub law: &'static str,
    /// What was seen instead.
    pub what: String,
}

impl Broken {
    /// Says how a law was broken.
    pub fn new(law: &'static str, what: impl Into<String>) -> Self {
        Self {
            law,
            what: what.into(),
        }
    }
}
