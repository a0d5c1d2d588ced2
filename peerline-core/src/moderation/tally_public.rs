//! Counts for everybody: what is rare is not told apart, so that nobody is found by it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ReportGround;
use super::tally::Counts;
use super::tally::Decider;
use super::tally::Ended;
use super::tally::Handled;
use super::tally::Kind;
use crate::vocab::Millis;

/// How much of something there was, as far as everybody may know.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Many {
    /// None at all.
    None,
    /// Some, and fewer than are told apart.
    Few,
    /// So many.
    N(u64),
}

impl Many {
    fn of(n: u64, floor: u64) -> Self {
        match n {
            0 => Self::None,
            few if few < floor => Self::Few,
            many => Self::N(many),
        }
    }
}

/// Rows that are frequent enough to stand alone, and all others together.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a table")]
pub struct Table<K> {
    /// What there was at least as often as the floor says.
    pub rows: Vec<(K, u64)>,
    /// Whatever was rarer, taken together.
    pub rest: Many,
}

impl<K: Clone + Ord> Table<K> {
    fn of(counted: &BTreeMap<K, u64>, floor: u64) -> Self {
        let frequent = counted.iter().filter(|(_, n)| floor <= **n);
        let rows = frequent.map(|(kind, n)| (kind.clone(), *n)).collect();
        let rare = counted.values().filter(|n| **n < floor);
        let rest = rare.fold(0, |all: u64, n| all.saturating_add(*n));
        Self {
            rows,
            rest: Many::of(rest, floor),
        }
    }

    fn names(&self, kind: &K) -> bool {
        self.rows.iter().any(|(row, _)| row == kind)
    }
}

/// What everybody may know of a span of time.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "what a report is made of")]
pub struct PublicCounts {
    /// Below how many nothing is told apart.
    pub floor: u64,
    /// What was done.
    pub acts: Table<Kind>,
    /// Appeals that were made.
    pub appeals: Table<(Decider, Ended)>,
    /// In whole hours, half of the decided appeals took no longer; missing where few were decided.
    pub appeal_hours: Option<u64>,
    /// Reports.
    pub reports: Table<ReportGround>,
    /// Messages that were reported.
    pub handled: Table<Handled>,
    /// In whole hours, half of the reported messages waited no longer; missing where few were looked at.
    pub report_hours: Option<u64>,
    /// Messages that were sent as they were after a nudge.
    pub overridden: Many,
    /// Messages that were held and then published.
    pub released: Many,
    /// Decisions that were taken back without an appeal.
    pub undone: Many,
    /// How often a model outside was left alone because it failed: about no person.
    pub outages: u64,
    /// Every act in its order; none is told apart whose kind is rare.
    pub log: Vec<(String, Option<Kind>)>,
}

impl Counts {
    /// The fewest that are told apart where nobody says otherwise.
    pub const FLOOR: u64 = 5;

    /// Returns what everybody may know: a kind of which there was less than `floor` is in no row, no
    /// sum gives it away, and the log names it nowhere. Each act, each report and each appeal is
    /// counted in one table alone, so that no two tables can be subtracted from each other.
    #[must_use]
    pub fn public(&self, floor: u64) -> PublicCounts {
        let floor = floor.max(2);
        let acts = Table::of(&self.acts, floor);
        let told = |(mark, kind): &(String, Kind)| {
            let kind = Some(kind.clone()).filter(|kind| acts.names(kind));
            (mark.clone(), kind)
        };
        let log = match acts.rest {
            // How many there were is not said, and would be if they stood in the log.
            Many::Few => self
                .log
                .iter()
                .map(told)
                .filter(|(_, kind)| kind.is_some())
                .collect(),
            Many::None | Many::N(_) => self.log.iter().map(told).collect(),
        };
        let decided = |ended: &Ended| matches!(ended, Ended::Stands | Ended::Reversed);
        let looked_at = |handled: &Handled| *handled != Handled::Waits;
        let n_appeals = sum(self.appeals.iter().filter(|((_, ended), _)| decided(ended)));
        let n_reports = sum(self
            .handled
            .iter()
            .filter(|(handled, _)| looked_at(handled)));
        PublicCounts {
            floor,
            log,
            appeals: Table::of(&self.appeals, floor),
            appeal_hours: self.appeal_took.filter(|_| floor <= n_appeals).map(hours),
            reports: Table::of(&self.reports, floor),
            handled: Table::of(&self.handled, floor),
            report_hours: self.report_took.filter(|_| floor <= n_reports).map(hours),
            overridden: Many::of(self.overridden, floor),
            released: Many::of(self.released, floor),
            undone: Many::of(self.undone, floor),
            outages: self.outages,
            acts,
        }
    }
}

fn sum<'a, K: 'a>(rows: impl Iterator<Item = (&'a K, &'a u64)>) -> u64 {
    rows.fold(0, |all: u64, (_, n)| all.saturating_add(*n))
}

fn hours(span: Millis) -> u64 {
    span.get().div_ceil(Millis::from_hours(1).get())
}
