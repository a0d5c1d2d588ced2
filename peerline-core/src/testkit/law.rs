//! What a law says when it is broken.

/// A law held, or how it was broken.
pub type LawResult = Result<(), Broken>;

/// A law was broken.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{law}: {what}")]
#[non_exhaustive]
pub struct Broken {
    /// The law's name, as the trait's `# Contract` has it.
    pub law: &'static str,
    /// What was seen.
    pub what: String,
}

impl Broken {
    /// Says that `law` was broken, and how.
    #[must_use]
    pub fn new(law: &'static str, what: impl Into<String>) -> Self {
        Self {
            law,
            what: what.into(),
        }
    }
}
