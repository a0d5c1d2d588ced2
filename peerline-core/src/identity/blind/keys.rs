//! The key of one week.

use std::fmt;

use voprf_ng::Group as _;
use voprf_ng::Ristretto255;
use zeroize::Zeroize;
use zeroize::ZeroizeOnDrop;
use zeroize::Zeroizing;

use super::suite::Server;
use crate::vocab::Entropy;

/// What the blind tickets of one week are made and checked with: random, derived from nothing, the
/// same for everybody.
///
/// # Privacy
/// `Debug` shows nothing; the bytes are overwritten when the value is dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct BlindKey([u8; 32]);

impl BlindKey {
    /// How long it is where it is kept.
    pub const BYTES: usize = 32;

    /// Draws a new key.
    #[must_use]
    pub fn from_entropy(entropy: &mut Entropy) -> Self {
        Self(entropy.draw())
    }

    /// Makes a key from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Shows the bytes to code that must keep them. Every call is a place to look at in review.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<[u8; Self::BYTES]> {
        Zeroizing::new(self.0)
    }

    /// Returns the private half by `DeriveKeyPair` of RFC 9497, 3.2.1; `None` with a chance of
    /// 2^-252 to the power of 256.
    pub(super) fn server(&self) -> Option<Server> {
        Server::new_from_seed(&self.0, b"peerline/v1/blind/key").ok()
    }

    /// Returns the public half.
    pub(super) fn public(&self) -> Option<[u8; 32]> {
        let server = self.server()?;
        Some(Ristretto255::serialize_elem(server.get_public_key()).into())
    }
}

impl fmt::Debug for BlindKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindKey(..)")
    }
}
