//! Assessors that are down, that panic, that lie: nothing they do takes a sign away.

use proptest::prelude::*;

use crate::crisis::assess::RaisingAssessor;
use crate::crisis::assess::RiskAssessor;
use crate::crisis::assess::RuleAssessor;
use crate::crisis::assess::ask;
use crate::testkit::crisis::assessor;
use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::Language;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Span;

/// Does what it is told to, right or wrong.
#[derive(Clone, Debug)]
enum Acts {
    Panics,
    Says(RiskFinding),
}

impl RiskAssessor for Acts {
    fn assess(&self, _: &str, _: Option<&Language>) -> RiskFinding {
        match self {
            Self::Panics => panic!("a bug in a detector"),
            Self::Says(finding) => finding.clone(),
        }
    }
}

fn signal(band: Band, spans: &[(u32, u32)]) -> RiskFinding {
    let reasons = spans.iter().map(|(start, end)| {
        let span = Span::new(*start, *end);
        Reason::new(Category::Burden, "acts@1".to_owned(), span)
    });
    RiskFinding::Signal {
        band,
        reasons: reasons.collect(),
    }
}

fn acts() -> impl Strategy<Value = Acts> {
    let band = prop::sample::select(vec![
        Band::Routine,
        Band::Watch,
        Band::Elevated,
        Band::High,
        Band::AttemptInProgress,
    ]);
    let spans = prop::collection::vec((0_u32..60, 0_u32..60), 0..12);
    prop_oneof![
        Just(Acts::Panics),
        Just(Acts::Says(RiskFinding::NoSignal)),
        Just(Acts::Says(RiskFinding::Unavailable)),
        (band, spans).prop_map(|(band, spans)| Acts::Says(signal(band, &spans))),
    ]
}

/// How much attention a finding asks for; an outage asks for a person soon.
fn attention(finding: &RiskFinding) -> Band {
    match finding {
        RiskFinding::Signal { band, .. } => *band,
        RiskFinding::Unavailable => Band::Elevated,
        RiskFinding::NoSignal => Band::Routine,
    }
}

#[test]
fn a_panic_is_an_outage() {
    assert_eq!(ask(&Acts::Panics, "hello", None), RiskFinding::Unavailable);
}

#[test]
fn a_signal_without_a_sound_reason_is_still_a_signal_about_the_writer() {
    for spans in [&[][..], &[(0, 99)], &[(3, 1)]] {
        let found = ask(&Acts::Says(signal(Band::High, spans)), "hello", None);
        let RiskFinding::Signal { band, reasons } = found else {
            panic!("a signal");
        };
        assert_eq!((band, reasons.len()), (Band::High, 1));
        assert_ne!(reasons[0].category, Category::ThirdParty);
    }
}

#[test]
fn a_rule_assessor_under_another_keeps_every_law() {
    let silent = Acts::Says(RiskFinding::NoSignal);
    let subject = RaisingAssessor::new(RuleAssessor::default(), silent);
    for (name, law) in assessor::all_laws() {
        assert_eq!(law(&subject), Ok(()), "{name}");
    }
}

proptest! {
    #[test]
    fn whatever_an_assessor_does_the_answer_is_within_the_contract(acts in acts(), text in "\\PC{0,40}") {
        if let RiskFinding::Signal { band, reasons } = ask(&acts, &text, None) {
            prop_assert!(Band::Routine < band && band <= Band::DETECTOR_MAX);
            prop_assert!(!reasons.is_empty());
            prop_assert!(reasons.iter().all(|reason| reason.span.of(&text).is_some()));
        }
    }

    #[test]
    fn no_second_assessor_lowers_what_the_first_found(first in acts(), second in acts()) {
        let both = RaisingAssessor::new(first.clone(), second.clone());
        let found = attention(&both.assess("hello there", None));
        let alone = ask(&first, "hello there", None);
        if let RiskFinding::Signal { band, .. } = alone {
            prop_assert!(band <= found);
        }
        let other = ask(&second, "hello there", None);
        if let RiskFinding::Signal { band, .. } = other {
            prop_assert!(band <= found);
        }
        let down = RiskFinding::Unavailable;
        prop_assert!(Band::Routine < found || (alone != down && other != down));
    }
}
