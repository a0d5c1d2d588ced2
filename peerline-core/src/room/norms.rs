//! What holds in a room, pinned where everybody sees it.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Language;

/// What holds in a room, in several languages. Each text that was pinned has its own version, so
/// that people agree to words that they can read.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Norms {
    /// How often they were pinned; zero where there are none.
    pub version: u32,
    /// The text in each language, the first where a reader's own is missing.
    pub texts: Vec<NormText>,
}

/// The norms in one language.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct NormText {
    /// The language.
    #[serde(rename = "lang")]
    #[cfg_attr(feature = "schemars1", schemars(with = "String"))]
    pub language: Language,
    /// One norm a line.
    pub lines: Vec<String>,
}

impl NormText {
    /// The most languages.
    pub const MAX_LANGUAGES: usize = 16;
    /// The most lines in one language.
    pub const MAX_LINES: usize = 24;
    /// The most bytes of a line.
    pub const MAX_LINE_BYTES: usize = 300;

    /// Returns whether texts are such as can be pinned: within the bounds above, no line empty, no
    /// language twice.
    #[must_use]
    pub fn are_sound(texts: &[Self]) -> bool {
        let languages: BTreeSet<&Language> = texts.iter().map(|text| &text.language).collect();
        texts.len() <= Self::MAX_LANGUAGES
            && languages.len() == texts.len()
            && texts.iter().all(Self::is_sound)
    }

    fn is_sound(&self) -> bool {
        (1..=Self::MAX_LINES).contains(&self.lines.len())
            && self.lines.iter().all(|line| {
                line.len() <= Self::MAX_LINE_BYTES
                    && !line.trim().is_empty()
                    && !line.chars().any(char::is_control)
            })
    }
}

impl Norms {
    /// Returns the text for a reader: in their language, in another form of it, or the first.
    #[must_use]
    pub fn for_reader(&self, language: Option<&Language>) -> Option<&NormText> {
        let wanted = |fits: fn(&Language, &Language) -> bool| {
            let language = language?;
            self.texts
                .iter()
                .find(|text| fits(&text.language, language))
        };
        wanted(|text, reader| text == reader)
            .or_else(|| wanted(|text, reader| text.primary() == reader.primary()))
            .or_else(|| self.texts.first())
    }
}

impl fmt::Debug for NormText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NormText({}, {} lines)", self.language, self.lines.len())
    }
}
