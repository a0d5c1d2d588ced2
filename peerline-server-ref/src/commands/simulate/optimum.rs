//! The best that any matcher could do at one moment, by the Hungarian algorithm.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use peerline_core::testkit::simulate::Policy;
use peerline_core::testkit::workload::Seeker;
use peerline_core::testkit::workload::Supporter;
use peerline_core::testkit::workload::Workload;
use peerline_core::testkit::workload::score;

/// More than all scores of a line together: one more person outweighs any fit.
const PERSON: i64 = 100_000_000;

/// Everybody at one moment, with who could be paired.
pub(super) struct Moment<'a> {
    line: &'a Workload,
    possible: &'a [(usize, usize)],
    surge: bool,
}

/// How many are paired, and the sum of their scores.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Best {
    pub(super) people: u64,
    pub(super) score: u64,
}

impl<'a> Moment<'a> {
    pub(super) fn new(line: &'a Workload, possible: &'a [(usize, usize)], policy: &Policy) -> Self {
        Self {
            line,
            possible,
            surge: policy.surge,
        }
    }

    /// Returns the most people among `among` who can be paired, and the best score for so many.
    pub(super) fn best(&self, among: &BTreeSet<usize>) -> Best {
        let (columns, n_columns) = self.columns();
        let n_columns = n_columns.max(among.len());
        if among.is_empty() {
            return Best::default();
        }
        let rows: BTreeMap<usize, usize> = among.iter().copied().zip(0..).collect();
        let mut weights = Matrix::new(rows.len(), n_columns, 0_i64);
        for (seeker, supporter) in self.possible {
            let Some(row) = rows.get(seeker) else {
                continue;
            };
            let Some((one, other)) = self.people(*seeker, *supporter) else {
                continue;
            };
            let weight = PERSON.saturating_add_unsigned(score(one, other));
            for slot in columns.get(supporter).into_iter().flatten() {
                let is_open = !slot.urgent_only || one.is_high();
                let cell = weights.get_mut((*row, slot.column)).filter(|_| is_open);
                if let Some(cell) = cell {
                    *cell = weight;
                }
            }
        }
        let (total, _) = kuhn_munkres(&weights);
        Best {
            people: u64::try_from(total / PERSON).unwrap_or_default(),
            score: u64::try_from(total % PERSON).unwrap_or_default(),
        }
    }

    /// Returns what a pairing comes to.
    pub(super) fn of(&self, pairs: &[(usize, usize)]) -> Best {
        let scores = pairs.iter().filter_map(|(seeker, supporter)| {
            let (one, other) = self.people(*seeker, *supporter)?;
            Some(score(one, other))
        });
        Best {
            people: u64::try_from(pairs.len()).unwrap_or(u64::MAX),
            score: scores.sum(),
        }
    }

    fn people(&self, seeker: usize, supporter: usize) -> Option<(&'a Seeker, &'a Supporter)> {
        let seeker = self.line.seekers().get(seeker)?;
        Some((seeker, self.line.supporters().get(supporter)?))
    }

    /// One column for each slot of each supporter.
    fn columns(&self) -> (BTreeMap<usize, Vec<Slot>>, usize) {
        let mut next = 0..;
        let mut columns: BTreeMap<usize, Vec<Slot>> = BTreeMap::new();
        for (number, supporter) in self.line.supporters().iter().enumerate() {
            let surge = self.surge && Seeker::HIGH <= supporter.clearance;
            let slots = (0..supporter.capacity)
                .map(|_| false)
                .chain(surge.then_some(true));
            let slots = slots.zip(next.by_ref()).map(|(urgent_only, column)| Slot {
                column,
                urgent_only,
            });
            columns.insert(number, slots.collect());
        }
        (columns, next.start)
    }
}

/// A place for one more conversation.
struct Slot {
    column: usize,
    urgent_only: bool,
}
