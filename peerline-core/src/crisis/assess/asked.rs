//! Asking an assessor that may be broken.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use super::assessor::RiskAssessor;
use super::rule_assessor::RuleAssessor;
use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::Language;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Span;

/// Asks `assessor`, and holds it to its contract whatever it does.
///
/// One that panics could not look: [`RiskFinding::Unavailable`], which a human looks at. A band
/// beyond a detector's reach is brought into it. A reason that points outside of the text is left
/// out, and a signal that is left without any is still a signal. Where the program ends at a panic
/// (`panic = "abort"`), nothing here can help; what was written before is durable all the same.
#[must_use]
pub fn ask(assessor: &dyn RiskAssessor, text: &str, language: Option<&Language>) -> RiskFinding {
    ask_after(assessor, "", text, language)
}

/// Asks `assessor` about `text` of somebody who said `before` before it, as [`ask`] does.
#[must_use]
pub fn ask_after(
    assessor: &dyn RiskAssessor,
    before: &str,
    text: &str,
    language: Option<&Language>,
) -> RiskFinding {
    let look = || {
        if before.is_empty() {
            assessor.assess(text, language)
        } else {
            assessor.assess_after(before, text, language)
        }
    };
    match catch_unwind(AssertUnwindSafe(look)) {
        Ok(RiskFinding::Signal { band, reasons }) => RiskFinding::Signal {
            band: band.clamp(Band::Watch, Band::DETECTOR_MAX),
            reasons: sound(reasons, text),
        },
        Ok(RiskFinding::NoSignal) => RiskFinding::NoSignal,
        Ok(RiskFinding::Unavailable) | Err(_) => RiskFinding::Unavailable,
    }
}

fn sound(mut reasons: Vec<Reason>, text: &str) -> Vec<Reason> {
    reasons.retain(|reason| reason.span.of(text).is_some());
    reasons.truncate(RuleAssessor::MAX_REASONS);
    if reasons.is_empty() {
        // About the writer, since a worry about somebody else would ask for less.
        let unexplained = "unexplained@1".to_owned();
        reasons.push(Reason::new(
            Category::Ideation,
            unexplained,
            Span::new(0, 0),
        ));
    }
    reasons
}
