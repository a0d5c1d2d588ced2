//! The words names are made of. Each list is a file with one word per line.

/// The lists of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Adjectives that fit every noun of the language, whatever its gender.
    pub(super) adjectives: &'static str,
    /// Nouns for members.
    pub(super) nouns: &'static str,
    /// Nouns for staff, none of them among the members'.
    pub(super) staff: &'static str,
    /// Whether the noun stands before the adjective.
    pub(super) noun_first: bool,
}

macro_rules! words {
    ($code:literal, $noun_first:literal) => {
        Words {
            adjectives: include_str!(concat!("words/", $code, "_adjectives.txt")),
            nouns: include_str!(concat!("words/", $code, "_nouns.txt")),
            staff: include_str!(concat!("words/", $code, "_staff.txt")),
            noun_first: $noun_first,
        }
    };
}

impl Words {
    /// Returns the lists of a primary language, English where there are none.
    pub(super) fn of(primary: &str) -> Self {
        ALL.iter()
            .find(|(code, _)| *code == primary)
            .map_or(ENGLISH, |(_, words)| *words)
    }
}

const ENGLISH: Words = words!("en", false);

pub(super) const ALL: [(&str, Words); 5] = [
    ("en", ENGLISH),
    ("de", words!("de", false)),
    ("es", words!("es", true)),
    ("fr", words!("fr", true)),
    ("pt", words!("pt", true)),
];

#[cfg(test)]
mod tests;
