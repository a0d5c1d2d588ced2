//! Many outcomes of one policy, counted.

use super::Cover;
use super::Figures;
use super::Outcome;
use super::Served;
use crate::testkit::workload::LANGUAGES;
use crate::testkit::workload::Rule;
use crate::testkit::workload::Seeker;
use crate::testkit::workload::Workload;
use crate::testkit::workload::score;
use crate::vocab::Millis;

/// Counts over the outcomes of one policy. The order in which they come changes no figure.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Tally {
    /// Waits of the served in milliseconds, by tier: 0, 1, and 2 for both high ones.
    pub waits: [Vec<u64>; 3],
    /// People, by whether anybody could have served them.
    pub people: Group,
    /// People whom somebody could have served, by language.
    pub by_language: [Group; LANGUAGES],
    /// People whom somebody could have served, without and with an accessibility need.
    pub by_need: [Group; 2],
    /// People of a high tier whom somebody on shift could have served when they came; served counts
    /// those within [`Tally::SOON`].
    pub high: Group,
    /// Everybody of a high tier.
    pub n_high: u64,
    /// People whom nobody on shift could serve when they came.
    pub uncovered: u64,
    /// People whom nobody could serve before they left.
    pub never_covered: u64,
    /// People who wished to meet a partner again; served counts those who did.
    pub again: Group,
    /// The sum of the scores of the pairs.
    pub score: u64,
    /// Pairs whose supporter does not take the topic.
    pub off_topic: u64,
    /// Pairs that break a rule, in the order of [`Rule::ALL`].
    pub violations: [u64; Rule::ALL.len()],
    /// Pairs that were proposed.
    pub proposed: u64,
    /// Pairs that the line's check refused.
    pub refused: u64,
}

/// Some people, and how many of them were served.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Group {
    /// All of them.
    pub all: u64,
    /// Those served.
    pub served: u64,
}

impl Group {
    /// Returns the share served, in hundredths of a percent.
    #[must_use]
    pub fn share(&self) -> u64 {
        (self.served * 10_000)
            .checked_div(self.all)
            .unwrap_or_default()
    }

    fn count(&mut self, served: bool) {
        self.all += 1;
        self.served += u64::from(served);
    }

    fn join(&mut self, other: Self) {
        self.all += other.all;
        self.served += other.served;
    }
}

impl Tally {
    /// Within which wait somebody of a high tier should be served.
    pub const SOON: Millis = Millis::from_secs(300);

    /// Counts one outcome.
    #[must_use]
    pub fn of(day: &Workload, covers: &[Cover], outcome: &Outcome) -> Self {
        let mut tally = Self {
            proposed: outcome.proposed,
            refused: outcome.refused,
            ..Self::default()
        };
        let people = day.seekers().iter().zip(&outcome.fates).zip(covers);
        for (number, ((seeker, fate), cover)) in people.enumerate() {
            tally.count_person(seeker, *fate, *cover);
            if let Some(again) = day.again(number) {
                let met = fate.is_some_and(|served| served.supporter == again);
                tally.again.count(met);
            }
            if let Some(served) = fate {
                tally.count_pair(day, number, *served);
            }
        }
        tally
    }

    /// Adds what was counted elsewhere.
    pub fn join(&mut self, other: Self) {
        for (own, others) in self.waits.iter_mut().zip(other.waits) {
            own.extend(others);
        }
        self.people.join(other.people);
        for (own, other) in self.by_language.iter_mut().zip(other.by_language) {
            own.join(other);
        }
        for (own, other) in self.by_need.iter_mut().zip(other.by_need) {
            own.join(other);
        }
        self.high.join(other.high);
        self.again.join(other.again);
        for (own, other) in self.violations.iter_mut().zip(other.violations) {
            *own += other;
        }
        self.n_high += other.n_high;
        self.uncovered += other.uncovered;
        self.never_covered += other.never_covered;
        self.score += other.score;
        self.off_topic += other.off_topic;
        self.proposed += other.proposed;
        self.refused += other.refused;
    }

    /// Returns the figures of what was counted.
    #[must_use]
    pub fn figures(&self) -> Figures {
        Figures::of(self)
    }

    fn count_person(&mut self, seeker: &Seeker, fate: Option<Served>, cover: Cover) {
        let served = fate.is_some();
        self.people.count(served);
        self.uncovered += u64::from(cover != Cover::AtOnce);
        self.n_high += u64::from(seeker.is_high());
        if seeker.is_high() && cover == Cover::AtOnce {
            self.high
                .count(fate.is_some_and(|one| one.waited <= Self::SOON));
        }
        if cover == Cover::Never {
            self.never_covered += 1;
            return;
        }
        if let Some(language) = self.by_language.get_mut(seeker.language) {
            language.count(served);
        }
        if let Some(need) = self.by_need.get_mut(usize::from(seeker.needs != 0)) {
            need.count(served);
        }
    }

    fn count_pair(&mut self, day: &Workload, number: usize, served: Served) {
        let seeker = day.seekers().get(number);
        let supporter = day.supporters().get(served.supporter);
        let Some((seeker, supporter)) = seeker.zip(supporter) else {
            return;
        };
        if let Some(waits) = self.waits.get_mut(seeker.tier.min(Seeker::HIGH)) {
            waits.push(served.waited.get());
        }
        self.score += score(seeker, supporter);
        self.off_topic += u64::from(supporter.topics >> seeker.topic & 1 == 0);
        let broken = day.forbids(number, served.supporter);
        let counts = self.violations.iter_mut().zip(Rule::ALL);
        for (count, _) in counts.filter(|(_, rule)| broken == Some(*rule)) {
            *count += 1;
        }
    }
}
