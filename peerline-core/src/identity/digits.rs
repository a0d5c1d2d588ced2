//! A root as forty-two digits, for phones without letters and for reading aloud in any language.

use std::fmt;

use sha2::Digest as _;
use sha2::Sha256;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::Root;

/// 42 digits in 7 groups of 6: `root * 2^11 + top 11 bits of SHA-256(root)`.
///
/// # Privacy
/// `Debug` shows nothing; the digits are overwritten when the value is dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Digits([u8; Self::COUNT]);

impl Digits {
    /// How many digits there are: 10^42 is just above 2^139.
    pub const COUNT: usize = 42;
    /// How many digits stand together.
    pub const GROUP: usize = 6;

    /// Shows the digits, in groups with a space between, to code that must have them.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        let mut text = String::with_capacity(Self::COUNT.saturating_add(Self::GROUP));
        for group in self.0.chunks(Self::GROUP) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(group.iter().map(|digit| char::from(b'0' | digit)));
        }
        Zeroizing::new(text)
    }

    pub(super) fn of(root: &Root) -> Self {
        let mut high = u128::from_be_bytes(*root.expose());
        let mut low = checksum(root);
        let mut digits = [0; Self::COUNT];
        for digit in digits.iter_mut().rev() {
            // Long division of `high * 2^11 + low` by ten; what is left of `high` is below ten, so
            // the second step fits 11 bits again.
            let left = u32::try_from(high % 10).unwrap_or_default() << CHECK_BITS | low;
            *digit = u8::try_from(left % 10).unwrap_or_default();
            high /= 10;
            low = left / 10;
        }
        high.zeroize();
        Self(digits)
    }

    pub(super) fn read(text: &str) -> Result<Root, DigitsError> {
        let digits = parse(text)?;
        let (mut high, mut low) = (0_u128, 0_u32);
        for digit in digits.0 {
            let next = low.saturating_mul(10).saturating_add(u32::from(digit));
            let times_ten = high.checked_mul(10).ok_or(DigitsError::Checksum)?;
            high = times_ten
                .checked_add(u128::from(next >> CHECK_BITS))
                .ok_or(DigitsError::Checksum)?;
            low = next & CHECK_MASK;
        }
        let root = Root::from_bytes(high.to_be_bytes());
        high.zeroize();
        if checksum(&root) == low {
            return Ok(root);
        }
        Err(DigitsError::Checksum)
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digits(..)")
    }
}

/// The digits were refused. It never holds one of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DigitsError {
    /// Something that is no digit.
    #[error("place {position} is not a digit")]
    NotADigit {
        /// Its place, counted from 1, without spaces and hyphens.
        position: usize,
    },
    /// Too few or too many digits.
    #[error("there are {} digits; here are {found}", Digits::COUNT)]
    Count {
        /// How many digits there were.
        found: usize,
    },
    /// The digits do not belong together.
    #[error("one of the digits is not the right one")]
    Checksum,
}

fn parse(text: &str) -> Result<Digits, DigitsError> {
    let mut digits = Digits([0; Digits::COUNT]);
    let mut found = 0_usize;
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let position = found.saturating_add(1);
        let value = c.to_digit(10).and_then(|value| u8::try_from(value).ok());
        let value = value.ok_or(DigitsError::NotADigit { position })?;
        if let Some(place) = digits.0.get_mut(found) {
            *place = value;
        }
        found = position;
    }
    if found == Digits::COUNT {
        return Ok(digits);
    }
    Err(DigitsError::Count { found })
}

/// Returns the first 11 bits of the SHA-256 of the root.
fn checksum(root: &Root) -> u32 {
    let [first, second, ..]: [u8; 32] = Sha256::digest(root.expose()).into();
    u32::from(u16::from_be_bytes([first, second]) >> 5)
}

const CHECK_BITS: u32 = 11;
const CHECK_MASK: u32 = 0x7FF;

#[cfg(test)]
mod tests;
