//! What a model looks at: words, two and three in a row, and runs of letters, hashed into buckets.

/// How many buckets there are. What falls into one together is told apart no more.
pub const BUCKETS: usize = 1 << 16;

/// The longest word that is read letter by letter; of a longer one the beginning counts.
const LONGEST_WORD: usize = 40;

/// Runs of letters are at least this long.
const SHORTEST_RUN: usize = 2;

/// Runs of letters are at most this long.
const LONGEST_RUN: usize = 5;

/// How often something is in a text, by bucket.
///
/// ```
/// use peerline_core::crisis::rank::Features;
///
/// assert_eq!(Features::of("So tired."), Features::of("so  TIRED"));
/// assert_ne!(Features::of("so tired"), Features::of("tired so"));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Features(Vec<(u16, u16)>);

impl Features {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut buckets = Vec::with_capacity(text.len().saturating_mul(5));
        walk(text, |seen| buckets.push(seen.bucket));
        Self::counted(buckets)
    }

    /// Returns each bucket that something fell into, in order, and how much did.
    pub fn iter(&self) -> impl Iterator<Item = (u16, u16)> {
        self.0.iter().copied()
    }

    fn counted(mut buckets: Vec<u16>) -> Self {
        buckets.sort_unstable();
        let runs = buckets.chunk_by(|one, next| one == next);
        let counts = runs.filter_map(|run| {
            let count = u16::try_from(run.len()).unwrap_or(u16::MAX);
            run.first().map(|bucket| (*bucket, count))
        });
        Self(counts.collect())
    }
}

/// Something that was seen in a text, and in which of its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) bucket: u16,
    /// The first word, counted from zero.
    pub(super) word: usize,
    /// How many words it takes.
    pub(super) words: usize,
}

/// Where the words of a text are, in the order in which [`walk`] counts them.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|letter: char| !(letter.is_alphanumeric() || is_apostrophe(letter)))
        .map(|word| word.trim_matches(is_apostrophe))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let start = word.as_ptr().addr().saturating_sub(text.as_ptr().addr());
            (start, word)
        })
}

/// Tells all that is seen in a text.
pub(super) fn walk(text: &str, mut tell: impl FnMut(Seen)) {
    let mut letters = Vec::with_capacity(LONGEST_WORD + 2);
    let (mut last, mut before_last) = (None, None);
    for (word, (_, written)) in words(text).enumerate() {
        spell(written, &mut letters);
        let whole = hash(WORD, &letters);
        let mut say = |hash, word, words| {
            let bucket = bucket(hash);
            tell(Seen {
                bucket,
                word,
                words,
            });
        };
        say(whole, word, 1);
        if let Some(last) = last {
            say(join(last, whole), word.saturating_sub(1), 2);
            if let Some(before_last) = before_last {
                let three = join(join(before_last, last), whole);
                say(three, word.saturating_sub(2), 3);
            }
        }
        runs(&letters, |hash| say(hash, word, 1));
        (before_last, last) = (last, Some(whole));
    }
}

/// Lower case between two marks, so that beginnings and ends of words differ from their middles.
fn spell(word: &str, letters: &mut Vec<char>) {
    letters.clear();
    letters.push(EDGE);
    let plain = |letter| if is_apostrophe(letter) { '\'' } else { letter };
    let lower = word.chars().map(plain).flat_map(char::to_lowercase);
    letters.extend(lower.take(LONGEST_WORD));
    letters.push(EDGE);
}

fn runs(letters: &[char], mut tell: impl FnMut(u64)) {
    for from in 0..letters.len() {
        let mut hash = RUN;
        let rest = letters.iter().skip(from).take(LONGEST_RUN);
        for (nth, letter) in rest.enumerate() {
            hash = step(hash, *letter);
            if SHORTEST_RUN <= nth + 1 {
                tell(hash);
            }
        }
    }
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

const EDGE: char = '_';
const WORD: u64 = 0xcbf2_9ce4_8422_2325;
const RUN: u64 = 0x8422_2325_cbf2_9ce4;
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

fn hash(from: u64, letters: &[char]) -> u64 {
    letters
        .iter()
        .fold(from, |hash, letter| step(hash, *letter))
}

/// A step of FNV-1a over a letter. Nobody is kept from writing what falls into one bucket: a model
/// orders, and what calls a human needs none.
fn step(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
}

const fn join(first: u64, second: u64) -> u64 {
    (first.rotate_left(23) ^ second).wrapping_mul(SPREAD)
}

fn bucket(hash: u64) -> u16 {
    let spread = (hash ^ (hash >> 32)).wrapping_mul(SPREAD);
    u16::try_from(spread >> 48).unwrap_or(u16::MAX)
}
