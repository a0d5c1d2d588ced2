//! A street with a number, as people write where they live.

use std::ops::Range;

use super::token::Token;

/// Finds them; each is a range of tokens.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in 0..tokens.len() {
        if out.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let rest = tokens.get(at..).unwrap_or_default();
        if let Some(len) = english(rest)
            .or_else(|| german(rest))
            .or_else(|| romance(rest))
        {
            out.push(at..at.saturating_add(len));
        }
    }
    out
}

/// `12 old mill road`: a number, one to three words, a kind of street.
fn english(rest: &[Token<'_>]) -> Option<usize> {
    let (number, words) = rest.split_first()?;
    if !is_house(number) {
        return None;
    }
    let kind = words
        .iter()
        .take(4)
        .position(|word| ENGLISH.contains(&word.text))?;
    let between = words.get(..kind)?;
    let named = between
        .iter()
        .all(|word| word.is_word && !COMMON.contains(&word.text));
    (named && !between.is_empty()).then_some(kind.saturating_add(2))
}

/// `lindenstraße 12`, `lindenstr. 12`, `am alten weg 12`.
fn german(rest: &[Token<'_>]) -> Option<usize> {
    let (street, tail) = rest.split_first()?;
    let stem = GERMAN
        .iter()
        .find_map(|kind| street.text.strip_suffix(kind))?;
    if stem.chars().count() < 3 {
        return None;
    }
    let skip = usize::from(tail.first().is_some_and(|dot| dot.is_joined(".")));
    let number = tail.get(skip)?;
    is_house(number).then_some(skip.saturating_add(2))
}

/// `calle mayor 12`, `rua das flores 12`, `12 rue de la paix`.
fn romance(rest: &[Token<'_>]) -> Option<usize> {
    let (kind, tail) = rest.split_first()?;
    if is_house(kind) {
        let named = tail.first().is_some_and(|kind| FRENCH.contains(&kind.text));
        let word = tail.get(1).is_some_and(|name| name.is_word);
        return (named && word).then_some(3);
    }
    if !ROMANCE.contains(&kind.text) {
        return None;
    }
    let number = tail.iter().take(5).position(is_house)?;
    let words = tail
        .get(..number)?
        .iter()
        .all(|word| word.is_word || word.text == ",");
    (words && 0 < number).then_some(number.saturating_add(2))
}

fn is_house(token: &Token<'_>) -> bool {
    let text = token
        .text
        .trim_end_matches(|letter: char| ('a'..='f').contains(&letter));
    token.is_word
        && matches!(text.len(), 1..=4)
        && token.text.len() <= text.len().saturating_add(1)
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

const ENGLISH: [&str; 10] = [
    "street",
    "road",
    "avenue",
    "ave",
    "lane",
    "boulevard",
    "blvd",
    "crescent",
    "terrace",
    "rd",
];
/// Words that stand between a number and a street in talk: `two times down the road`.
const COMMON: [&str; 29] = [
    "the", "a", "my", "on", "in", "at", "of", "to", "and", "down", "times", "days", "weeks",
    "hours", "minutes", "years", "miles", "people", "more", "so", "is", "was", "this", "that",
    "hour", "minute", "mile", "day", "long",
];
const GERMAN: [&str; 6] = ["strasse", "straße", "str", "weg", "gasse", "allee"];
const FRENCH: [&str; 4] = ["rue", "avenue", "boulevard", "impasse"];
const ROMANCE: [&str; 5] = ["calle", "avenida", "rua", "travessa", "plaza"];
