//! The people of a day and what stands between them.

use std::collections::BTreeSet;

use super::Demand;
use super::NamedBlock;
use super::Rule;
use super::Seeker;
use super::Supporter;
use super::account::Side;
use super::account::read;
use super::blocks;
use super::day;
use super::rules;
use crate::vocab::AccountId;

/// Everybody who comes on a day, and the truth about who may meet whom.
#[derive(Clone, Debug)]
pub struct Workload {
    seekers: Vec<Seeker>,
    supporters: Vec<Supporter>,
    named_blocks: Vec<NamedBlock>,
    /// Pairs of people, the lower number first.
    apart: BTreeSet<(usize, usize)>,
}

impl Workload {
    /// Draws the day of a seed.
    #[must_use]
    pub fn day(seed: u64, demand: Demand) -> Self {
        let seekers = day::seekers(seed, demand);
        let supporters = day::supporters(seed, demand, &seekers);
        let blocks = blocks::draw(seed, &seekers, &supporters);
        Self::of(seekers, supporters, blocks)
    }

    /// Puts people together. Seekers are to be in the order in which they come.
    pub(super) fn of(
        seekers: Vec<Seeker>,
        supporters: Vec<Supporter>,
        named_blocks: Vec<NamedBlock>,
    ) -> Self {
        let mut whole = Self {
            seekers,
            supporters,
            named_blocks,
            apart: BTreeSet::new(),
        };
        let apart = whole.named_blocks.iter().map(|block| {
            let supporter = whole.person((Side::Supporter, block.supporter));
            in_order(block.seeker, supporter)
        });
        whole.apart = apart.collect();
        whole
    }

    /// Returns the seekers, in the order in which they come.
    #[must_use]
    pub fn seekers(&self) -> &[Seeker] {
        &self.seekers
    }

    /// Returns the supporters, in the order of their shifts.
    #[must_use]
    pub fn supporters(&self) -> &[Supporter] {
        &self.supporters
    }

    /// Returns the blocks as they were set.
    #[must_use]
    pub fn named_blocks(&self) -> &[NamedBlock] {
        &self.named_blocks
    }

    /// Returns whether two accounts may meet: not one person, and no block between the two people,
    /// whoever set it under whatever name.
    #[must_use]
    pub fn may_meet(&self, one: AccountId, other: AccountId) -> bool {
        let (one, other) = (self.person(read(one)), self.person(read(other)));
        one != other && !self.apart.contains(&in_order(one, other))
    }

    /// Returns the first rule that keeps two apart for good, if one does.
    #[must_use]
    pub fn forbids(&self, seeker: usize, supporter: usize) -> Option<Rule> {
        let (from, to) = (self.seekers.get(seeker)?, self.supporters.get(supporter)?);
        let person = self.person((Side::Supporter, supporter));
        if person == seeker {
            Some(Rule::Themself)
        } else if self.apart.contains(&in_order(seeker, person)) {
            Some(Rule::Blocked)
        } else {
            rules::between(from, to)
        }
    }

    /// Returns the number of the person: a seeker's place, or one behind all of them.
    fn person(&self, (side, index): (Side, usize)) -> usize {
        match side {
            Side::Seeker => index,
            Side::Supporter => {
                let also = self.supporters.get(index).and_then(|one| one.also);
                also.unwrap_or(self.seekers.len() + index)
            }
        }
    }
}

fn in_order(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}
