//! The word list and its text form.

use std::fmt;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::haystack::Break;
use super::haystack::Haystack;
use super::haystack::Word;
use super::typo::typos;
use crate::moderation::Finding;
use crate::moderation::Looked;
use crate::moderation::NormalizedText;
use crate::moderation::Signal;
use crate::vocab::Span;

/// Phrases that are found as whole words in the folded text, with what excuses them.
///
/// The text form has one entry per line:
///
/// | line | meaning |
/// |---|---|
/// | `you idiot` | a phrase; apostrophes, case, accents and disguises do not matter |
/// | `^kill yourself` | only where a clause begins, so a question about it is not a hit |
/// | `! you idiot box` | excuses a phrase that it covers |
/// | `~ told me` | excuses a phrase that follows within the same sentence: it is reported |
/// | `# ...` | a remark |
///
/// A phrase written without its spaces is found too, and one in which two letters of a word of at least
/// five are swapped, or one of a word of at least six is missing; never its first. A phrase after a reporting word is let go on
/// purpose: people here tell what was said to them. Who abuses that is left to reports; the price
/// of the opposite would be paid by those who were hurt.
pub struct WordList {
    name: Box<str>,
    automaton: AhoCorasick,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Entry {
    Phrase,
    ClauseStart,
    Except,
    Cue,
}

/// A word list was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidList {
    /// An entry holds no word.
    #[error("line {line} holds no word")]
    Empty {
        /// Counted from 1.
        line: usize,
    },
    /// The list is too large to be searched for.
    #[error("the list is too large")]
    TooLarge,
}

impl WordList {
    /// The list of [`WordList::abuse`] in its text form.
    pub(in crate::moderation) const ABUSE: &str = concat!(
        include_str!("abuse.en.txt"),
        include_str!("abuse.de.txt"),
        include_str!("abuse.es.txt"),
        include_str!("abuse.fr.txt"),
        include_str!("abuse.pt.txt"),
    );

    /// Reads a list from its text form.
    ///
    /// # Errors
    /// [`InvalidList::Empty`] where an entry has no letter or digit, [`InvalidList::TooLarge`]
    /// where the automaton cannot hold it.
    pub fn parse(name: &str, text: &str) -> Result<Self, InvalidList> {
        let mut patterns = Vec::new();
        let mut entries = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let Some((entry, phrase)) = read(line) else {
                continue;
            };
            let phrase = Haystack::of(NormalizedText::new(phrase).as_str());
            if phrase.words.is_empty() {
                return Err(InvalidList::Empty {
                    line: at.saturating_add(1),
                });
            }
            if 1 < phrase.words.len() {
                patterns.push(format!(" {} ", phrase.text.replace(' ', "")));
                entries.push(entry);
            }
            if matches!(entry, Entry::Phrase | Entry::ClauseStart) {
                let wrong = typos(&phrase.text);
                entries.extend(wrong.iter().map(|_| entry));
                patterns.extend(wrong);
            }
            patterns.push(phrase.text);
            entries.push(entry);
        }
        let automaton = AhoCorasick::new(patterns).map_err(|_| InvalidList::TooLarge)?;
        Ok(Self {
            name: name.into(),
            automaton,
            entries,
        })
    }

    /// Returns the list that ships: clear insults and threats aimed at the reader, in English,
    /// German, Spanish, French and Portuguese. Slurs are not among them: an operator adds those
    /// that its community needs.
    ///
    /// # Errors
    /// None in practice: a test reads the files that ship.
    pub fn abuse() -> Result<Self, InvalidList> {
        Self::parse("abuse", Self::ABUSE)
    }

    fn find(&self, text: &NormalizedText, spans: &mut Vec<Span>) {
        let haystack = Haystack::of(text.as_str());
        let mut found: Vec<(Entry, Range<usize>)> = Vec::new();
        for matched in self.automaton.find_overlapping_iter(&haystack.text) {
            if let Some(entry) = self.entries.get(matched.pattern().as_usize()) {
                found.push((*entry, haystack.words_of(&matched.range())));
            }
        }
        let cues = Excuses::of(&found, &haystack.words);
        for (entry, words) in &found {
            let wanted = match entry {
                Entry::Phrase => is_one_sentence(&haystack.words, words),
                Entry::ClauseStart => {
                    begins_clause(&haystack.words, words) && is_one_sentence(&haystack.words, words)
                }
                Entry::Except | Entry::Cue => false,
            };
            if wanted && !cues.excuse(words) {
                spans.extend(place(text, &haystack.words, words));
            }
        }
    }
}

