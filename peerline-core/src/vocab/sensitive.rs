//! Values that must never be printed.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// Holds a value that no log line, `Debug` output or error may show.
///
/// ```
/// use peerline_core::vocab::Sensitive;
///
/// let words = Sensitive::new("what a person wrote");
/// assert_eq!(format!("{words:?}"), "Sensitive(..)");
/// assert_eq!(*words.expose(), "what a person wrote");
/// ```
#[derive(Clone, Copy, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Shows the value to code that must have it. Every call is a place to look at in review.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Gives the value up.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive(..)")
    }
}
