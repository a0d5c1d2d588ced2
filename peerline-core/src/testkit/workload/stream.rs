//! Numbers by chance that every implementation draws alike.

/// One named stream of numbers: SplitMix64 whose state is the seed XOR the FNV-1a-64 of the name.
///
/// Streams of other names never move this one, so a part that draws more leaves all others alone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stream {
    state: u64,
}

impl Stream {
    /// Begins the stream of this name.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        Self {
            state: seed ^ fnv(name),
        }
    }

    /// Draws 64 bits.
    pub const fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.state)
    }

    /// Draws a number below `n`: the high 64 bits of a draw times `n`; 0 for 0.
    pub fn below(&mut self, n: u64) -> u64 {
        high(self.draw(), n)
    }

    /// Draws whether something that happens `share` times of `of` happens.
    pub fn happens(&mut self, share: u64, of: u64) -> bool {
        self.below(of) < share
    }

    /// Draws an index by weight: a number below the sum, from which the weights are taken in order.
    pub fn pick(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (i, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight) {
                Some(less) => left = less,
                None => return i,
            }
        }
        weights.len().saturating_sub(1)
    }

    /// Draws `n` different indices by weight, each as [`Stream::pick`] over those that are left.
    pub fn pick_apart(&mut self, weights: &[u64], n: usize) -> Vec<usize> {
        let mut left = weights.to_vec();
        (0..n.min(weights.len()))
            .map(|_| {
                let i = self.pick(&left);
                if let Some(weight) = left.get_mut(i) {
                    *weight = 0;
                }
                i
            })
            .collect()
    }

    /// Draws from the exponential distribution with this mean, by von Neumann's method: numbers are
    /// only compared, so there is no logarithm that machines could round apart.
    pub fn exponential(&mut self, mean: u64) -> u64 {
        let mut whole: u64 = 0;
        loop {
            let first = self.draw();
            let (mut last, mut is_odd) = (first, true);
            loop {
                let next = self.draw();
                if last <= next {
                    break;
                }
                (last, is_odd) = (next, !is_odd);
            }
            if is_odd {
                let part = high(first, mean);
                return whole.saturating_mul(mean).saturating_add(part);
            }
            whole = whole.saturating_add(1);
        }
    }
}

/// Spreads the bits of a number: the last step of SplitMix64.
pub(super) const fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

fn high(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    u64::try_from(product >> 64).unwrap_or(u64::MAX)
}

fn fnv(name: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    name.bytes().fold(start, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
