//! How well scores order people.

use peerline_core::crisis::rank::Score;

use super::train::HeldBack;
use super::train::Scored;

/// The area under the curve, and between what it lies (95 %), in thousandths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Order {
    pub(super) order: u32,
    pub(super) low: u32,
    pub(super) high: u32,
}

/// How often somebody in danger is put before somebody who is not; equal scores count half. The
/// bounds are those of Hanley and McNeil (Radiology 1982).
pub(super) fn order(scored: &[Scored]) -> Order {
    let mut sorted: Vec<Scored> = scored.to_vec();
    sorted.sort_by_key(|one| one.score);
    let (mut below, mut won) = (0.0_f64, 0.0_f64);
    let mut danger = 0.0_f64;
    for same in sorted.chunk_by(|one, next| one.score == next.score) {
        let here = count(same.iter().filter(|one| one.in_danger).count());
        let others = count(same.len()) - here;
        won += here * (below + others / 2.0);
        below += others;
        danger += here;
    }
    let area = won / (danger * below).max(1.0);
    let (first, second) = (area / (2.0 - area), 2.0 * area * area / (1.0 + area));
    let square = area * area;
    let spread = (danger - 1.0).mul_add(first - square, (below - 1.0) * (second - square));
    let variance = area.mul_add(1.0 - area, spread) / (danger * below).max(1.0);
    let half = 1.96 * variance.max(0.0).sqrt();
    Order {
        order: thousandths(area),
        low: thousandths(area - half),
        high: thousandths(area + half),
    }
}

/// The lowest threshold that at most so many of a thousand everyday texts reach.
pub(super) fn threshold(everyday: &[Scored], of_1000: u32) -> Score {
    let mut scores: Vec<Score> = everyday.iter().map(|one| one.score).collect();
    scores.sort_unstable_by(|one, other| other.cmp(one));
    let may = scores
        .len()
        .saturating_mul(usize::try_from(of_1000).unwrap_or(0))
        / 1000;
    // The first that must not reach it any more.
    let first = scores.get(may).map_or(i32::MIN, |score| score.0);
    Score(first.saturating_add(1))
}

/// Of a thousand, how many reach the threshold; rounded up.
pub(super) fn reach<'a>(scored: impl Iterator<Item = &'a Scored>, threshold: Score) -> u32 {
    let (mut all, mut reach) = (0_usize, 0_usize);
    for one in scored {
        all = all.saturating_add(1);
        reach = reach.saturating_add(usize::from(threshold <= one.score));
    }
    let of_1000 = reach.saturating_mul(1000).div_ceil(all.max(1));
    u32::try_from(of_1000).unwrap_or(1000)
}

/// What is found at a threshold, of a thousand each: of those in danger, of the others, and of
/// everyday texts.
pub(super) fn shares(held: &HeldBack, threshold: Score) -> (u32, u32, u32) {
    let of = |in_danger: bool| {
        held.tried
            .iter()
            .filter(move |one| one.in_danger == in_danger)
    };
    (
        reach(of(true), threshold),
        reach(of(false), threshold),
        reach(held.everyday.iter(), threshold),
    )
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "brought between 0 and 1000 before"
)]
fn thousandths(share: f64) -> u32 {
    (share * 1000.0).clamp(0.0, 1000.0).round() as u32
}
