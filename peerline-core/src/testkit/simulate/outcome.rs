//! What became of everybody.

use sha2::Digest as _;
use sha2::Sha256;

use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// What a policy made of a day.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// By whom and when each seeker was served; `None` who left unserved.
    pub fates: Vec<Option<Served>>,
    /// How many pairs the matcher proposed.
    pub proposed: u64,
    /// How many of them the line's check refused.
    pub refused: u64,
    /// How often the matcher was asked.
    pub asked: u64,
    /// SHA-256 over every decision in order: when, what, who.
    pub digest: [u8; 32],
}

/// A seeker who was served.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Served {
    /// By whom.
    pub supporter: usize,
    /// After which wait.
    pub waited: Millis,
}

/// Decisions as they are made.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    hash: Sha256,
}

impl Record {
    pub(super) fn matched(&mut self, at: Timestamp, seeker: usize, supporter: usize) {
        self.write(at, 1, seeker, supporter);
    }

    pub(super) fn left(&mut self, at: Timestamp, seeker: usize) {
        self.write(at, 2, seeker, 0);
    }

    pub(super) fn digest(self) -> [u8; 32] {
        self.hash.finalize().into()
    }

    /// Fixed widths, so that no two runs of decisions are the same bytes.
    fn write(&mut self, at: Timestamp, what: u8, seeker: usize, supporter: usize) {
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX).to_be_bytes();
        self.hash.update(at.unix_millis().to_be_bytes());
        self.hash.update([what]);
        self.hash.update(number(seeker));
        self.hash.update(number(supporter));
    }
}
