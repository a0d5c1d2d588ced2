//! What was decided in a span of time, counted: for a report on transparency, and as a log that anybody
//! may read. No word, no name, no room and no hour is in it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Action;
use super::Decision;
use super::Fact;
use super::ReportGround;
use super::Ruling;
use super::Source;
use super::Turned;
use crate::vocab::DecisionId;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What was decided from one time up to another: a fold of the facts of moderation, from the first of
/// the log to the last. What becomes of it later counts too: an appeal is counted by how it ended,
/// whenever that was.
#[derive(Clone, Debug)]
pub struct Tally {
    from: Timestamp,
    until: Timestamp,
    deciders: BTreeMap<DecisionId, Decider>,
    acts: Vec<(DecisionId, Kind)>,
    appeals: BTreeMap<DecisionId, Appeal>,
    reports: BTreeMap<ReportGround, u64>,
    /// Reported messages that nobody has dealt with, and since when.
    open: BTreeMap<(RoomName, Seq), Timestamp>,
    settled: Vec<(Handled, Timestamp, Timestamp)>,
    n_overridden: u64,
    n_released: u64,
    n_undone: u64,
    n_outages: u64,
}

/// What kind of act it was, as far as everybody may know.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a row of a table")]
pub struct Kind {
    /// Which policy was in force.
    pub policy: String,
    /// What was done, as in `block`.
    pub action: &'static str,
    /// By which rule.
    pub rule: String,
    /// The rule of the community that it stands on.
    pub ground: String,
    /// Who decided.
    pub by: Decider,
}

/// Who decided, without a name.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Decider {
    /// The policy, by itself.
    Policy,
    /// A moderator.
    Moderator,
}

impl From<Source> for Decider {
    fn from(source: Source) -> Self {
        match source {
            Source::Auto => Self::Policy,
            Source::Moderator { .. } => Self::Moderator,
        }
    }
}

/// What became of an appeal.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ended {
    /// The decision stood.
    Stands,
    /// Its author was right.
    Reversed,
    /// Nobody has looked yet.
    Waits,
    /// Nobody looked in time.
    Lapsed,
}

/// What became of a message that members reported.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Handled {
    /// Something was done about it or its author.
    Acted,
    /// It stayed as it is.
    Stayed,
    /// Nobody has looked yet.
    Waits,
}

#[derive(Clone, Copy, Debug)]
struct Appeal {
    at: Timestamp,
    by: Decider,
    ended: Ended,
    after: Option<Millis>,
}

/// What was counted, exactly: for whoever answers for the line. For everybody else there is
/// [`public`](Counts::public).
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "what a report is made of")]
pub struct Counts {
    /// What was done, by its kind.
    pub acts: BTreeMap<Kind, u64>,
    /// Appeals that were made, by who had decided and what became of them.
    pub appeals: BTreeMap<(Decider, Ended), u64>,
    /// How long an appeal took that was decided: half took no longer.
    pub appeal_took: Option<Millis>,
    /// Reports by their ground, however many were about one message.
    pub reports: BTreeMap<ReportGround, u64>,
    /// Messages that were reported, by what became of them.
    pub handled: BTreeMap<Handled, u64>,
    /// How long a reported message waited: half waited no longer.
    pub report_took: Option<Millis>,
    /// Messages that were sent as they were after a nudge.
    pub overridden: u64,
    /// Messages that were held and then published.
    pub released: u64,
    /// Decisions that were taken back without an appeal.
    pub undone: u64,
    /// How often a model outside was left alone because it failed.
    pub outages: u64,
    /// Every act in its order, by a name that says nothing to anybody but its author.
    pub log: Vec<(String, Kind)>,
}

impl Tally {
    /// Counts what lies from `from` up to, and without, `until`.
    #[must_use]
    pub const fn new(from: Timestamp, until: Timestamp) -> Self {
        Self {
            from,
            until,
            deciders: BTreeMap::new(),
            acts: Vec::new(),
            appeals: BTreeMap::new(),
            reports: BTreeMap::new(),
            open: BTreeMap::new(),
            settled: Vec::new(),
            n_overridden: 0,
            n_released: 0,
            n_undone: 0,
            n_outages: 0,
        }
    }

    /// Takes the next fact of the log.
    pub fn note(&mut self, fact: &Fact) {
        let counts = self.holds(fact.at());
        match fact {
            Fact::Decided(decision) => self.decided(decision),
            Fact::Overridden { .. } => add(&mut self.n_overridden, counts),
            Fact::Released { .. } => add(&mut self.n_released, counts),
            Fact::Appealed { at, decision, .. } => self.appealed(*at, *decision),
            Fact::Reviewed {
                at,
                decision,
                ruling,
                ..
            } => self.reviewed(*at, *decision, *ruling),
            Fact::Reported {
                at,
                room,
                seq,
                ground,
                ..
            } => self.reported(*at, (room, *seq), *ground),
            Fact::Dismissed {
                at, room, entry, ..
            } => self.settle((room, *entry), *at, Handled::Stayed),
            Fact::ModelTurned { turned, .. } => {
                add(&mut self.n_outages, counts && *turned == Turned::Down);
            }
            Fact::Closed { decision, .. } => self.closed(*decision),
            Fact::Claimed { .. } | Fact::GaveBack { .. } => {}
        }
    }

