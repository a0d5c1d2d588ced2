//! Numbers that are never somebody's own.

use std::collections::BTreeSet;

/// Digit strings of helplines and emergency numbers, and prefixes that no person's own number has.
///
/// It keeps a number from being taken for contact exchange and is never shown to anyone: the
/// directory that people see is another thing, with a date of checking at every entry. An operator
/// adds the numbers of that directory here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Helplines {
    digits: BTreeSet<Box<str>>,
}

impl Helplines {
    /// Makes a list that holds no number. Freephone prefixes are still let go.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            digits: BTreeSet::new(),
        }
    }

    /// Adds a number; everything but its digits is left out, and a number without any is ignored.
    #[must_use]
    pub fn with(mut self, number: &str) -> Self {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            self.digits.insert(digits.into_boxed_str());
        }
        self
    }

    /// Returns whether a run of digits is a helpline's, with or without a country code.
    #[must_use]
    pub fn covers(&self, digits: &str) -> bool {
        let national = digits.trim_start_matches('0');
        let direct = [digits, national]
            .into_iter()
            .any(|number| self.digits.contains(number));
        direct || self.covers_abroad(national) || is_freephone(digits)
    }

    /// A country code has one to three digits.
    fn covers_abroad(&self, digits: &str) -> bool {
        (1..=3)
            .filter_map(|code| digits.get(code..))
            .any(|rest| 4 < rest.len() && self.digits.contains(rest))
    }
}

impl Default for Helplines {
    fn default() -> Self {
        KNOWN
            .iter()
            .fold(Self::none(), |list, number| list.with(number))
    }
}

/// Freephone numbers are bought by organizations: the North American 8xx codes, 0800 in much of
/// Europe and elsewhere, and the harmonized European 116xxx.
fn is_freephone(digits: &str) -> bool {
    let bare = digits.trim_start_matches('0');
    let american = bare.strip_prefix('1').unwrap_or(bare);
    let is_code = ["800", "833", "844", "855", "866", "877", "888"]
        .iter()
        .any(|code| american.starts_with(code));
    // Fewer than ten digits where the rest is spelled on the keypad: 1-800-273-TALK.
    let is_long = american.len() == 10 || (bare.starts_with('1') && american.len() < 10);
    let european = digits.starts_with("0800") || digits.starts_with("00800");
    let harmonized = bare.starts_with("116") && bare.len() == 6;
    (is_code && is_long) || european || harmonized
}

/// Emergency numbers, and lines that people name most often in English, German, Spanish, French
/// and Portuguese talk.
const KNOWN: [&str; 36] = [
    "112",
    "911",
    "999",
    "000",
    "111",
    "110",
    "119",
    "988",
    "116123",
    "116111",
    "116006",
    "116117",
    "3114",
    "3018",
    "3919",
    "15",
    "17",
    "18",
    "024",
    "016",
    "188",
    "192",
    "741741",
    "85258",
    "50808",
    "686868",
    "131114",
    "1300224636",
    "1800551800",
    "717003717",
    "914590050",
    "0972394050",
    "0145394000",
    "213544545",
    "808242424",
    "142",
];
