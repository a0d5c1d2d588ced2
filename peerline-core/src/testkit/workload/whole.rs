//! The people of a day and what stands between them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Demand;
use super::NamedBlock;
use super::Rule;
use super::Seeker;
use super::Stream;
use super::Supporter;
use super::account::Side;
use super::account::read;
use super::blocks;
use super::day;
use super::people::number;
use super::rules;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Everybody who comes on a day, and the truth about who may meet whom.
#[derive(Clone, Debug)]
pub struct Workload {
    seekers: Vec<Seeker>,
    supporters: Vec<Supporter>,
    named_blocks: Vec<NamedBlock>,
    /// Pairs of people, the lower number first.
    apart: BTreeSet<(usize, usize)>,
    /// The longest shift.
    longest: Millis,
    /// Whom a seeker would like to meet again.
    again: BTreeMap<usize, usize>,
}

impl Workload {
    /// Draws the day of a seed.
    #[must_use]
    pub fn day(seed: u64, demand: Demand) -> Self {
        let seekers = day::seekers(seed, demand);
        let supporters = day::supporters(seed, demand, &seekers);
        let blocks = blocks::draw(seed, &seekers, &supporters);
        Self::of(seekers, supporters, blocks).with_again(seed)
    }

    /// Gives everybody who wishes to meet somebody again a partner of the past: one of those on
    /// shift when they come who may take them, drawn from the stream `rematches`.
    fn with_again(mut self, seed: u64) -> Self {
        let mut from = Stream::new(seed, "rematches");
        for (seeker, one) in self.seekers.iter().enumerate() {
            if !one.rematch {
                continue;
            }
            let there = self.on_shift(one.arrives, one.arrives);
            let there = there.filter(|supporter| self.forbids(seeker, *supporter).is_none());
            let there: Vec<usize> = there.collect();
            let among = u64::try_from(there.len()).unwrap_or(u64::MAX);
            if let Some(partner) = there.get(number(from.below(among))) {
                self.again.insert(seeker, *partner);
            }
        }
        self
    }

    /// Puts people together. Seekers are to be in the order in which they come.
    pub(super) fn of(
        seekers: Vec<Seeker>,
        supporters: Vec<Supporter>,
        named_blocks: Vec<NamedBlock>,
    ) -> Self {
        let shifts = supporters.iter().map(|one| one.ends.since(one.begins));
        let mut whole = Self {
            longest: shifts.max().unwrap_or_default(),
            seekers,
            supporters,
            named_blocks,
            apart: BTreeSet::new(),
            again: BTreeMap::new(),
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

    /// Returns whom a seeker would like to meet again.
    #[must_use]
    pub fn again(&self, seeker: usize) -> Option<usize> {
        self.again.get(&seeker).copied()
    }

    /// Returns the supporters who are on shift at some time from `first` to `last`.
    pub fn on_shift(&self, first: Timestamp, last: Timestamp) -> impl Iterator<Item = usize> {
        let earliest =
            Timestamp::from_unix_millis(first.unix_millis().saturating_sub(self.longest.get()));
        let from = self.supporters.partition_point(|one| one.begins < earliest);
        let there = self.supporters.iter().enumerate().skip(from);
        let there = there.take_while(move |(_, one)| one.begins <= last);
        there
            .filter(move |(_, one)| first < one.ends)
            .map(|(i, _)| i)
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
