//! The one secret of a person.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;

use super::Digits;
use super::DigitsError;
use super::Phrase;
use super::PhraseError;
use super::PhraseLanguage;
use crate::vocab::Entropy;

/// 16 random bytes made on a person's device, from which all their keys on all lines follow.
///
/// They are never sent. 128 random bits need no password hash and cannot be reset by anybody: who
/// loses them starts anew. A person who never asks for the phrase has a root all the same; it is
/// simply never shown.
///
/// # Privacy
/// `Debug` shows nothing; the bytes are overwritten when the value is dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Root([u8; 16]);

impl Root {
    /// Makes a root from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Draws a new root.
    #[must_use]
    pub fn from_entropy(entropy: &mut Entropy) -> Self {
        Self(entropy.draw())
    }

    /// Reads the 12 words of [`Root::to_phrase`] in whichever of the ten languages they are; case,
    /// punctuation and numbering do not matter, nor do accents in Latin letters.
    ///
    /// # Errors
    /// [`PhraseError`], which names the place of the first wrong word.
    pub fn from_phrase(text: &str) -> Result<Self, PhraseError> {
        Phrase::detect(text).map(|phrase| phrase.root())
    }

    /// Reads the 12 words in a language that the person chose.
    ///
    /// # Errors
    /// [`PhraseError`], which names the place of the first wrong word.
    pub fn from_phrase_in(language: PhraseLanguage, text: &str) -> Result<Self, PhraseError> {
        Phrase::read(text, language).map(|phrase| phrase.root())
    }

    /// Reads the 42 digits of [`Root::to_digits`]; spaces and hyphens do not matter.
    ///
    /// # Errors
    /// [`DigitsError`], which names the place of the first character that is no digit.
    pub fn from_digits(text: &str) -> Result<Self, DigitsError> {
        Digits::read(text)
    }

    /// Returns the root as 12 English words (BIP39). 6.4 % of single wrong words pass unnoticed.
    #[must_use]
    pub fn to_phrase(&self) -> Phrase {
        self.to_phrase_in(PhraseLanguage::English)
    }

    /// Returns the root as 12 words of a language (BIP39). It is the same root in each.
    #[must_use]
    pub fn to_phrase_in(&self, language: PhraseLanguage) -> Phrase {
        Phrase::of(self, language)
    }

    /// Returns the root as 42 digits. 0.054 % of single wrong digits pass unnoticed.
    #[must_use]
    pub fn to_digits(&self) -> Digits {
        Digits::of(self)
    }

    /// Shows the bytes to code that must have them. Every call is a place to look at in review.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 16] {
        &self.0
    }
}

impl Eq for Root {}

impl PartialEq for Root {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Root(..)")
    }
}
