//! A folded text as words with one space around each, so that a phrase matches whole words alone.

use std::ops::Range;

/// What stands before a word.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Break {
    /// White space, or a sign inside a phrase.
    None,
    /// A comma, a dash, a quotation mark, a bracket: a clause begins.
    Clause,
    /// The start, a full stop, a new line: a sentence begins.
    Sentence,
}

/// One word: where it begins in the haystack, where it stands in the folded text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Word {
    pub(super) at: usize,
    pub(super) folded: Range<usize>,
    pub(super) before: Break,
}

/// ` word word word `.
pub(super) struct Haystack {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
}

impl Haystack {
    /// Cuts a folded text into words. Apostrophes vanish (`don't` is `dont`), every other sign
    /// parts words.
    pub(super) fn of(folded: &str) -> Self {
        let mut this = Self {
            text: String::with_capacity(folded.len().saturating_add(2)),
            words: Vec::new(),
        };
        this.text.push(' ');
        let mut before = Break::Sentence;
        let mut inside = false;
        for (at, letter) in folded.char_indices() {
            if letter.is_alphanumeric() {
                if !inside {
                    this.open(at, before);
                    inside = true;
                }
                this.take(letter, at.saturating_add(letter.len_utf8()));
                before = Break::None;
            } else if !is_apostrophe(letter) {
                this.close(inside);
                inside = false;
                before = before.max(strength(letter));
            }
        }
        this.close(inside);
        this
    }

    fn open(&mut self, at: usize, before: Break) {
        self.words.push(Word {
            at: self.text.len(),
            folded: at..at,
            before,
        });
    }

    fn take(&mut self, letter: char, end: usize) {
        self.text.push(letter);
        if let Some(word) = self.words.last_mut() {
            word.folded.end = end;
        }
    }

    fn close(&mut self, inside: bool) {
        if inside {
            self.text.push(' ');
        }
    }

    /// The words of a match, whose first and last byte are the spaces around it.
    pub(super) fn words_of(&self, matched: &Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|word| word.at <= matched.start);
        let end = self
            .words
            .partition_point(|word| word.at < matched.end.saturating_sub(1));
        first..end
    }
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{b4}')
}

const fn strength(letter: char) -> Break {
    match letter {
        '.' | '!' | '?' | ';' | '\n' | '\r' | '\u{a1}' | '\u{bf}' | '\u{2026}' => Break::Sentence,
        ',' | ':' | '"' | '(' | ')' | '\u{2013}' | '\u{2014}' | '\u{201c}' | '\u{201d}'
        | '\u{201e}' | '\u{ab}' | '\u{bb}' => Break::Clause,
        _ => Break::None,
    }
}
