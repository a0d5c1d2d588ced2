//! Slips of the hand: `suicidla`, `wanttodie`, `sui cidal`.
//!
//! Only words that stand in a sign of danger are looked for, one slip away at most, and only in
//! place of a word that no rule names: an everyday word (`@word` in the rule files) is never read as
//! another. What is put right here still has to be part of a whole phrase.

use super::fold;
use super::vocabulary::Vocabulary;
use super::words::Word;
use super::words::Words;

/// The fewest letters of a word that a slip is looked for in.
const FEWEST: usize = 4;
/// The fewest letters of a word in which any one letter may be wrong; in a shorter one the first
/// and the last must be right, since too many words lie near it.
const FREE: usize = 5;
/// The most letters of a written word that is looked at, so that a long one costs no more.
const MOST: usize = 24;
/// The bits of each filter; about one in twenty is set.
const BITS: usize = 1 << 17;

/// The words of the signs, found by what is left of them when one letter is taken out.
#[derive(Debug, Default)]
pub(super) struct Slips {
    keys: Vec<Box<str>>,
    /// The hash of each key and of each key less one letter, in order, with the key's place.
    near: Vec<(u32, u16)>,
    maybe_near: Filter,
    maybe_known: Filter,
}

impl Slips {
    /// Makes the index of `keys`, with all words that any rule names.
    pub(super) fn new(keys: Vec<Box<str>>, vocabulary: &Vocabulary) -> Self {
        let mut slips = Self::default();
        for key in &keys {
            let Ok(place) = u16::try_from(slips.keys.len()) else {
                break;
            };
            let whole = std::iter::once(hash(key.bytes()));
            for hash in whole.chain(less_one(key)) {
                slips.near.push((hash, place));
                slips.maybe_near.add(hash);
            }
            slips.keys.push(key.clone());
        }
        slips.near.sort_unstable();
        for word in vocabulary.whole_words() {
            slips.maybe_known.add(hash(word.bytes()));
        }
        slips
    }

    /// Returns the words with every slip put right, or `None` where there is none.
    pub(super) fn mend(&self, words: &Words, vocabulary: &Vocabulary) -> Option<Words> {
        let all = words.words.iter();
        let known: Vec<bool> = all
            .map(|word| self.knows(words.letters(word), vocabulary))
            .collect();
        let is_known = |at: usize| known.get(at).copied().unwrap_or(true);
        let mut mended: Option<Words> = None;
        let mut at = 0;
        while let Some(word) = words.words.get(at) {
            let next = at.saturating_add(1);
            let two = (!is_known(at) || !is_known(next))
                .then(|| self.joined(words, word, words.words.get(next)?))
                .flatten();
            let taken = if two.is_some() { 2 } else { 1 };
            let right = two.or_else(|| {
                let slipped = !is_known(at);
                slipped.then(|| self.put_right(words.letters(word), *word, vocabulary))?
            });
            match (right, &mut mended) {
                (Some(right), Some(mended)) => right.push_to(mended),
                (Some(right), None) => right.push_to(mended.insert(words.first(at))),
                (None, Some(mended)) => mended.push(words.letters(word), *word),
                (None, None) => {}
            }
            at = at.saturating_add(taken);
        }
        mended
    }

    fn knows(&self, letters: &str, vocabulary: &Vocabulary) -> bool {
        let whole = self.maybe_known.has(hash(letters.bytes())) && vocabulary.knows(letters);
        whole || letters.contains(fold::HIDDEN) || vocabulary.knows_beginning(letters)
    }

    /// Two halves of one word.
    fn joined(&self, words: &Words, one: &Word, next: &Word) -> Option<Right> {
        let (head, tail) = (words.letters(one), words.letters(next));
        let whole = hash(head.bytes().chain(tail.bytes()));
        if next.gap != 1 || one.sentence != next.sentence || !self.maybe_near.has(whole) {
            return None;
        }
        let halves = |key: &&str| key.strip_prefix(head) == Some(tail);
        let key = self.near(whole).find(halves)?.to_owned();
        let place = Word {
            end: next.end,
            ..*one
        };
        Some(Right::Words(vec![(key, place)]))
    }

