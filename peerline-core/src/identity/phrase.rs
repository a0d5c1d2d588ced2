//! A root as twelve words that can be written on paper.

use std::fmt;

use bip39::Language;
use sha2::Digest as _;
use sha2::Sha256;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;

use super::Root;

/// Twelve English words of BIP39: 128 bits of the root and 4 bits of its SHA-256, 11 bits a word.
///
/// # Privacy
/// `Debug` shows nothing; the places of the words are overwritten when the value is dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Phrase([u16; Self::WORDS]);

impl Phrase {
    /// How many words a phrase has.
    pub const WORDS: usize = 12;

    /// Returns the words in their order.
    #[must_use]
    pub fn words(&self) -> [&'static str; Self::WORDS] {
        let list = Language::English.word_list();
        self.0
            .map(|place| list.get(usize::from(place)).copied().unwrap_or_default())
    }

    pub(super) fn of(root: &Root) -> Self {
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
        Self(places)
    }

    pub(super) fn read(text: &str) -> Result<Self, PhraseError> {
        let mut places = [0; Self::WORDS];
        let mut count = 0_usize;
        for word in text.split(|c: char| !c.is_alphabetic()) {
            if word.is_empty() {
                continue;
            }
            if let Some(place) = places.get_mut(count) {
                let position = count.saturating_add(1);
                *place = find(word).ok_or(PhraseError::UnknownWord { position })?;
            }
            count = count.saturating_add(1);
        }
        let phrase = Self(places);
        if count != Self::WORDS {
            return Err(PhraseError::Count { found: count });
        }
        let last = phrase.0.last().copied().unwrap_or_default();
        if checksum(&phrase.root()) != last & 0xF {
            return Err(PhraseError::Checksum);
        }
        Ok(phrase)
    }

    pub(super) fn root(&self) -> Root {
        let mut bits = 0_u128;
        let [first @ .., last] = &self.0;
        for place in first {
            bits = bits << 11 | u128::from(*place);
        }
        bits = bits << 7 | u128::from(*last >> 4);
        let root = Root::from_bytes(bits.to_be_bytes());
        bits.zeroize();
        root
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
    #[error("word {position} is not in the list; please check its spelling")]
    UnknownWord {
        /// Its place, counted from 1.
        position: usize,
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

fn find(word: &str) -> Option<u16> {
    Language::English.find_word(&word.to_lowercase())
}

#[cfg(test)]
mod tests;
