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
    pub const MAX_LINES: usize = 64;
    /// The most bytes of a line.
    pub const MAX_LINE_BYTES: usize = 1000;

    /// Takes a text line by line; a line that is too long goes on in the next one.
    #[must_use]
    pub fn of(language: Language, text: &str) -> Self {
        let mut lines = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            lines.extend(wrapped(line));
        }
        Self { language, lines }
    }

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

/// Cuts a line where it is too long, between words where there are any.
fn wrapped(line: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = line;
    while NormText::MAX_LINE_BYTES < rest.len() {
        let most = rest.floor_char_boundary(NormText::MAX_LINE_BYTES);
        let (head, _) = rest.split_at(most);
        let cut = head.rfind(' ').filter(|cut| *cut != 0).unwrap_or(most);
        let (head, tail) = rest.split_at(cut);
        lines.push(head.trim_end().to_owned());
        rest = tail.trim_start();
    }
    lines.push(rest.to_owned());
    lines
}

impl fmt::Debug for NormText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NormText({}, {} lines)", self.language, self.lines.len())
    }
}
