//! Randomness as an argument.

use std::fmt;

use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use rand_core::SeedableRng as _;

use super::DigestBuilder;

/// The secret from which one run of an engine draws every id and key.
///
/// The host takes it from the operating system at each start; a test gives a constant. It is never
/// printed and never stored.
#[derive(Clone, Copy)]
pub struct Seed([u8; 32]);

impl Seed {
    /// Makes a seed from 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns a seed for another purpose, independent of this one.
    #[must_use]
    pub fn apart(&self, purpose: &str) -> Self {
        let mut builder = DigestBuilder::new("peerline/v1/seed");
        builder.bytes(&self.0).bytes(purpose.as_bytes());
        Self(*builder.finish().as_bytes())
    }

    /// Returns the randomness of step `n` of the run: the same for the same seed and step.
    #[must_use]
    pub fn entropy(&self, n: u64) -> Entropy {
        let mut builder = DigestBuilder::new("peerline/v1/entropy");
        builder.bytes(&self.0).number(n);
        Entropy(ChaCha20Rng::from_seed(*builder.finish().as_bytes()))
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// A stream of randomness, handed to a decision that needs new ids or keys.
pub struct Entropy(ChaCha20Rng);

impl Entropy {
    /// Draws `N` bytes.
    pub fn draw<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// Draws a number below `n`; zero where `n` is zero. The bias is below 2^-32 for `n` < 2^32.
    pub fn below(&mut self, n: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(n);
        u64::try_from(wide >> 64).unwrap_or(0)
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy(..)")
    }
}
