//! What the default rules must and must not find.

mod broken;
mod crisischeck;
mod guards;
mod laws;
mod local;
mod suites;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::RiskAssessor as _;
use super::RuleAssessor;
use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::RiskFinding;

/// Read once: the rule files are parsed at every `default`.
static RULES: LazyLock<RuleAssessor> = LazyLock::new(RuleAssessor::default);

fn band(rules: &RuleAssessor, text: &str) -> Band {
    match rules.assess(text, None) {
        RiskFinding::Signal { band, .. } => band,
        RiskFinding::NoSignal => Band::Routine,
        RiskFinding::Unavailable => panic!("the rules are always there"),
    }
}

fn categories(rules: &RuleAssessor, text: &str) -> Vec<Category> {
    match rules.assess(text, None) {
        RiskFinding::Signal { reasons, .. } => {
            reasons.iter().map(|reason| reason.category).collect()
        }
        RiskFinding::NoSignal | RiskFinding::Unavailable => Vec::new(),
    }
}

#[test]
fn every_rule_line_is_read() {
    let rules = RuleAssessor::default();
    assert_eq!(rules.complaints(), &[] as &[String]);
    assert!(rules.n_rules() > 400, "{}", rules.n_rules());
}

#[test]
fn the_span_covers_the_words_as_they_were_written() {
    let text = "ok… “i w\u{200B}ant tö d1e” — ähm";
    let RiskFinding::Signal { reasons, .. } = RuleAssessor::default().assess(text, None) else {
        panic!("a signal");
    };
    assert_eq!(reasons[0].span.of(text), Some("w\u{200B}ant tö d1e"));
}

#[test]
fn two_lesser_signs_add_up_and_one_sign_twice_does_not() {
    let rules = RuleAssessor::default();
    assert_eq!(
        band(&rules, "i gave away all my things and there is no way out"),
        Band::High
    );
    assert_eq!(
        band(&rules, "there is no way out. i see no way out"),
        Band::Elevated
    );
}

#[test]
fn words_quoted_of_another_are_a_worry_about_that_person() {
    let rules = RuleAssessor::default();
    let text = "my friend wrote \"i want to die\" and left the chat";
    let found = categories(&rules, text);
    assert!(!found.is_empty() && found.iter().all(|one| *one == Category::ThirdParty));
    assert!(band(&rules, text) < Band::High);
}

#[test]
fn a_denial_does_not_reach_over_a_new_subject() {
    let rules = RuleAssessor::default();
    assert_eq!(
        band(&rules, "nothing helps and i am not ok i want to die"),
        Band::High
    );
    assert_eq!(
        band(&rules, "i do not know how to stop wanting to die"),
        Band::High
    );
}

#[test]
fn letters_that_nobody_sees_hide_nothing() {
    let assessor = RuleAssessor::default();
    for hidden in [
        '\u{AD}',
        '\u{200B}',
        '\u{202E}',
        '\u{3164}',
        '\u{E0041}',
        '\u{E0100}',
    ] {
        let text = format!("i want to k{hidden}ill myself");
        let finding = assessor.assess(&text, None);
        assert!(
            matches!(
                finding,
                RiskFinding::Signal {
                    band: Band::High,
                    ..
                }
            ),
            "{hidden:?}: {finding:?}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_gets_an_answer_within_reach(text in "\\PC{0,200}") {
        match RULES.assess(&text, None) {
            RiskFinding::Signal { band, reasons } => {
                prop_assert!(band > Band::Routine && band <= Band::DETECTOR_MAX);
                prop_assert!(reasons.iter().all(|reason| reason.span.of(&text).is_some()));
            }
            RiskFinding::NoSignal => {}
            RiskFinding::Unavailable => prop_assert!(false, "the rules are always there"),
        }
    }

    #[test]
    fn disguise_does_not_hide_a_plain_wish_to_die(
        gap in "[ \u{200B}]{0,2}", tail in "[e]{1,6}", loud in any::<bool>(),
    ) {
        let plain = format!("i w{gap}ant to di{tail}", gap = gap.replace(' ', "\u{AD}"));
        let text = if loud { plain.to_uppercase() } else { plain };
        prop_assert_eq!(band(&RULES, &text), Band::High);
    }
}
