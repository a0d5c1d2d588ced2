//! A model behind the trait of a detector.

use super::features::Features;
use super::model::Model;
use super::model::Score;
use super::record::Record;
use super::record::Unfit;
use crate::crisis::assess::RiskAssessor;
use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::Language;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Span;

/// Has a conversation looked at sooner that a model puts beyond the threshold of its record.
///
/// It says [`Band::Watch`] and never more: a person looks soon, nobody is woken. Put it over the
/// rules with [`RaisingAssessor`](crate::crisis::assess::RaisingAssessor), which lowers nothing; a low
/// score says nothing. What somebody said before counts with what they say now: the higher of the two
/// scores, so that no talk about the weather hides what comes after it.
#[derive(Debug)]
pub struct RankAssessor {
    model: Model,
    threshold: Score,
    rule: String,
}

impl RankAssessor {
    /// How much of what was said before is looked at, in bytes.
    pub const LOOKS_BACK: usize = 512;

    /// Lets a model order people where its record says that it can.
    ///
    /// # Errors
    /// [`Unfit`] where it does not.
    pub fn new(model: Model, record: &Record) -> Result<Self, Unfit> {
        record.allows(&model)?;
        let mut rule = format!("rank@{}", record.model);
        rule.truncate(RULE_LENGTH);
        Ok(Self {
            model,
            threshold: record.threshold,
            rule,
        })
    }

    fn reaches(&self, text: &str) -> bool {
        self.threshold <= self.model.score(&Features::of(text))
    }

    fn signal(&self, text: &str) -> RiskFinding {
        let shares = self.model.explain(text);
        let strongest = shares.iter().max_by_key(|share| share.adds);
        let span = strongest.map_or(Span::new(0, 0), |share| share.span);
        RiskFinding::Signal {
            band: Band::Watch,
            reasons: vec![Reason::new(Category::Resembles, self.rule.clone(), span)],
        }
    }
}

impl RiskAssessor for RankAssessor {
    fn assess(&self, text: &str, _: Option<&Language>) -> RiskFinding {
        if self.reaches(text) {
            self.signal(text)
        } else {
            RiskFinding::NoSignal
        }
    }

    fn looks_back(&self) -> usize {
        Self::LOOKS_BACK
    }

    fn assess_after(&self, before: &str, text: &str, language: Option<&Language>) -> RiskFinding {
        let alone = self.assess(text, language);
        if before.is_empty() || alone != RiskFinding::NoSignal {
            return alone;
        }
        if self.reaches(&format!("{before}\n{text}")) {
            return self.signal(text);
        }
        RiskFinding::NoSignal
    }
}

/// `rank@` and what tells two models apart.
const RULE_LENGTH: usize = 13;