    /// Returns what was counted.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut acts = BTreeMap::new();
        for (_, kind) in &self.acts {
            add_to(&mut acts, kind.clone());
        }
        let made: Vec<&Appeal> = self
            .appeals
            .values()
            .filter(|one| self.holds(one.at))
            .collect();
        let mut appeals = BTreeMap::new();
        for one in &made {
            add_to(&mut appeals, (one.by, one.ended));
        }
        let open = self.open.values().filter(|since| self.holds(**since));
        let waits = open.map(|_| Handled::Waits);
        let settled = self
            .settled
            .iter()
            .filter(|(_, since, _)| self.holds(*since));
        let mut handled = BTreeMap::new();
        for what in settled.clone().map(|(what, ..)| *what).chain(waits) {
            add_to(&mut handled, what);
        }
        Counts {
            acts,
            appeals,
            appeal_took: median(made.iter().filter_map(|one| one.after).collect()),
            reports: self.reports.clone(),
            handled,
            report_took: median(settled.map(|(_, since, at)| at.since(*since)).collect()),
            overridden: self.n_overridden,
            released: self.n_released,
            undone: self.n_undone,
            outages: self.n_outages,
            log: self
                .acts
                .iter()
                .map(|(id, kind)| (mark(*id), kind.clone()))
                .collect(),
        }
    }

    fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    fn decided(&mut self, decision: &Decision) {
        let by = Decider::from(decision.source);
        let counts = self.holds(decision.starts);
        if decision.action == Action::Allow {
            // What takes back after an appeal was counted as its end.
            let appealed = decision
                .supersedes
                .is_some_and(|old| self.appeals.contains_key(&old));
            add(&mut self.n_undone, counts && !appealed);
            return;
        }
        self.deciders.insert(decision.id, by);
        if let Some(entry) = decision.entry.filter(|_| by == Decider::Moderator) {
            self.settle((&decision.room, entry), decision.starts, Handled::Acted);
        }
        if counts {
            self.acts.push((decision.id, Kind::of(decision)));
        }
    }

    fn appealed(&mut self, at: Timestamp, decision: DecisionId) {
        // What was decided before the log begins was decided by the policy, as far as anybody knows.
        let by = self
            .deciders
            .get(&decision)
            .copied()
            .unwrap_or(Decider::Policy);
        let (ended, after) = (Ended::Waits, None);
        let appeal = Appeal {
            at,
            by,
            ended,
            after,
        };
        self.appeals.insert(decision, appeal);
    }

    fn reviewed(&mut self, at: Timestamp, decision: DecisionId, ruling: Ruling) {
        if let Some(appeal) = self.appeals.get_mut(&decision) {
            appeal.after = Some(at.since(appeal.at));
            appeal.ended = match ruling {
                Ruling::Stands => Ended::Stands,
                Ruling::Reversed => Ended::Reversed,
            };
        }
    }

    fn closed(&mut self, decision: DecisionId) {
        if let Some(appeal) = self.appeals.get_mut(&decision)
            && appeal.ended == Ended::Waits
        {
            appeal.ended = Ended::Lapsed;
        }
    }

    fn reported(&mut self, at: Timestamp, (room, seq): (&RoomName, Seq), ground: ReportGround) {
        if self.holds(at) {
            add_to(&mut self.reports, ground);
        }
        self.open.entry((room.clone(), seq)).or_insert(at);
    }

    fn settle(&mut self, (room, entry): (&RoomName, Seq), at: Timestamp, what: Handled) {
        if let Some(since) = self.open.remove(&(room.clone(), entry)) {
            self.settled.push((what, since, at));
        }
    }
}

impl Kind {
    fn of(decision: &Decision) -> Self {
        let rule = decision.rule.as_ref();
        Self {
            policy: decision.policy.name.as_str().to_owned(),
            action: decision.action.name(),
            rule: rule
                .map(|rule| rule.as_str().to_owned())
                .unwrap_or_default(),
            ground: decision.ground.clone().unwrap_or_default(),
            by: decision.source.into(),
        }
    }
}

/// A name for an act in a public log. Whoever was told of the decision can find it there; to everybody
/// else it says nothing, since the decision's own name is random.
fn mark(decision: DecisionId) -> String {
    let mut digest = DigestBuilder::new("peerline/v1/moderation/public");
    let short = digest.bytes(decision.as_bytes()).finish().short();
    short.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn add(n: &mut u64, counts: bool) {
    *n = n.saturating_add(u64::from(counts));
}

fn add_to<K: Ord>(rows: &mut BTreeMap<K, u64>, key: K) {
    let n = rows.entry(key).or_default();
    *n = n.saturating_add(1);
}

/// The middle one, the lower of two.
fn median(mut spans: Vec<Millis>) -> Option<Millis> {
    spans.sort_unstable();
    spans.get(spans.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests;
