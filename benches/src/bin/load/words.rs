//! What people say under load: everyday sentences, each another, with the time in them.
//!
//! The time when a message was due is written in letters that make no word, so that no rule finds
//! a number of a telephone in it; who hears the message reads it back.

use std::time::Duration;

const LETTERS: &[u8; 16] = b"bcdfghjklmnpqrst";
const STAMP: usize = 10;
const AUTHOR: usize = 4;
/// How long a message is, in bytes.
pub(crate) const BYTES: usize = 120;

const BEGINNINGS: [&str; 8] = [
    "I went for a walk by the river this morning and",
    "my sister came over in the evening and then",
    "the garden is full of leaves these days and",
    "we cooked soup together after work and",
    "the bus was late again on my way home and",
    "I read a few pages of a book last night and",
    "there was music in the park at noon and",
    "the neighbours painted their door and",
];
const ENDS: [&str; 8] = [
    " it felt a little lighter than it did last week",
    " I noticed how much the weather had changed",
    " we laughed about it for quite a while after",
    " it took me an hour longer than I had thought",
    " nobody minded that the rice was a bit burnt",
    " I slept better than I had on other nights",
    " the dog was so pleased that it ran in circles",
    " I would like to do that more often this year",
];

/// Writes a message of [`BYTES`] bytes that was due at `due` and is its author's `n`th.
pub(crate) fn message(due: Duration, author: u32, n: u32) -> String {
    let mut text = String::with_capacity(BYTES + 16);
    letters(
        &mut text,
        u64::try_from(due.as_micros()).unwrap_or(u64::MAX),
        STAMP,
    );
    letters(&mut text, u64::from(author), AUTHOR);
    letters(&mut text, u64::from(n), AUTHOR);
    text.push(' ');
    let pick = |from: &[&'static str; 8], by: u32| from.get(by as usize % 8).copied().unwrap_or("");
    text.push_str(pick(&BEGINNINGS, author.wrapping_add(n)));
    text.push_str(pick(&ENDS, n / 8));
    while text.len() < BYTES {
        text.push('.');
    }
    text.truncate(BYTES);
    text
}

/// What a message says of itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Stamp {
    pub(crate) due: Duration,
    pub(crate) author: u32,
    pub(crate) n: u32,
}

/// Reads what [`message`] wrote.
pub(crate) fn stamp(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let due = number(bytes.get(..STAMP)?)?;
    let author = number(bytes.get(STAMP..STAMP + AUTHOR)?)?;
    let n = number(bytes.get(STAMP + AUTHOR..STAMP + 2 * AUTHOR)?)?;
    Some(Stamp {
        due: Duration::from_micros(due),
        author: u32::try_from(author).ok()?,
        n: u32::try_from(n).ok()?,
    })
}

fn letters(text: &mut String, number: u64, count: usize) {
    for place in (0..count).rev() {
        let digit = (number >> (4 * place)) & 15;
        let letter = usize::try_from(digit).ok().and_then(|at| LETTERS.get(at));
        text.push(letter.map_or('b', |letter| char::from(*letter)));
    }
}

fn number(letters: &[u8]) -> Option<u64> {
    letters.iter().try_fold(0_u64, |number, letter| {
        let digit = LETTERS.iter().position(|known| known == letter)?;
        Some(number << 4 | u64::try_from(digit).ok()?)
    })
}
