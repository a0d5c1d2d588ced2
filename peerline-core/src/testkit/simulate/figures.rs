//! What is printed of a tally: whole numbers, so that machines print the same.

use serde::Serialize;

use super::Tally;
use super::tally::Group;

/// The figures of one policy. Shares are in hundredths of a percent, waits in milliseconds.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Figures {
    /// How many people came.
    pub people: u64,
    /// The share of them who were served.
    pub served: u64,
    /// Waits of all who were served.
    pub wait: OfTier,
    /// Waits of the served of tiers 0, 1, and 2 and 3 together.
    pub by_tier: [OfTier; 3],
    /// The mean score of the pairs, out of 1000.
    pub fit: u64,
    /// The share of pairs whose supporter does not take the topic.
    pub off_topic: u64,
    /// Of those whom somebody could have served, the greatest share of one language who left
    /// unserved.
    pub worst_language: u64,
    /// Of the same, the share who left unserved of those without a need.
    pub left_without_need: u64,
    /// Of the same, the share who left unserved of those with a need.
    pub left_with_need: u64,
    /// Of the high tier whom somebody on shift could serve, the share served within 300 s.
    pub high_soon: u64,
    /// The share of people whom nobody on shift could serve when they came.
    pub uncovered: u64,
    /// The share of people whom nobody could serve before they left.
    pub never_covered: u64,
    /// Of those who wished to meet a partner again who was on shift, the share who did.
    pub again: u64,
    /// Pairs that break a rule that is never relaxed.
    pub violations: u64,
    /// The share of proposals that the line's check refused.
    pub refused: u64,
}

/// Waits of some who were served.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OfTier {
    /// How many they are.
    pub served: u64,
    /// The mean wait.
    pub mean: u64,
    /// Half of them waited no longer.
    pub p50: u64,
    /// Nine of ten waited no longer.
    pub p90: u64,
}

impl OfTier {
    fn of(waits: &[u64]) -> Self {
        let mut waits = waits.to_vec();
        waits.sort_unstable();
        let served = wide(waits.len());
        // Nearest rank: the smallest wait that so many of the people did not exceed.
        let rank = |per_cent: usize| {
            let nth = waits.len().saturating_mul(per_cent).div_ceil(100);
            waits
                .get(nth.saturating_sub(1))
                .copied()
                .unwrap_or_default()
        };
        let sum: u64 = waits.iter().sum();
        Self {
            served,
            mean: sum.checked_div(served).unwrap_or_default(),
            p50: rank(50),
            p90: rank(90),
        }
    }
}

impl Figures {
    /// Languages of fewer people than this are too few to say which is worst.
    const MIN_GROUP: u64 = 30;

    pub(super) fn of(tally: &Tally) -> Self {
        let pairs = tally.people.served;
        let whole = tally.people.all;
        let languages = tally.by_language.iter();
        let counted = languages.filter(|one| Self::MIN_GROUP <= one.all);
        let [without_need, with_need] = tally.by_need;
        Self {
            people: whole,
            served: tally.people.share(),
            wait: OfTier::of(&tally.waits.concat()),
            by_tier: tally.waits.each_ref().map(|waits| OfTier::of(waits)),
            fit: tally.score.checked_div(pairs).unwrap_or_default(),
            off_topic: share(tally.off_topic, pairs),
            worst_language: counted.map(left).max().unwrap_or_default(),
            left_without_need: left(&without_need),
            left_with_need: left(&with_need),
            high_soon: tally.high.share(),
            uncovered: share(tally.uncovered, whole),
            never_covered: share(tally.never_covered, whole),
            again: tally.again.share(),
            violations: tally.violations.iter().sum(),
            refused: share(tally.refused, tally.proposed),
        }
    }
}

fn left(group: &Group) -> u64 {
    share(group.all.saturating_sub(group.served), group.all)
}

fn share(part: u64, whole: u64) -> u64 {
    (part * 10_000).checked_div(whole).unwrap_or_default()
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
