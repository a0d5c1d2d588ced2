//! The assessor's laws, and for each an assessor that breaks it.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crate::crisis::assess::HoldingAssessor;
use crate::crisis::assess::RiskAssessor;
use crate::crisis::assess::RuleAssessor;
use crate::crisis::assess::UnavailableAssessor;
use crate::testkit::crisis::assessor;
use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::Language;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Span;

#[test]
fn every_assessor_of_ours_keeps_every_law() {
    let ours: [&dyn RiskAssessor; 4] = [
        &RuleAssessor::default(),
        &UnavailableAssessor,
        &HoldingAssessor::new(Band::AttemptInProgress),
        &std::sync::Arc::new(HoldingAssessor::new(Band::Routine)),
    ];
    for subject in ours {
        for (name, law) in assessor::all_laws() {
            assert_eq!(law(subject), Ok(()), "{name}");
        }
    }
}

/// An assessor with one thing wrong.
#[derive(Debug)]
enum Wrong {
    Unexplained,
    Wavers(AtomicBool),
    TooHigh,
    CutsCharacters,
    SafeWhenDown,
    Forgives,
}

impl RiskAssessor for Wrong {
    fn assess(&self, text: &str, _: Option<&Language>) -> RiskFinding {
        let signal = |band, span| RiskFinding::Signal {
            band,
            reasons: vec![Reason::new(Category::Ideation, "wrong@1".to_owned(), span)],
        };
        match self {
            Self::Unexplained => RiskFinding::Signal {
                band: Band::High,
                reasons: Vec::new(),
            },
            Self::Wavers(last) => {
                if last.fetch_xor(true, Ordering::Relaxed) {
                    RiskFinding::NoSignal
                } else {
                    signal(Band::High, Span::new(0, 0))
                }
            }
            Self::TooHigh => signal(Band::Imminent, Span::new(0, 0)),
            Self::CutsCharacters => signal(Band::High, Span::new(0, 1)),
            Self::SafeWhenDown if text.len() > 100 => RiskFinding::Unavailable,
            Self::SafeWhenDown => RiskFinding::NoSignal,
            Self::Forgives => signal(Band::High, Span::new(0, 0)),
        }
    }

    fn assess_after(&self, before: &str, text: &str, language: Option<&Language>) -> RiskFinding {
        match self {
            Self::Forgives if before.contains("day") => RiskFinding::NoSignal,
            Self::Forgives
            | Self::Unexplained
            | Self::Wavers(_)
            | Self::TooHigh
            | Self::CutsCharacters
            | Self::SafeWhenDown => self.assess(text, language),
        }
    }
}

#[test]
fn each_law_catches_the_assessor_that_breaks_it() {
    let wrong: [(Wrong, assessor::AssessorLaw); 6] = [
        (Wrong::Unexplained, assessor::answers_every_text),
        (
            Wrong::Wavers(AtomicBool::new(false)),
            assessor::same_text_same_finding,
        ),
        (
            Wrong::TooHigh,
            assessor::band_stays_within_a_detectors_reach,
        ),
        (Wrong::CutsCharacters, assessor::reasons_point_into_the_text),
        (Wrong::SafeWhenDown, assessor::outage_is_never_no_signal),
        (Wrong::Forgives, assessor::words_before_never_lower),
    ];
    assert_eq!(wrong.len(), assessor::all_laws().len());
    for (subject, law) in wrong {
        assert!(law(&subject).is_err(), "{subject:?}");
    }
}
