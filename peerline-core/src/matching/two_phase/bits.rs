//! Sets of small numbers, 64 to a word.

/// A set of numbers below a bound that is set when it is made.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    pub(super) fn of(len: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self::none(len);
        (0..len).filter(|at| holds(*at)).for_each(|at| bits.set(at));
        bits
    }

    pub(super) fn set(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn clear(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        let word = self.0.get(at / 64).copied().unwrap_or_default();
        word & (1 << (at % 64)) != 0
    }

    pub(super) fn keep(&mut self, other: &Self) {
        let both = self.0.iter_mut().zip(&other.0);
        both.for_each(|(own, other)| *own &= other);
    }

    pub(super) fn drop(&mut self, other: &Self) {
        let both = self.0.iter_mut().zip(&other.0);
        both.for_each(|(own, other)| *own &= !other);
    }

    pub(super) fn add(&mut self, other: &Self) {
        let both = self.0.iter_mut().zip(&other.0);
        both.for_each(|(own, other)| *own |= other);
    }

    /// Returns the numbers of this that are in `kept` and not in `dropped`.
    pub(super) fn narrowed(&self, kept: &Self, dropped: &Self) -> Self {
        let words = self.0.iter().zip(&kept.0).zip(&dropped.0);
        Self(
            words
                .map(|((own, kept), dropped)| own & kept & !dropped)
                .collect(),
        )
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Returns the numbers in it, the lowest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..).step_by(64).zip(&self.0).flat_map(|(base, word)| {
            let rest = std::iter::successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            rest.take_while(|word| *word != 0).map(move |word| {
                usize::try_from(word.trailing_zeros()).map_or(base, |at| base | at)
            })
        })
    }
}
