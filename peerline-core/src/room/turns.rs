//! Whose turn it is, and who raised a hand.

use std::collections::VecDeque;

use crate::vocab::OccupantId;

/// Raised hands in their order, and who has the turn.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Turns {
    hands: VecDeque<OccupantId>,
    holder: Option<OccupantId>,
}

impl Turns {
    /// The most hands that are up at a time: more than a facilitator can hear in one session.
    pub const MAX_HANDS: usize = 64;

    /// Returns who has the turn.
    #[must_use]
    pub const fn holder(&self) -> Option<OccupantId> {
        self.holder
    }

    /// Returns who raised a hand, the first one first.
    pub fn hands(&self) -> impl Iterator<Item = OccupantId> {
        self.hands.iter().copied()
    }

    /// Returns who is next.
    #[must_use]
    pub fn next(&self) -> Option<OccupantId> {
        self.hands.front().copied()
    }

    /// Returns whether somebody's hand is up.
    #[must_use]
    pub fn is_up(&self, who: OccupantId) -> bool {
        self.hands.contains(&who)
    }

    /// Returns whether no further hand can go up.
    #[must_use]
    pub fn is_full(&self) -> bool {
        Self::MAX_HANDS <= self.hands.len()
    }

    pub(super) fn raise(&mut self, who: OccupantId) {
        if !self.is_up(who) {
            self.hands.push_back(who);
        }
    }

    pub(super) fn lower(&mut self, who: OccupantId) {
        self.hands.retain(|hand| *hand != who);
    }

    pub(super) fn give(&mut self, who: OccupantId) {
        self.lower(who);
        self.holder = Some(who);
    }

    pub(super) const fn end(&mut self) {
        self.holder = None;
    }

    /// Forgets who left.
    pub(super) fn leave(&mut self, who: OccupantId) {
        self.lower(who);
        if self.holder == Some(who) {
            self.end();
        }
    }
}