    /// One word with a slip in it, or two that were written as one.
    fn put_right(&self, letters: &str, place: Word, vocabulary: &Vocabulary) -> Option<Right> {
        let fits = FEWEST <= letters.len().saturating_add(1) && letters.len() <= MOST;
        if !fits || !letters.is_ascii() {
            return None;
        }
        let hashes = std::iter::once(hash(letters.bytes())).chain(less_one(letters));
        let mut keys: Vec<&str> = hashes
            .filter(|hash| self.maybe_near.has(*hash))
            .flat_map(|hash| self.near(hash))
            .filter(|key| is_slip(letters, key))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        if !keys.is_empty() {
            let keys = keys.into_iter().map(str::to_owned).collect();
            return Some(Right::OneOf(keys, place));
        }
        let known = |part: &str| self.maybe_known.has(hash(part.bytes())) && vocabulary.knows(part);
        let is_key =
            |part: &str| FEWEST <= part.len() && self.keys.iter().any(|key| &**key == part);
        let mut cuts = 2..letters.len().saturating_sub(1);
        let (head, tail) = cuts.find_map(|cut| {
            let (head, tail) = letters.split_at_checked(cut)?;
            // What is short and stands behind is an ending (`matarlo`) and not a word.
            let parts =
                known(head) && known(tail) && (is_key(tail) || (is_key(head) && 3 <= tail.len()));
            parts.then_some((head, tail))
        })?;
        Some(Right::Words(vec![
            (head.to_owned(), place),
            (tail.to_owned(), place),
        ]))
    }

    fn near(&self, hash: u32) -> impl Iterator<Item = &str> {
        let start = self.near.partition_point(|(near, _)| *near < hash);
        let rest = self.near.get(start..).unwrap_or_default().iter();
        rest.take_while(move |(near, _)| *near == hash)
            .filter_map(|(_, key)| self.keys.get(usize::from(*key)))
            .map(|key| &**key)
    }
}

/// What was meant.
enum Right {
    /// These words, one after another.
    Words(Vec<(String, Word)>),
    /// Any of these words; several languages have words that lie close together.
    OneOf(Vec<String>, Word),
}

impl Right {
    fn push_to(self, words: &mut Words) {
        match self {
            Self::Words(all) => all
                .into_iter()
                .for_each(|(letters, place)| words.push(&letters, place)),
            Self::OneOf(keys, place) => words.push_one_of(keys, place),
        }
    }
}

/// Returns whether `written` is `key` with one letter left out, put in, changed, or with two
/// neighbors in the other order.
fn is_slip(written: &str, key: &str) -> bool {
    let (written, key) = (written.as_bytes(), key.as_bytes());
    let head = written
        .iter()
        .zip(key)
        .take_while(|(one, other)| one == other)
        .count();
    let rest = |word: &'_ [u8]| word.len().saturating_sub(head);
    let tails = written.iter().rev().zip(key.iter().rev());
    let tail = tails
        .take_while(|(one, other)| one == other)
        .count()
        .min(rest(written))
        .min(rest(key));
    let middle = |word: &'_ [u8]| word.len().saturating_sub(head).saturating_sub(tail);
    let swapped = || {
        let two = |word: &'_ [u8]| Some((*word.get(head)?, *word.get(head.saturating_add(1))?));
        two(written).is_some_and(|(one, next)| two(key) == Some((next, one)))
    };
    let same_ends = written.first() == key.first() && written.last() == key.last();
    match (middle(written), middle(key)) {
        (2, 2) => swapped(),
        (1, 1) | (0, 1) => FREE <= key.len() || same_ends,
        (1, 0) => FEWEST <= key.len(),
        _ => false,
    }
}

fn less_one(word: &str) -> impl Iterator<Item = u32> + '_ {
    (0..word.len()).map(|out| {
        let left = word.bytes().enumerate().filter(move |(at, _)| *at != out);
        hash(left.map(|(_, byte)| byte))
    })
}

/// FNV-1a: the index is made anew at every start and never leaves memory, so any spread will do.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Says for sure that a hash was not added.
#[derive(Debug, Default)]
struct Filter(Vec<u64>);

impl Filter {
    fn add(&mut self, hash: u32) {
        self.0.resize(BITS / 64, 0);
        let (slot, bit) = Self::place(hash);
        if let Some(bits) = self.0.get_mut(slot) {
            *bits |= bit;
        }
    }

    fn has(&self, hash: u32) -> bool {
        let (slot, bit) = Self::place(hash);
        self.0.get(slot).is_some_and(|bits| bits & bit != 0)
    }

    const fn place(hash: u32) -> (usize, u64) {
        let hash = (hash ^ (hash >> 15)) as usize % BITS;
        (hash / 64, 1 << (hash % 64))
    }
}
