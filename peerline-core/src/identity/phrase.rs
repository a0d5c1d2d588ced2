//! A root as twelve words that can be written on paper.

use std::fmt;
use std::str::FromStr;

use sha2::Digest as _;
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::PhraseLanguage;
use super::Root;
use super::phrase_language::words_in;

/// Twelve words of BIP39: 128 bits of the root and 4 bits of its SHA-256, 11 bits a word.
///
/// # Privacy
/// `Debug` shows nothing; the places of the words are overwritten when the value is dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Phrase {
    places: [u16; Self::WORDS],
    #[zeroize(skip)]
    language: PhraseLanguage,
}

impl Phrase {
    /// How many words a phrase has.
    pub const WORDS: usize = 12;

    /// Returns the language of the words.
    #[must_use]
    pub const fn language(&self) -> PhraseLanguage {
        self.language
    }

    /// Returns the words in their order, decomposed (NFKD) as BIP39 publishes them.
    #[must_use]
    pub fn words(&self) -> [&'static str; Self::WORDS] {
        let list = self.language.words();
        self.places
            .map(|place| list.get(usize::from(place)).copied().unwrap_or_default())
    }

    /// Shows the words as people write them (NFC), with what stands between them, to code that must
    /// have them.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        // Room for the longest words, so that no copy is left behind by growing.
        let mut text = Zeroizing::new(String::with_capacity(Self::MAX_BYTES));
        for word in self.words() {
            if !text.is_empty() {
                text.push(self.language.separator());
            }
            text.extend(word.nfc());
        }
        text
    }

    const MAX_BYTES: usize = 512;

    pub(super) fn of(root: &Root, language: PhraseLanguage) -> Self {
        let mut rest = u128::from_be_bytes(*root.expose());
        let mut places = [0; Self::WORDS];
        let [first @ .., last] = &mut places;
        *last = low_bits(rest, 7) << 4 | checksum(root);
        rest >>= 7;
        for place in first.iter_mut().rev() {
            *place = low_bits(rest, 11);
            rest >>= 11;
        }
        rest.zeroize();
        Self { places, language }
    }

    /// Reads a phrase in whichever language it is.
    pub(super) fn detect(text: &str) -> Result<Self, PhraseError> {
        let words = Zeroizing::new(words_in(text));
        let known = |language: PhraseLanguage| {
            let words = words.iter().take(Self::WORDS);
            words.filter(|word| language.find(word).is_some()).count()
        };
        let mut best = (PhraseLanguage::English, 0);
        let mut read = Vec::new();
        for language in PhraseLanguage::ALL {
            let n = known(language);
            if best.1 < n {
                best = (language, n);
            }
            if n == Self::WORDS && words.len() == Self::WORDS {
                read.extend(Self::in_language(&words, language).ok());
            }
        }
        let first = read.pop();
        match first {
            None => Self::in_language(&words, best.0),
            Some(phrase) if read.iter().all(|other| other.root() == phrase.root()) => Ok(phrase),
            Some(_) => Err(PhraseError::Ambiguous),
        }
    }

    pub(super) fn read(text: &str, language: PhraseLanguage) -> Result<Self, PhraseError> {
        Self::in_language(&Zeroizing::new(words_in(text)), language)
    }

    fn in_language(words: &[String], language: PhraseLanguage) -> Result<Self, PhraseError> {
        let mut phrase = Self {
            places: [0; Self::WORDS],
            language,
        };
        let mut position = 0;
        for (place, word) in phrase.places.iter_mut().zip(words) {
            position = usize::saturating_add(position, 1);
            let unknown = PhraseError::UnknownWord { position, language };
            *place = language.find(word).ok_or(unknown)?;
        }
        if words.len() != Self::WORDS {
            return Err(PhraseError::Count { found: words.len() });
        }
        let last = phrase.places.last().copied().unwrap_or_default();
        if checksum(&phrase.root()) != last & 0xF {
            return Err(PhraseError::Checksum);
        }
        Ok(phrase)
    }

    /// Returns the root that the words stand for.
    #[must_use]
    pub fn root(&self) -> Root {
        let mut bits = 0_u128;
        let [first @ .., last] = &self.places;
        for place in first {
            bits = bits << 11 | u128::from(*place);
        }
        bits = bits << 7 | u128::from(*last >> 4);
        let root = Root::from_bytes(bits.to_be_bytes());
        bits.zeroize();
        root
    }
}

impl FromStr for Phrase {
    type Err = PhraseError;

    /// Reads 12 words in any of the ten languages.
    fn from_str(text: &str) -> Result<Self, PhraseError> {
        Self::detect(text)
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(..)")
    }
}

/// A phrase was refused. It never holds a word of the phrase.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PhraseError {
    /// A word is not in the list.
    #[error("word {position} is not in the {} list; please check its spelling", .language.name())]
    UnknownWord {
        /// Its place, counted from 1.
        position: usize,
        /// The list that has most of the words.
        language: PhraseLanguage,
    },
    /// Too few or too many words.
    #[error("a phrase has {} words; here are {found}", Phrase::WORDS)]
    Count {
        /// How many words there were.
        found: usize,
    },
    /// Every word is in the list, but they do not belong together.
    #[error("one of the words is not the right one, or two have changed places")]
    Checksum,
    /// The words are a phrase in two languages, and not the same: say which one it is, with
    /// [`Root::from_phrase_in`]. A random phrase is such once in 10^15.
    #[error("these words are a phrase in two languages; please choose the language")]
    Ambiguous,
}

/// Returns the first 4 bits of the SHA-256 of the root.
fn checksum(root: &Root) -> u16 {
    let [first, ..]: [u8; 32] = Sha256::digest(root.expose()).into();
    u16::from(first >> 4)
}

/// Returns the low `count` bits, at most 11, of `bits`.
fn low_bits(bits: u128, count: u32) -> u16 {
    let mask = !(u128::MAX << count);
    u16::try_from(bits & mask & 0x7FF).unwrap_or_default()
}

#[cfg(test)]
mod tests;
