//! A linear model over what is seen in words.

use super::features::BUCKETS;
use super::features::Features;
use super::features::walk;
use super::features::words;
use crate::vocab::Span;

/// What a model says, in thousandths: the higher, the sooner a person looks. It orders, and
/// describes nobody.
#[derive(
    Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize,
)]
#[serde(transparent)]
#[expect(clippy::exhaustive_structs, reason = "a number with a name")]
pub struct Score(pub i32);

/// What a model knows of one bucket.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "who trains a model makes it")]
pub struct Cell {
    /// How rare it is in the data it was trained with, in 1/1024; zero where it was never seen.
    pub rarity: u16,
    /// How much it raises the score, in 1/4096.
    pub weight: i32,
}

/// How much a word raises or lowers a score.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the model makes it")]
pub struct Share {
    /// Where the word stands.
    pub span: Span,
    /// What it adds, in thousandths.
    pub adds: i64,
}

/// A linear model: each thing that is seen counts by how rare it is and by the logarithm of how
/// often it is there, over the length of the whole, so that a long text is worth no more for it.
///
/// Whole numbers throughout: the same words get the same score on every machine.
///
/// # Limits
/// A text that has nothing of what the model was trained with gets the model's bias.
#[derive(Clone, Eq, PartialEq)]
pub struct Model {
    cells: Box<[Cell]>,
    bias: Score,
}

impl Model {
    /// The largest weight, either way: with it no sum over a text runs over.
    pub const MAX_WEIGHT: i32 = 1 << 24;

    /// Makes a model of what is known of its buckets; what is not listed counts for nothing.
    ///
    /// A weight beyond [`Model::MAX_WEIGHT`] is brought into it.
    #[must_use]
    pub fn new(bias: Score, known: impl IntoIterator<Item = (u16, Cell)>) -> Self {
        let mut cells = vec![Cell::default(); BUCKETS].into_boxed_slice();
        for (bucket, cell) in known {
            if let Some(slot) = cells.get_mut(usize::from(bucket)) {
                let weight = cell.weight.clamp(-Self::MAX_WEIGHT, Self::MAX_WEIGHT);
                *slot = Cell { weight, ..cell };
            }
        }
        Self { cells, bias }
    }

    /// Returns the score of a text without anything known in it.
    #[must_use]
    pub const fn bias(&self) -> Score {
        self.bias
    }

    /// Returns what it knows, bucket by bucket.
    pub fn known(&self) -> impl Iterator<Item = (u16, Cell)> {
        let all = (0..=u16::MAX).zip(self.cells.iter().copied());
        all.filter(|(_, cell)| *cell != Cell::default())
    }

    /// Returns the score of what was seen.
    #[must_use]
    pub fn score(&self, seen: &Features) -> Score {
        let (mut sum, mut square) = (0_i64, 0_u64);
        for (bucket, count) in seen.iter() {
            let cell = self.cell(bucket);
            let value = value(cell, count);
            sum = sum.saturating_add(i64::from(cell.weight).saturating_mul(i64::from(value)));
            square = square.saturating_add(u64::from(value).saturating_mul(u64::from(value)));
        }
        let added = thousandths(sum, square.isqrt());
        let score = i64::from(self.bias.0).saturating_add(added);
        Score(i32::try_from(score).unwrap_or(if score < 0 { i32::MIN } else { i32::MAX }))
    }

    /// Returns what each word adds to the score of a text, in the order of the text. Together with
    /// the bias that is the score, but for what is lost in rounding.
    #[must_use]
    pub fn explain(&self, text: &str) -> Vec<Share> {
        let seen = Features::of(text);
        let counts = seen.iter();
        let counts: std::collections::BTreeMap<u16, u16> = counts.collect();
        let square = counts.iter().fold(0_u64, |square, (bucket, count)| {
            let value = u64::from(value(self.cell(*bucket), *count));
            square.saturating_add(value.saturating_mul(value))
        });
        let spans = words(text).map(|(start, word)| span(start, word.len()));
        let mut sums: Vec<(Span, i64)> = spans.map(|span| (span, 0)).collect();
        walk(text, |seen| {
            let count = counts.get(&seen.bucket).copied().unwrap_or(1).max(1);
            let cell = self.cell(seen.bucket);
            let whole = i64::from(cell.weight).saturating_mul(i64::from(value(cell, count)));
            let takes = i64::try_from(seen.words).unwrap_or(1).max(1);
            let part = whole / i64::from(count) / takes;
            for (_, sum) in sums.iter_mut().skip(seen.word).take(seen.words) {
                *sum = sum.saturating_add(part);
            }
        });
        let length = square.isqrt();
        let share = |(span, sum)| Share {
            span,
            adds: thousandths(sum, length),
        };
        sums.into_iter().map(share).collect()
    }

    fn cell(&self, bucket: u16) -> Cell {
        self.cells
            .get(usize::from(bucket))
            .copied()
            .unwrap_or_default()
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = self.known().count();
        f.debug_struct("Model")
            .field("known", &known)
            .finish_non_exhaustive()
    }
}

fn span(start: usize, len: usize) -> Span {
    let at = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    Span::new(at(start), at(start.saturating_add(len)))
}

/// Weights are in 1/4096, values and their length in the same unit, so that it falls out.
fn thousandths(sum: i64, length: u64) -> i64 {
    let length = i64::try_from(length).unwrap_or(i64::MAX).max(1);
    (sum / length).saturating_mul(1000) / 4096
}

/// How much something counts in a text, in 1/1024.
fn value(cell: Cell, count: u16) -> u32 {
    let often = usize::from(count).saturating_sub(1);
    let often = OFTEN.get(often).copied().unwrap_or(OFTEN_AT_MOST);
    u32::from(cell.rarity).saturating_mul(often) >> 10
}

/// `1 + ln n` in 1/1024, for n from 1.
const OFTEN: [u32; 32] = [
    1024, 1734, 2149, 2444, 2672, 2859, 3017, 3153, 3274, 3382, 3479, 3569, 3651, 3726, 3797, 3863,
    3925, 3984, 4039, 4092, 4142, 4189, 4235, 4278, 4320, 4360, 4399, 4436, 4472, 4507, 4540, 4573,
];

/// Beyond that more of the same adds nothing.
const OFTEN_AT_MOST: u32 = 4573;
