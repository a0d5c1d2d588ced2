//! Who wants never to meet whom again.

use super::Seeker;
use super::Stream;
use super::Supporter;
use super::people;

/// A block as it was set: it holds between the two people, whatever they are called now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct NamedBlock {
    /// The seeker.
    pub seeker: usize,
    /// The name the seeker had then.
    pub seeker_name: u8,
    /// The supporter.
    pub supporter: usize,
    /// The name the supporter had then.
    pub supporter_name: u8,
}

const BY_SEEKERS: ([u64; 4], [usize; 4]) = ([850, 100, 40, 10], [0, 1, 3, 10]);
const BY_SUPPORTERS: ([u64; 3], [usize; 3]) = ([920, 60, 20], [0, 1, 5]);

pub(super) fn draw(seed: u64, seekers: &[Seeker], supporters: &[Supporter]) -> Vec<NamedBlock> {
    let mut blocks = Vec::new();
    let mut from = Stream::new(seed, "blocks");
    for seeker in 0..seekers.len() {
        for supporter in others(&mut from, &BY_SEEKERS.0, &BY_SEEKERS.1, supporters.len()) {
            blocks.push(named(&mut from, seeker, supporter));
        }
    }
    let mut from = Stream::new(seed, "peer-blocks");
    for supporter in 0..supporters.len() {
        for seeker in others(&mut from, &BY_SUPPORTERS.0, &BY_SUPPORTERS.1, seekers.len()) {
            blocks.push(named(&mut from, seeker, supporter));
        }
    }
    blocks
}

fn others(from: &mut Stream, weights: &[u64], counts: &[usize], among: usize) -> Vec<usize> {
    let n = counts.get(from.pick(weights)).copied().unwrap_or_default();
    let among = u64::try_from(among).unwrap_or(u64::MAX);
    (0..if among == 0 { 0 } else { n })
        .map(|_| people::number(from.below(among)))
        .collect()
}

fn named(from: &mut Stream, seeker: usize, supporter: usize) -> NamedBlock {
    NamedBlock {
        seeker,
        seeker_name: people::name(from),
        supporter,
        supporter_name: people::name(from),
    }
}
