//! A model as bytes: one file, to be read whole or not at all.

use super::features::BUCKETS;
use super::model::Cell;
use super::model::Model;
use super::model::Score;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;

/// Bytes are no model that this version can read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BadModel {
    /// They do not begin as a model does.
    #[error("this is no model: it does not begin with `PLRANK1`")]
    NotAModel,
    /// There are fewer or more of them than the model says.
    #[error(
        "the model is not whole: {expected} bytes belong to it, and there are {found}; copy it again"
    )]
    Length {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A bucket is listed twice or out of order.
    #[error("bucket {0} of the model is listed twice or out of order")]
    Order(u16),
    /// A bucket knows nothing, or more than a model may.
    #[error("bucket {0} of the model holds nothing, or a weight beyond its bounds")]
    Cell(u16),
}

impl Model {
    /// The most bytes that a model takes.
    pub const MAX_BYTES: usize = HEAD + BUCKETS * CELL;

    /// Writes the model: `PLRANK1` and a line feed, the bias (i32), how many buckets are known (u32), and for each in
    /// order its number (u16), rarity (u16) and weight (i32); big-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let n_known = self.known().count();
        let mut bytes = Vec::with_capacity(length(n_known));
        bytes.extend(MARK);
        bytes.extend(self.bias().0.to_be_bytes());
        bytes.extend(u32::try_from(n_known).unwrap_or(u32::MAX).to_be_bytes());
        for (bucket, cell) in self.known() {
            bytes.extend(bucket.to_be_bytes());
            bytes.extend(cell.rarity.to_be_bytes());
            bytes.extend(cell.weight.to_be_bytes());
        }
        bytes
    }

    /// Reads a model. There is one way to write each.
    ///
    /// # Errors
    /// [`BadModel`] where the bytes are no model, or not exactly one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadModel> {
        let rest = bytes.strip_prefix(MARK).ok_or(BadModel::NotAModel)?;
        let short = BadModel::Length {
            expected: HEAD,
            found: bytes.len(),
        };
        let (bias, rest) = rest.split_first_chunk::<4>().ok_or(short)?;
        let (n_known, rest) = rest.split_first_chunk::<4>().ok_or(short)?;
        let n_known = usize::try_from(u32::from_be_bytes(*n_known)).unwrap_or(usize::MAX);
        if rest.len() / CELL != n_known || !rest.len().is_multiple_of(CELL) {
            return Err(BadModel::Length {
                expected: length(n_known),
                found: bytes.len(),
            });
        }
        let mut known: Vec<(u16, Cell)> = Vec::with_capacity(n_known);
        for cell in rest.chunks_exact(CELL) {
            let (bucket, cell) = read(cell).ok_or(short)?;
            if known.last().is_some_and(|(before, _)| bucket <= *before) {
                return Err(BadModel::Order(bucket));
            }
            let bound = Self::MAX_WEIGHT.unsigned_abs();
            if cell == Cell::default() || bound < cell.weight.unsigned_abs() {
                return Err(BadModel::Cell(bucket));
            }
            known.push((bucket, cell));
        }
        Ok(Self::new(Score(i32::from_be_bytes(*bias)), known))
    }

    /// Returns the name that its bytes have, for its record.
    #[must_use]
    pub fn digest(&self) -> Digest {
        DigestBuilder::new("peerline/rank/1")
            .bytes(&self.to_bytes())
            .finish()
    }
}

const MARK: &[u8; 8] = b"PLRANK1\n";
const HEAD: usize = 16;
const CELL: usize = 8;

const fn length(n_known: usize) -> usize {
    HEAD.saturating_add(n_known.saturating_mul(CELL))
}

fn read(cell: &[u8]) -> Option<(u16, Cell)> {
    let (bucket, rest) = cell.split_first_chunk()?;
    let (rarity, rest) = rest.split_first_chunk()?;
    let (weight, _) = rest.split_first_chunk()?;
    let cell = Cell {
        rarity: u16::from_be_bytes(*rarity),
        weight: i32::from_be_bytes(*weight),
    };
    Some((u16::from_be_bytes(*bucket), cell))
}
