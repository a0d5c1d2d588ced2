//! How much of a frame is borne, in either encoding.

use super::super::DecodeError;
use crate::vocab::Limits;

/// Counts down what one frame may hold.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Bounds {
    depth: usize,
    items: usize,
    max_depth: usize,
    max_items: usize,
}

impl Bounds {
    /// The largest whole number that every language holds exactly.
    const MAX_NUMBER: u64 = (1 << 53) - 1;

    /// Starts to count.
    pub(in super::super) const fn of(limits: &Limits) -> Self {
        Self {
            depth: limits.frame_depth,
            items: limits.frame_items,
            max_depth: limits.frame_depth,
            max_items: limits.frame_items,
        }
    }

    /// Counts a value.
    pub(in super::super) fn count(&mut self) -> Result<(), DecodeError> {
        let max = self.max_items;
        self.items = self
            .items
            .checked_sub(1)
            .ok_or(DecodeError::TooMany { max })?;
        Ok(())
    }

    /// Goes into a list or a map.
    pub(in super::super) fn enter(&mut self) -> Result<(), DecodeError> {
        let max = self.max_depth;
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or(DecodeError::TooDeep { max })?;
        Ok(())
    }

    /// Comes out again.
    pub(in super::super) const fn leave(&mut self) {
        self.depth = self.depth.saturating_add(1);
    }

    /// Refuses a number that not every language holds exactly.
    pub(in super::super) const fn number(magnitude: u64) -> Result<(), DecodeError> {
        if magnitude <= Self::MAX_NUMBER {
            Ok(())
        } else {
            Err(DecodeError::Number)
        }
    }
}
