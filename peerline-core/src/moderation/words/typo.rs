//! A listed phrase as hurried fingers write it: two letters swapped, one left out.

use std::collections::BTreeSet;

/// The shortest word in which swapped letters are read as meant; in shorter ones too many other words
/// are near.
const SWAPPED: usize = 5;
/// The shortest word in which a letter that is missing is read as meant.
const MISSING: usize = 6;

/// Returns ` word word ` with one of its words misspelled, in every way that is read as meant. The first
/// letter is never wrong, the last is never missing, and neither is one that stands twice: what is left is
/// too often another word.
pub(super) fn typos(phrase: &str) -> BTreeSet<String> {
    let words: Vec<&str> = phrase.split(' ').collect();
    let mut all = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        for wrong in misspelled(word) {
            let mut written = words.clone();
            if let Some(word) = written.get_mut(at) {
                *word = &wrong;
            }
            all.insert(written.join(" "));
        }
    }
    all
}

fn misspelled(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut all = Vec::new();
    if letters.iter().any(char::is_ascii_digit) {
        return all;
    }
    for (at, pair) in letters.windows(2).enumerate().skip(1) {
        let &[one, other] = pair else { continue };
        if one == other {
            continue;
        }
        if SWAPPED <= letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(at, at.saturating_add(1));
            all.push(swapped.into_iter().collect());
        }
        if MISSING <= letters.len() && letters.get(at.saturating_sub(1)) != Some(&one) {
            let mut without = letters.clone();
            without.remove(at);
            all.push(without.into_iter().collect());
        }
    }
    all
}
