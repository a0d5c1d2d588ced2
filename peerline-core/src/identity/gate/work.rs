//! Proof of work: a number that takes some tries to find and one to check.

use sha2::Digest as _;
use sha2::Sha256;

use crate::identity::LineId;
use crate::identity::encoding::lp_joined;

/// What a proof of work is made for: one connection to one line, so that nothing can be made ahead
/// and no proof counts twice.
///
/// A proof is a number `n` below 2^53 for which `SHA-256(lp("peerline/v1/pow") | lp(line id) |
/// lp(the nonce of hail) | lp(n as u64 big-endian))` begins with so many zero bits. What stands
/// before `n` fills one block of the hash, so that a try costs one block more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct WorkChallenge {
    /// The line.
    pub line: LineId,
    /// The nonce of its `hail`.
    pub nonce: [u8; 32],
}

impl WorkChallenge {
    /// The most bits that a client should work for: beyond, a phone would be busy for minutes.
    pub const MAX_BITS: u8 = 24;

    /// Returns whether `n` is a proof of `bits` bits.
    #[must_use]
    pub fn is_solved_by(&self, n: u64, bits: u8) -> bool {
        n < 1 << 53 && zero_bits(self.start(), n) >= u32::from(bits)
    }

    /// Tries `tries` numbers from `from` on and returns the first that is a proof. A client calls it
    /// again with later numbers until there is one, and lives on in between.
    #[must_use]
    pub fn search(&self, bits: u8, from: u64, tries: u64) -> Option<u64> {
        let start = self.start();
        let mut numbers = from..from.saturating_add(tries).min(1 << 53);
        numbers.find(|n| zero_bits(start.clone(), *n) >= u32::from(bits))
    }

    fn start(&self) -> Sha256 {
        let head = lp_joined(&[b"peerline/v1/pow", self.line.as_bytes(), &self.nonce]);
        Sha256::new_with_prefix(head)
    }
}

fn zero_bits(mut hash: Sha256, n: u64) -> u32 {
    hash.update(lp_joined(&[&n.to_be_bytes()]));
    let digest: [u8; 32] = hash.finalize().into();
    let (head, _) = digest.split_at(8);
    let head = head.try_into().map_or(u64::MAX, u64::from_be_bytes);
    head.leading_zeros()
}
