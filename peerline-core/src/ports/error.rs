//! How a port says that it could not.

use std::error::Error;
use std::fmt;

/// A port could not do what it was asked.
///
/// The core looks at nothing but `kind`; `source` is for the operator's log and never holds a
/// person's text.
#[derive(Debug)]
#[non_exhaustive]
pub struct PortError {
    /// Which port, in a word: `journal`, `sink`, `transport`.
    pub port: &'static str,
    /// What it means for the caller.
    pub kind: PortErrorKind,
    /// What lies behind it.
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl PortError {
    /// Makes an error without a cause.
    #[must_use]
    pub const fn new(port: &'static str, kind: PortErrorKind) -> Self {
        Self {
            port,
            kind,
            source: None,
        }
    }

    /// Adds what lies behind it.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { port, kind, .. } = self;
        let what = match kind {
            PortErrorKind::Unavailable => "is not available now; try again",
            PortErrorKind::Refused => "refused; trying again will not help",
            PortErrorKind::Corrupt => "holds something that cannot be read",
            PortErrorKind::Unsupported => "does not offer this",
            PortErrorKind::Closed => "is closed",
        };
        write!(f, "the {port} {what}")
    }
}

impl Error for PortError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}

/// What a port's failure means for the caller.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PortErrorKind {
    /// Not now; a retry can help.
    Unavailable,
    /// Never; a retry does not help.
    Refused,
    /// What is stored cannot be read.
    Corrupt,
    /// This implementation does not offer it.
    Unsupported,
    /// The other side is gone.
    Closed,
}