impl Signal for WordList {
    fn name(&self) -> &str {
        &self.name
    }

    fn look(&self, text: &Looked<'_>) -> Finding {
        let mut spans = Vec::new();
        self.find(&text.normalized, &mut spans);
        if let Some(unstretched) = text.normalized.unstretched() {
            self.find(&unstretched, &mut spans);
        }
        if let Some(parted) = text.normalized.parted() {
            self.find(&parted, &mut spans);
        }
        Finding::of(spans)
    }
}

impl fmt::Debug for WordList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WordList({}, {} patterns)",
            self.name,
            self.entries.len()
        )
    }
}

/// What a text holds that lets a phrase go.
struct Excuses {
    /// Words covered by an excepted phrase, by their first; ends only go up.
    covers: Vec<Range<usize>>,
    /// The words that a reporting word speaks for: from its own to the end of its sentence.
    reported: Vec<Range<usize>>,
}

impl Excuses {
    fn of(found: &[(Entry, Range<usize>)], words: &[Word]) -> Self {
        let mut this = Self {
            covers: Vec::new(),
            reported: Vec::new(),
        };
        let mut sentence_ends = sentence_ends(words).into_iter().peekable();
        let mut cues: Vec<&Range<usize>> = Vec::new();
        for (entry, range) in found {
            match entry {
                Entry::Except => this.covers.push(range.clone()),
                Entry::Cue => cues.push(range),
                Entry::Phrase | Entry::ClauseStart => {}
            }
        }
        cues.sort_unstable_by_key(|cue| cue.end);
        for cue in cues {
            while sentence_ends.next_if(|&end| end < cue.end).is_some() {}
            let end = sentence_ends.peek().copied().unwrap_or(words.len());
            match this.reported.last() {
                Some(last) if last.end == end => {}
                Some(_) | None => this.reported.push(cue.start..end),
            }
        }
        this.covers.sort_unstable_by_key(|cover| cover.start);
        let mut furthest = 0;
        for cover in &mut this.covers {
            furthest = furthest.max(cover.end);
            cover.end = furthest;
        }
        this
    }

    fn excuse(&self, words: &Range<usize>) -> bool {
        let covered = self
            .covers
            .partition_point(|cover| cover.start <= words.start)
            .checked_sub(1)
            .and_then(|at| self.covers.get(at))
            .is_some_and(|cover| words.end <= cover.end);
        let reported = self
            .reported
            .partition_point(|reported| reported.start <= words.start)
            .checked_sub(1)
            .and_then(|at| self.reported.get(at))
            .is_some_and(|reported| words.start < reported.end);
        covered || reported
    }
}

/// One past the last word of each sentence, in order.
fn sentence_ends(words: &[Word]) -> Vec<usize> {
    let mut ends: Vec<usize> = words
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, word)| word.before == Break::Sentence)
        .map(|(at, _)| at)
        .collect();
    ends.push(words.len());
    ends
}

fn is_one_sentence(words: &[Word], matched: &Range<usize>) -> bool {
    let inner = words.get(matched.clone()).unwrap_or_default();
    inner
        .iter()
        .skip(1)
        .all(|word| word.before < Break::Sentence)
}

fn begins_clause(words: &[Word], matched: &Range<usize>) -> bool {
    words
        .get(matched.start)
        .is_some_and(|word| Break::None < word.before)
}

fn place(text: &NormalizedText, words: &[Word], matched: &Range<usize>) -> Option<Span> {
    let matched = words.get(matched.clone())?;
    let (first, last) = (matched.first()?, matched.last()?);
    text.span(first.folded.start..last.folded.end)
}

fn read(line: &str) -> Option<(Entry, &str)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let marked = [
        ('^', Entry::ClauseStart),
        ('!', Entry::Except),
        ('~', Entry::Cue),
    ];
    for (mark, entry) in marked {
        if let Some(phrase) = line.strip_prefix(mark) {
            return Some((entry, phrase));
        }
    }
    Some((Entry::Phrase, line))
}
