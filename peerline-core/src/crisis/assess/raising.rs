//! A second assessor over a first one.

use super::asked;
use super::assessor::RiskAssessor;
use crate::vocab::Language;
use crate::vocab::RiskFinding;

/// Asks two assessors; the second may raise what the first found and never lower it.
///
/// The first is the floor, the rules as a rule. Where the second is down while the first finds nothing, nobody
/// can say that nothing is there: the finding is `Unavailable`. Where it is down while the first found
/// something, that stands.
#[derive(Debug)]
pub struct RaisingAssessor<F, S> {
    floor: F,
    second: S,
}

impl<F: RiskAssessor, S: RiskAssessor> RaisingAssessor<F, S> {
    /// Puts `second` over `floor`.
    #[must_use]
    pub const fn new(floor: F, second: S) -> Self {
        Self { floor, second }
    }
}

impl<F: RiskAssessor, S: RiskAssessor> RiskAssessor for RaisingAssessor<F, S> {
    fn assess(&self, text: &str, language: Option<&Language>) -> RiskFinding {
        self.assess_after("", text, language)
    }

    fn looks_back(&self) -> usize {
        self.floor.looks_back().max(self.second.looks_back())
    }

    fn assess_after(&self, before: &str, text: &str, language: Option<&Language>) -> RiskFinding {
        let floor = asked::ask_after(&self.floor, before, text, language);
        match (
            floor,
            asked::ask_after(&self.second, before, text, language),
        ) {
            (
                RiskFinding::Signal { band, reasons },
                RiskFinding::Signal {
                    band: raised,
                    reasons: more,
                },
            ) => {
                let (band, mut first, second) = if band < raised {
                    (raised, more, reasons)
                } else {
                    (band, reasons, more)
                };
                first.extend(second);
                RiskFinding::Signal {
                    band,
                    reasons: first,
                }
            }
            (signal @ RiskFinding::Signal { .. }, _) | (_, signal @ RiskFinding::Signal { .. }) => {
                signal
            }
            (RiskFinding::NoSignal, RiskFinding::NoSignal) => RiskFinding::NoSignal,
            (RiskFinding::Unavailable, _) | (_, RiskFinding::Unavailable) => {
                RiskFinding::Unavailable
            }
        }
    }
}
