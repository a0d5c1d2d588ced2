//! Experiences that people share.

/// A set of tags out of 256.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tags {
    words: [u64; 4],
}

impl Tags {
    /// How many tags there are.
    pub const KNOWN: usize = 256;

    /// Returns how many tags both sets hold.
    #[must_use]
    pub fn shared(&self, other: &Self) -> u64 {
        let both = self.words.iter().zip(other.words).map(|(a, b)| a & b);
        both.map(|word| u64::from(word.count_ones())).sum()
    }

    /// Returns the tags of the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..Self::KNOWN).filter(|tag| {
            let word = self.words.get(tag / 64).copied().unwrap_or_default();
            word >> (tag % 64) & 1 == 1
        })
    }
}

impl FromIterator<usize> for Tags {
    fn from_iter<I: IntoIterator<Item = usize>>(tags: I) -> Self {
        let mut words = [0; 4];
        for tag in tags {
            if let Some(word) = words.get_mut(tag / 64) {
                *word |= 1 << (tag % 64);
            }
        }
        Self { words }
    }
}
