//! Every phrase that stands in a text.

use super::pattern::Meaning;
use super::pattern::Pattern;
use super::table::Mark;
use super::table::Table;
use super::vocabulary::Readings;
use super::words::Words;

/// One phrase, found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit<'a> {
    /// The phrase.
    pub(super) pattern: &'a Pattern,
    /// Its first word.
    pub(super) from: usize,
    /// One past its last word.
    pub(super) to: usize,
}

impl Hit<'_> {
    /// Returns whether the two share a word.
    pub(super) const fn touches(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    fn crosses_quote(&self, words: &Words) -> bool {
        let inside = words.words.get(self.from..self.to).unwrap_or_default();
        let quoted = inside.first().is_some_and(|word| word.quoted);
        inside.iter().any(|word| word.quoted != quoted)
    }
}

/// A text with all that stands in it.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The rules it was read with.
    pub(super) table: &'a Table,
    /// Its words.
    pub(super) words: &'a Words,
    /// What each word may be.
    pub(super) readings: Vec<Readings>,
    /// Every phrase in it, in order.
    pub(super) hits: Vec<Hit<'a>>,
    /// How many of its words each language knows.
    shares: Vec<usize>,
}

impl<'a> Reading<'a> {
    /// Finds every phrase.
    pub(super) fn new(table: &'a Table, words: &'a Words) -> Self {
        let readings = table.vocabulary.read(words);
        let mut hits = Vec::new();
        for (from, reading) in readings.iter().enumerate() {
            for pattern in table.beginning_with(reading) {
                let Some(to) = pattern.ends_at(from, &words.words, &readings) else {
                    continue;
                };
                let hit = Hit { pattern, from, to };
                // A guard's phrase does not reach over a quotation mark; a sign may: i want to "die".
                if pattern.is_sign() || !hit.crosses_quote(words) {
                    hits.push(hit);
                }
            }
        }
        Self {
            shares: table.shares(&readings),
            table,
            words,
            readings,
            hits,
        }
    }

    /// Returns whether the word at `at` carries `mark` in the language of the phrase.
    pub(super) fn has(&self, hit: &Hit<'_>, at: usize, mark: Mark) -> bool {
        self.readings
            .get(at)
            .is_some_and(|reading| self.table.has(hit.pattern.language, reading, mark))
    }

    /// Returns the phrases of the same language.
    pub(super) fn beside(&self, hit: &Hit<'_>) -> impl Iterator<Item = &Hit<'a>> {
        let language = hit.pattern.language;
        let hits = self.hits.iter();
        hits.filter(move |other| other.pattern.language == language)
    }

    /// Returns whether a phrase of that meaning, in the same language, shares a word with `hit`.
    pub(super) fn touches(&self, hit: &Hit<'_>, meaning: Meaning) -> bool {
        let mut others = self.beside(hit);
        others.any(|other| other.pattern.meaning == meaning && other.touches(hit))
    }

    /// Returns whether the same words are a sign in another language of which the text holds more:
    /// that language's guards understand them better.
    pub(super) fn is_of_another_language(&self, hit: &Hit<'_>) -> bool {
        let share = |hit: &Hit<'_>| self.shares.get(hit.pattern.language).copied().unwrap_or(0);
        let mut signs = self.signs();
        signs.any(|other| other.touches(hit) && share(hit) < share(other))
    }

    /// Returns the phrases that are signs of danger.
    pub(super) fn signs(&self) -> impl Iterator<Item = &Hit<'a>> {
        self.hits.iter().filter(|hit| hit.pattern.is_sign())
    }
}
