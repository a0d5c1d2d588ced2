//! What a law says.

use std::fmt;

/// The outcome of a law.
pub type LawResult = Result<(), Broken>;

/// A law was broken.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Broken {
    /// The law's name.
    pub law: &'static str,
    /// What was seen instead.
    pub what: String,
}

impl Broken {
    /// Says that `law` was broken, and how.
    #[must_use]
    pub const fn new(law: &'static str, what: String) -> Self {
        Self { law, what }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.law, self.what)
    }
}

impl std::error::Error for Broken {}
