//! The `[matching]` section.

use std::sync::Arc;

use peerline_core::matching::BestScore;
use peerline_core::matching::Breaks;
use peerline_core::matching::Context;
use peerline_core::matching::DeferredAcceptance;
use peerline_core::matching::FirstCome;
use peerline_core::matching::Ladder;
use peerline_core::matching::Matcher;
use peerline_core::matching::Rule;
use peerline_core::matching::Rung;
use peerline_core::matching::TwoPhase;
use peerline_core::vocab::Clearance;
use peerline_core::vocab::Limits;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Tier;
use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file;

/// Who is offered to whom, and what is waited for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct MatchingSettings {
    /// Which matcher.
    pub name: MatcherName,
    /// What gives way to waiting, and when.
    pub ladder: Ladder,
    /// How long a supporter has to answer an offer.
    pub offer: Millis,
    /// How many slots of the cleared are held back for the urgent while the line is busy.
    pub reserve: usize,
    /// When supporters are given a break.
    pub breaks: Breaks,
    /// What supporters are cleared for.
    pub clearance: Clearance,
}

/// One of the matchers that come with the library.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum MatcherName {
    /// As many as can be served, the first in line first, and then who fits.
    #[default]
    TwoPhase,
    /// One after the other.
    FirstCome,
    /// The best score first.
    BestScore,
    /// Nobody would rather swap.
    DeferredAcceptance,
}

impl MatchingSettings {
    /// Makes the matcher.
    #[must_use]
    pub fn matcher(&self) -> Arc<dyn Matcher> {
        match self.name {
            MatcherName::TwoPhase => Arc::new(TwoPhase::new().reserving(self.reserve)),
            MatcherName::FirstCome => Arc::new(FirstCome::default()),
            MatcherName::BestScore => Arc::new(BestScore::default()),
            MatcherName::DeferredAcceptance => Arc::new(DeferredAcceptance::default()),
        }
    }
}

impl Default for MatchingSettings {
    fn default() -> Self {
        Self {
            name: MatcherName::default(),
            ladder: Ladder::open(),
            offer: Context::OFFER_TIME,
            reserve: 0,
            breaks: Breaks::default(),
            clearance: Clearance::default(),
        }
    }
}

/// Reads the section.
pub(super) fn read(
    origin: &Origin<'_>,
    section: &file::Matching,
) -> Result<MatchingSettings, ConfigError> {
    let reader = Reader { origin };
    let mut settings = MatchingSettings::default();
    if let Some(name) = &section.matcher {
        settings.name = reader.matcher(name)?;
    }
    if let Some(rungs) = &section.ladder {
        settings.ladder = reader.ladder(rungs)?;
    }
    if let Some(wait) = &section.overdue_min {
        let wait = Millis::from_mins(reader.bounded("overdue_min", wait, (1, DAY_MIN))?);
        // In its bounds by now: nothing is left to refuse.
        settings.ladder = settings.ladder.with_overdue(wait).unwrap_or_default();
    }
    if let Some(offer) = &section.offer_s {
        settings.offer = Millis::from_secs(reader.bounded("offer_s", offer, (5, 600))?);
    }
    if let Some(slots) = &section.reserve {
        settings.reserve = reader.reserve(slots, settings.name)?;
    }
    if let Some(points) = &section.break_points {
        let most = u64::from(Limits::default().load_points);
        let points = reader.bounded("break_points", points, (1, most))?;
        settings.breaks.after_points = u16::try_from(points).ok();
    }
    if let Some(length) = &section.break_min {
        let length = reader.bounded("break_min", length, (1, 240))?;
        settings.breaks.length = Millis::from_mins(length);
    }
    if let Some(tier) = &section.clearance {
        settings.clearance.tier = reader.tier(tier)?;
    }
    settings.clearance.minors = section.minors.unwrap_or_default();
    Ok(settings)
}

const DAY_MIN: u64 = 24 * 60;

struct Reader<'a> {
    origin: &'a Origin<'a>,
}

impl Reader<'_> {
    fn matcher(&self, name: &Spanned<String>) -> Result<MatcherName, ConfigError> {
        Ok(match name.get_ref().as_str() {
            "two_phase" => MatcherName::TwoPhase,
            "first_come" => MatcherName::FirstCome,
            "best_score" => MatcherName::BestScore,
            "deferred_acceptance" => MatcherName::DeferredAcceptance,
            _ => {
                let advice = "use \"two_phase\", \"first_come\", \"best_score\" or \
                              \"deferred_acceptance\"";
                let fault = Fault::new("matching.matcher", "there is no such matcher", advice);
                return Err(self.at(name, fault));
            }
        })
    }

    fn tier(&self, name: &Spanned<String>) -> Result<Tier, ConfigError> {
        Ok(match name.get_ref().as_str() {
            "routine" => Tier::Routine,
            "soon" => Tier::Soon,
            "urgent" => Tier::Urgent,
            _ => {
                let advice = "use \"routine\", \"soon\" or \"urgent\"";
                let fault = Fault::new("matching.clearance", "there is no such tier", advice);
                return Err(self.at(name, fault));
            }
        })
    }

    fn ladder(&self, entries: &Spanned<Vec<file::RungEntry>>) -> Result<Ladder, ConfigError> {
        let mut rungs = Vec::new();
        for entry in entries.get_ref() {
            let rule = entry.rule.get_ref().parse::<Rule>().map_err(|error| {
                let advice = "as in { rule = \"topic\", after_s = 60 }";
                let fault = Fault::new("matching.ladder.rule", error.to_string(), advice);
                self.at(&entry.rule, fault)
            })?;
            let after = self.bounded("ladder.after_s", &entry.after_s, (0, DAY_MIN * 60))?;
            rungs.push(Rung::new(Millis::from_secs(after), rule));
        }
        Ladder::new(rungs).map_err(|error| {
            let advice = "name each rule that may give way once, or leave the key out";
            let fault = Fault::new("matching.ladder", error.to_string(), advice);
            self.at(entries, fault)
        })
    }

    fn reserve(&self, slots: &Spanned<u64>, name: MatcherName) -> Result<usize, ConfigError> {
        let found = self.bounded("reserve", slots, (0, 1000))?;
        if 0 < found && name != MatcherName::TwoPhase {
            let what = "only the matcher \"two_phase\" holds slots back";
            let fault = Fault::new("matching.reserve", what, "take one of the two keys out");
            return Err(self.at(slots, fault));
        }
        Ok(usize::try_from(found).unwrap_or_default())
    }

    fn bounded(
        &self,
        key: &str,
        value: &Spanned<u64>,
        (least, most): (u64, u64),
    ) -> Result<u64, ConfigError> {
        let found = *value.get_ref();
        if (least..=most).contains(&found) {
            return Ok(found);
        }
        let what = format!("{found} is out of range");
        let advice = format!("use a number from {least} to {most}");
        let fault = Fault::new(&format!("matching.{key}"), what, advice);
        Err(self.at(value, fault))
    }

    fn at<T>(&self, value: &Spanned<T>, fault: Fault) -> ConfigError {
        ConfigError::at(self.origin, Some(value.span()), fault)
    }
}
