//! One phrase: words in order, with room between them.

use super::fold;
use super::vocabulary::Readings;
use super::vocabulary::Vocabulary;
use super::words::Word;
use crate::vocab::Band;
use crate::vocab::Category;

/// What it means where a phrase is found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meaning {
    /// A sign of danger.
    Sign {
        /// Which.
        category: Category,
        /// How soon a person is needed.
        band: Band,
        /// Whether it speaks of the past, so that a date long ago takes the haste out of it.
        past: bool,
        /// Whether it holds its own denial, so that another one before it means nothing.
        firm: bool,
    },
    /// An everyday phrase or a topic: what it touches has another sense and is no sign.
    Idiom,
    /// Said lightly: what it touches is watched.
    Joke,
    /// Denies what follows.
    Denial,
    /// Denies what stands before, at the end of a clause.
    DenialAfter,
    /// It has come back, or never went.
    Again,
    /// Something that was only just now.
    Recent,
    /// Something that lies long ago.
    LongAgo,
    /// What follows at once lies in the past.
    Formerly,
}

/// One phrase.
#[derive(Debug)]
pub(super) struct Pattern {
    /// What it means.
    pub(super) meaning: Meaning,
    /// Its name, `language.section.number@version`.
    pub(super) rule: String,
    /// The number of its language: only guards of the same language look at it.
    pub(super) language: usize,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    ids: Vec<u16>,
    optional: bool,
    /// How many other words may stand before it.
    room: usize,
}

impl Pattern {
    /// Reads one line; `None` where it has no word, begins with an optional one or is malformed.
    pub(super) fn parse(
        line: &str,
        meaning: Meaning,
        rule: String,
        vocabulary: &mut Vocabulary,
    ) -> Option<Self> {
        let mut steps: Vec<Step> = Vec::new();
        let mut room = 0;
        for part in line.split_whitespace() {
            if let Some(count) = part.strip_prefix('~') {
                room = count.parse().ok().filter(|count| (1..=6).contains(count))?;
                continue;
            }
            let (words, optional) = match part.strip_suffix('?') {
                Some(words) => (words, true),
                None => (part, false),
            };
            let ids = words
                .split('|')
                .map(|word| intern(word, vocabulary))
                .collect();
            steps.push(Step {
                ids,
                optional,
                room,
            });
            room = 0;
        }
        let sound = steps
            .first()
            .is_some_and(|step| !step.optional && step.room == 0)
            && room == 0;
        sound.then_some(Self {
            meaning,
            rule,
            language: 0,
            steps,
        })
    }

    /// Returns whether it is a sign of danger.
    pub(super) const fn is_sign(&self) -> bool {
        matches!(self.meaning, Meaning::Sign { .. })
    }

    /// Returns every word it names.
    pub(super) fn words(&self) -> impl Iterator<Item = u16> + '_ {
        self.steps.iter().flat_map(|step| step.ids.iter().copied())
    }

    /// Returns the words it may begin with.
    pub(super) fn first(&self) -> &[u16] {
        self.steps.first().map_or(&[], |step| step.ids.as_slice())
    }

    /// Returns whether the word at `at` is one that the phrase itself names.
    pub(super) fn names(&self, readings: &[Readings], at: usize) -> bool {
        readings
            .get(at)
            .is_some_and(|reading| self.steps.iter().any(|step| reading.any_of(&step.ids)))
    }

    /// Returns one past the last word, where the phrase stands in `words` from `at` on.
    pub(super) fn ends_at(
        &self,
        at: usize,
        words: &[Word],
        readings: &[Readings],
    ) -> Option<usize> {
        let (_, later) = self.steps.split_first()?;
        follow(later, at.saturating_add(1), words, readings)
    }
}

fn follow(steps: &[Step], at: usize, words: &[Word], readings: &[Readings]) -> Option<usize> {
    let Some((step, later)) = steps.split_first() else {
        return Some(at);
    };
    let before = words.get(at.saturating_sub(1))?;
    for skipped in 0..=step.room {
        let here = at.saturating_add(skipped);
        let Some((word, reading)) = words.get(here).zip(readings.get(here)) else {
            break;
        };
        if skipped > 0 && word.sentence != before.sentence {
            break;
        }
        if reading.any_of(&step.ids)
            && let Some(end) = follow(later, here.saturating_add(1), words, readings)
        {
            return Some(end);
        }
    }
    if step.optional {
        follow(later, at, words, readings)
    } else {
        None
    }
}

/// Brings a word of a rule into the form in which texts are read.
pub(super) fn intern(word: &str, vocabulary: &mut Vocabulary) -> u16 {
    let mut plain = String::new();
    for character in word.chars() {
        let kind = fold::kind(character);
        if kind != fold::Kind::Apostrophe && kind != fold::Kind::Invisible {
            fold::fold_into(character, &mut plain);
        }
    }
    vocabulary.intern(&plain)
}
