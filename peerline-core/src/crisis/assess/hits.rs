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
}

impl<'a> Reading<'a> {
    /// Finds every phrase.
    pub(super) fn new(table: &'a Table, words: &'a Words) -> Self {
        let readings = table.vocabulary.read(words);
        let mut hits = Vec::new();
        for (from, reading) in readings.iter().enumerate() {
            for pattern in table.beginning_with(reading) {
                if let Some(to) = pattern.ends_at(from, &words.words, &readings) {
                    hits.push(Hit { pattern, from, to });
                }
            }
        }
        Self {
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

    /// Returns the phrases that are signs of danger.
    pub(super) fn signs(&self) -> impl Iterator<Item = &Hit<'a>> {
        self.hits
            .iter()
            .filter(|hit| matches!(hit.pattern.meaning, Meaning::Sign { .. }))
    }
}
