//! Why somebody was sanctioned.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// The rule a sanction rests on, as the line's policy names it (`rules#contact`): 1 to
/// [`Ground::MAX_BYTES`] of `a-z`, `0-9`, `#`, `_`, `-` and `.`; too narrow for a person's words.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ground(Box<str>);

impl Ground {
    /// The most bytes a ground may have.
    pub const MAX_BYTES: usize = 48;

    /// Returns the ground as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Ground {
    type Err = InvalidGround;

    fn from_str(text: &str) -> Result<Self, InvalidGround> {
        let good = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'#' | b'_' | b'-' | b'.');
        if (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(good) {
            return Ok(Self(text.into()));
        }
        Err(InvalidGround)
    }
}

impl TryFrom<String> for Ground {
    type Error = InvalidGround;

    fn try_from(text: String) -> Result<Self, InvalidGround> {
        text.parse()
    }
}

impl From<Ground> for String {
    fn from(ground: Ground) -> Self {
        ground.0.into_string()
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A ground was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a ground names a rule: 1 to 48 of a-z, 0-9, #, _, - and .")]
#[non_exhaustive]
pub struct InvalidGround;
