//! The ten languages in which a root can be written as words.

use bip39::Language as List;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::vocab::Language;

/// A language with a word list in BIP39.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum PhraseLanguage {
    /// English.
    English,
    /// Czech.
    Czech,
    /// Spanish.
    Spanish,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Japanese, in hiragana.
    Japanese,
    /// Korean.
    Korean,
    /// Chinese in simplified characters.
    SimplifiedChinese,
    /// Chinese in traditional characters.
    TraditionalChinese,
}

impl PhraseLanguage {
    /// Every language, in the order in which a phrase is looked for.
    pub const ALL: [Self; 10] = [
        Self::English,
        Self::Czech,
        Self::Spanish,
        Self::French,
        Self::Italian,
        Self::Portuguese,
        Self::Japanese,
        Self::Korean,
        Self::SimplifiedChinese,
        Self::TraditionalChinese,
    ];

    /// How many words a list has.
    pub const LIST: usize = 2048;

    /// Returns its language tag, as the word lists of clients are called.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Czech => "cs",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Portuguese => "pt",
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::SimplifiedChinese => "zh-hans",
            Self::TraditionalChinese => "zh-hant",
        }
    }

    /// Returns its name in English, for error texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Czech => "Czech",
            Self::Spanish => "Spanish",
            Self::French => "French",
            Self::Italian => "Italian",
            Self::Portuguese => "Portuguese",
            Self::Japanese => "Japanese",
            Self::Korean => "Korean",
            Self::SimplifiedChinese => "simplified Chinese",
            Self::TraditionalChinese => "traditional Chinese",
        }
    }

    /// Returns the list for a reader of `language`; English where there is none.
    #[must_use]
    pub fn of(language: &Language) -> Self {
        let tag = language.as_str();
        if language.primary() == "zh" {
            let traditional = ["hant", "tw", "hk", "mo"];
            let named = tag.split('-').any(|part| traditional.contains(&part));
            return if named {
                Self::TraditionalChinese
            } else {
                Self::SimplifiedChinese
            };
        }
        let found = Self::ALL
            .into_iter()
            .find(|list| list.tag() == language.primary());
        found.unwrap_or(Self::English)
    }

    /// Returns the 2,048 words in the order of BIP39, decomposed (NFKD) as it publishes them.
    #[must_use]
    pub fn words(self) -> &'static [&'static str; Self::LIST] {
        self.list().word_list()
    }

    /// Returns what stands between two words on paper.
    #[must_use]
    pub const fn separator(self) -> char {
        match self {
            Self::Japanese => '\u{3000}',
            Self::English
            | Self::Czech
            | Self::Spanish
            | Self::French
            | Self::Italian
            | Self::Portuguese
            | Self::Korean
            | Self::SimplifiedChinese
            | Self::TraditionalChinese => ' ',
        }
    }

    /// Returns the place of a word that [`words_in`] found.
    ///
    /// Where a list is written with Latin letters, accents may be left out or added: no two of its
    /// words differ by them alone. Elsewhere a mark makes another word.
    pub(super) fn find(self, word: &str) -> Option<u16> {
        if self.is_latin() != word.starts_with(|c: char| c.is_ascii()) {
            return None;
        }
        let list = self.list();
        if let Some(place) = list.find_word(word) {
            return Some(place);
        }
        if !self.is_latin() {
            return None;
        }
        let bare: String = word.chars().filter(|c| !is_combining_mark(*c)).collect();
        let found = list.find_word(&bare);
        found.or_else(|| self.find_bare(&bare))
    }

    /// Finds a word by its letters without accents.
    fn find_bare(self, bare: &str) -> Option<u16> {
        if !matches!(self, Self::Spanish | Self::French) {
            return None;
        }
        let same = |word: &&str| {
            let letters = word.chars().filter(|c| !is_combining_mark(*c));
            letters.eq(bare.chars())
        };
        let place = self.words().iter().position(same)?;
        u16::try_from(place).ok()
    }

    const fn is_latin(self) -> bool {
        match self {
            Self::English
            | Self::Czech
            | Self::Spanish
            | Self::French
            | Self::Italian
            | Self::Portuguese => true,
            Self::Japanese | Self::Korean | Self::SimplifiedChinese | Self::TraditionalChinese => {
                false
            }
        }
    }

    const fn list(self) -> List {
        match self {
            Self::English => List::English,
            Self::Czech => List::Czech,
            Self::Spanish => List::Spanish,
            Self::French => List::French,
            Self::Italian => List::Italian,
            Self::Portuguese => List::Portuguese,
            Self::Japanese => List::Japanese,
            Self::Korean => List::Korean,
            Self::SimplifiedChinese => List::SimplifiedChinese,
            Self::TraditionalChinese => List::TraditionalChinese,
        }
    }
}

/// Returns the words of a text, in small letters and decomposed (NFKD), without numbering and
/// punctuation. A Chinese character is a word of its own, with or without a space behind it.
pub(super) fn words_in(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        let is_character = is_chinese(c);
        if !is_character && (c.is_alphabetic() || is_combining_mark(c)) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if is_character {
            words.push(c.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

const fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests;
