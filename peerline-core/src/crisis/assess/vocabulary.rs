//! The words that any rule names, each with a number.

use super::fold;
use super::words::Word;
use super::words::Words;

/// The most readings one written word may have.
pub(super) const READINGS: usize = 4;
/// Stands for a word that no rule names.
pub(super) const UNKNOWN: u16 = 0;
/// The most words with hidden letters that are looked up per text; each costs a walk through all.
const MOST_HIDDEN: usize = 48;

/// What one written word may be, filled from the front with [`UNKNOWN`] behind.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Readings([u16; READINGS]);

impl Readings {
    /// Returns the numbers of all readings.
    pub(super) fn known(&self) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().copied().take_while(|id| *id != UNKNOWN)
    }

    /// Returns whether one of the readings is among `ids`.
    pub(super) fn any_of(&self, ids: &[u16]) -> bool {
        self.known().any(|id| ids.contains(&id))
    }

    fn is_empty(&self) -> bool {
        self.known().next().is_none()
    }

    fn add(&mut self, id: u16) {
        if let Some(free) = self
            .0
            .iter_mut()
            .find(|slot| **slot == UNKNOWN || **slot == id)
        {
            *free = id;
        }
    }
}

/// The words that any rule names; a word that ends in `*` stands for all that begin with it.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    whole: Vec<(Box<str>, u16)>,
    beginnings: Vec<(Box<str>, u16)>,
    /// The whole words with every run of a letter cut to one.
    squeezed: Vec<(Box<str>, u16)>,
    len: u16,
}

impl Vocabulary {
    /// Returns the number of `word`, which it gets now if it is new.
    pub(super) fn intern(&mut self, word: &str) -> u16 {
        let (list, word, is_whole) = match word.strip_suffix('*') {
            Some(beginning) => (&mut self.beginnings, beginning, false),
            None => (&mut self.whole, word, true),
        };
        match list.binary_search_by(|(known, _)| (**known).cmp(word)) {
            Ok(at) => list.get(at).map_or(UNKNOWN, |(_, id)| *id),
            Err(at) => {
                self.len = self.len.saturating_add(1);
                list.insert(at, (word.into(), self.len));
                if is_whole {
                    let short = fold::squeeze(word, 1).into_boxed_str();
                    let place = self.squeezed.partition_point(|(known, _)| *known < short);
                    self.squeezed.insert(place, (short, self.len));
                }
                self.len
            }
        }
    }

    /// Returns one more than the highest number.
    pub(super) fn size(&self) -> usize {
        usize::from(self.len).saturating_add(1)
    }

    /// Returns every whole word.
    pub(super) fn whole_words(&self) -> impl Iterator<Item = &str> {
        self.whole.iter().map(|(word, _)| &**word)
    }

    /// Returns every whole word whose number `wanted` says yes to.
    pub(super) fn words_of(&self, wanted: impl Fn(u16) -> bool) -> impl Iterator<Item = &str> {
        let wanted = self.whole.iter().filter(move |(_, id)| wanted(*id));
        wanted.map(|(word, _)| &**word)
    }

    /// Returns whether a rule names the word as it is.
    pub(super) fn knows(&self, letters: &str) -> bool {
        let place = self
            .whole
            .binary_search_by(|(known, _)| (**known).cmp(letters));
        place.is_ok()
    }

    /// Returns whether a rule names the word by its beginning.
    pub(super) fn knows_beginning(&self, letters: &str) -> bool {
        let mut beginnings = self.beginnings.iter();
        beginnings.any(|(beginning, _)| letters.starts_with(&**beginning))
    }

    /// Returns what each word of a text may be.
    pub(super) fn read(&self, words: &Words) -> Vec<Readings> {
        let mut hidden_left = MOST_HIDDEN;
        let all = words.words.iter();
        let mut readings: Vec<_> = all
            .map(|word| self.read_word(words, word, &mut hidden_left))
            .collect();
        for (at, other) in &words.others {
            if let Some(reading) = readings.get_mut(*at) {
                self.add(other, reading);
            }
        }
        readings
    }

    fn read_word(&self, words: &Words, word: &Word, hidden_left: &mut usize) -> Readings {
        let letters = words.letters(word);
        let mut readings = Readings::default();
        if words.hides && letters.contains(fold::HIDDEN) {
            if *hidden_left > 0 {
                *hidden_left = hidden_left.saturating_sub(1);
                self.add_hidden(letters, &mut readings);
            }
            return readings;
        }
        self.add(letters, &mut readings);
        if readings.is_empty() && has_double(letters) {
            self.add(&fold::squeeze(letters, 2), &mut readings);
            self.add_squeezed(&fold::squeeze(letters, 1), &mut readings);
        }
        if readings.is_empty() && word.joined {
            // The first or the last letter of the run may be a word of its own (`a`, `y`).
            let mut shorter = letters.chars();
            shorter.next_back();
            self.add(shorter.as_str(), &mut readings);
            let mut shorter = letters.chars();
            shorter.next();
            self.add(shorter.as_str(), &mut readings);
        }
        readings
    }

    fn add(&self, letters: &str, readings: &mut Readings) {
        if let Ok(at) = self
            .whole
            .binary_search_by(|(known, _)| (**known).cmp(letters))
            && let Some((_, id)) = self.whole.get(at)
        {
            readings.add(*id);
        }
        for (beginning, id) in &self.beginnings {
            if letters.starts_with(&**beginning) {
                readings.add(*id);
            }
        }
    }

    /// Adds the words that are the same once every run of a letter is cut to one.
    fn add_squeezed(&self, letters: &str, readings: &mut Readings) {
        let start = self
            .squeezed
            .partition_point(|(known, _)| &**known < letters);
        let rest = self.squeezed.get(start..).unwrap_or_default().iter();
        for (_, id) in rest.take_while(|(known, _)| &**known == letters) {
            readings.add(*id);
        }
    }

    fn add_hidden(&self, letters: &str, readings: &mut Readings) {
        let shown = letters
            .chars()
            .filter(|shown| *shown != fold::HIDDEN)
            .count();
        let all = letters.chars().count();
        if all < 3 || shown.saturating_mul(2) < all {
            return;
        }
        for (known, id) in self.whole.iter().chain(&self.beginnings) {
            if reads_as(letters, known) {
                readings.add(*id);
            }
        }
    }
}

fn has_double(letters: &str) -> bool {
    letters
        .bytes()
        .zip(letters.bytes().skip(1))
        .any(|(one, next)| one == next)
}

fn reads_as(letters: &str, known: &str) -> bool {
    letters.len() == known.len()
        && letters
            .chars()
            .zip(known.chars())
            .all(|(written, plain)| written == plain || written == fold::HIDDEN)
}
