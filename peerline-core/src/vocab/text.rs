//! What a person wrote, bounded and never printed.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// Words of a person: 1 to [`Text::MAX_BYTES`] bytes of UTF-8, not only white space.
///
/// `Debug` shows the length alone.
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(Box<str>);

impl Text {
    /// The most bytes one text may have. 4 KiB is some 700 words: longer than any chat turn, short
    /// enough that a room of 500 can be served from memory.
    pub const MAX_BYTES: usize = 4096;

    /// Takes a text.
    ///
    /// # Errors
    /// [`InvalidText::Empty`] where nothing but white space is in it, [`InvalidText::TooLong`] over
    /// [`Text::MAX_BYTES`].
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidText> {
        let text = text.into();
        if text.len() > Self::MAX_BYTES {
            return Err(InvalidText::TooLong { len: text.len() });
        }
        if text.trim().is_empty() {
            return Err(InvalidText::Empty);
        }
        Ok(Self(text.into_boxed_str()))
    }

    /// Shows the words to code that must have them.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = InvalidText;

    fn try_from(text: String) -> Result<Self, InvalidText> {
        Self::new(text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.into_string()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

/// A text was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidText {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// Over the limit.
    #[error("the text has {len} bytes; at most {} are allowed", Text::MAX_BYTES)]
    TooLong {
        /// How many bytes it had.
        len: usize,
    },
}

/// A stretch of bytes in the text as the person wrote it; both ends lie on character bounds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Returns the stretch of `text`, or `None` where it does not lie on its character bounds.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(usize::try_from(self.start).ok()?..usize::try_from(self.end).ok()?)
    }
}
