//! A person's name in one room, in words.

use std::collections::BTreeSet;

use super::encoding::hmac;
use super::encoding::lp_joined;
use super::words::Words;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Sensitive;

/// From which words a name is made.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct HandleStyle {
    /// The language of the words; English where there is no list for it.
    pub language: Language,
    /// Whether the noun comes from the list kept for staff.
    pub staff: bool,
}

impl HandleStyle {
    /// Returns the style of a member.
    #[must_use]
    pub const fn member(language: Language) -> Self {
        Self {
            language,
            staff: false,
        }
    }

    /// Returns the style of staff: no member ever bears one of these nouns.
    #[must_use]
    pub const fn staff(language: Language) -> Self {
        Self {
            language,
            staff: true,
        }
    }
}

/// Returns a name for `occupant` that nobody in `taken` has: an adjective, a noun, two digits.
///
/// It is drawn from a MAC under the room's key, so the same person gets the same name in the same
/// room and another one elsewhere. A name that is taken is drawn again; should a room hold so many
/// people that two digits run out, the number grows longer.
///
/// The words are chosen to be kind and to say nothing about a person: no gender, age, body or mood,
/// and nothing that may touch what brought them here.
#[must_use]
pub fn handle(
    k_room: &Sensitive<[u8; 32]>,
    occupant: OccupantId,
    style: &HandleStyle,
    taken: &BTreeSet<String>,
) -> String {
    let words = Words::of(style.language.primary());
    let mut name = String::new();
    for round in 0..MAX_ROUNDS {
        let draw = Draw::new(k_room, occupant, round);
        name = draw.name(&words, style.staff, draw.two_digits());
        if !taken.contains(&name) {
            return name;
        }
    }
    let draw = Draw::new(k_room, occupant, MAX_ROUNDS);
    // Among one more numbers than there are names taken, one is free.
    for number in FIRST_LONG_NUMBER.. {
        name = draw.name(&words, style.staff, number);
        if !taken.contains(&name) {
            break;
        }
    }
    name
}

/// Three numbers from one MAC.
struct Draw {
    adjective: u64,
    noun: u64,
    number: u64,
}

impl Draw {
    fn new(k_room: &Sensitive<[u8; 32]>, occupant: OccupantId, round: u32) -> Self {
        let message = lp_joined(&[
            b"peerline/v1/handle",
            occupant.as_bytes(),
            &round.to_be_bytes(),
        ]);
        let mac = hmac(k_room.expose(), &message);
        let mut numbers = mac
            .chunks_exact(8)
            .map(|chunk| u64::from_be_bytes(chunk.try_into().unwrap_or_default()));
        let mut next = || numbers.next().unwrap_or_default();
        Self {
            adjective: next(),
            noun: next(),
            number: next(),
        }
    }

    /// Returns a number from 20 to 99 that no movement has made its sign, nor a joke.
    fn two_digits(&self) -> u64 {
        match 20 + self.number % 80 {
            28 | 69 | 84 | 88 => 20,
            number => number,
        }
    }

    fn name(&self, words: &Words, staff: bool, number: u64) -> String {
        let nouns = if staff { words.staff } else { words.nouns };
        let adjective = pick(words.adjectives, self.adjective);
        let noun = pick(nouns, self.noun);
        if words.noun_first {
            return format!("{noun} {adjective} {number}");
        }
        format!("{adjective} {noun} {number}")
    }
}

/// Returns the line of `list` that `draw` falls on; the bias is below 2^-57.
fn pick(list: &'static str, draw: u64) -> &'static str {
    let count = u64::try_from(list.lines().count()).unwrap_or(1).max(1);
    let place = usize::try_from(draw % count).unwrap_or_default();
    list.lines().nth(place).unwrap_or_default()
}

const MAX_ROUNDS: u32 = 64;
const FIRST_LONG_NUMBER: u64 = 100;

#[cfg(test)]
mod tests;
