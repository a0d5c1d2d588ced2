//! The laws of [`RiskAssessor`].

use crate::crisis::assess::RiskAssessor;
use crate::testkit::Broken;
use crate::testkit::LawResult;
use crate::vocab::Band;
use crate::vocab::Language;
use crate::vocab::RiskFinding;

/// One law.
pub type AssessorLaw = fn(&dyn RiskAssessor) -> LawResult;

/// Every law with its name.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, AssessorLaw)> {
    vec![
        ("answers_every_text", answers_every_text),
        ("same_text_same_finding", same_text_same_finding),
        (
            "band_stays_within_a_detectors_reach",
            band_stays_within_a_detectors_reach,
        ),
        ("reasons_point_into_the_text", reasons_point_into_the_text),
        ("outage_is_never_no_signal", outage_is_never_no_signal),
        ("words_before_never_lower", words_before_never_lower),
    ]
}

/// Every text gets an answer in which a signal has a reason.
///
/// # Errors
/// [`Broken`] where one has none. An assessor that panics breaks the law by that.
pub fn answers_every_text(subject: &dyn RiskAssessor) -> LawResult {
    for text in texts() {
        if let RiskFinding::Signal { reasons, .. } = subject.assess(&text, None)
            && reasons.is_empty()
        {
            let len = text.len();
            return Err(Broken::new(
                "answers_every_text",
                format!("no reason for {len} bytes"),
            ));
        }
    }
    Ok(())
}

/// The same text and hint give the same finding.
///
/// # Errors
/// [`Broken`] where they do not.
pub fn same_text_same_finding(subject: &dyn RiskAssessor) -> LawResult {
    let english = Language::english();
    for text in texts() {
        for hint in [None, Some(&english)] {
            let (first, second) = (subject.assess(&text, hint), subject.assess(&text, hint));
            if first != second {
                let what = format!("{first:?}, then {second:?}");
                return Err(Broken::new("same_text_same_finding", what));
            }
        }
    }
    Ok(())
}

/// A signal's band is above routine and at most a detector's highest.
///
/// # Errors
/// [`Broken`] where it is not.
pub fn band_stays_within_a_detectors_reach(subject: &dyn RiskAssessor) -> LawResult {
    for text in texts() {
        if let RiskFinding::Signal { band, .. } = subject.assess(&text, None)
            && !(Band::Watch..=Band::DETECTOR_MAX).contains(&band)
        {
            let what = format!("{band:?}");
            return Err(Broken::new("band_stays_within_a_detectors_reach", what));
        }
    }
    Ok(())
}

/// Each reason names its rule and lies on the character bounds of the text.
///
/// # Errors
/// [`Broken`] where one does not.
pub fn reasons_point_into_the_text(subject: &dyn RiskAssessor) -> LawResult {
    for text in texts() {
        let RiskFinding::Signal { reasons, .. } = subject.assess(&text, None) else {
            continue;
        };
        for reason in reasons {
            if reason.span.of(&text).is_none() || reason.rule.is_empty() {
                return Err(Broken::new(
                    "reasons_point_into_the_text",
                    format!("{reason:?}"),
                ));
            }
        }
    }
    Ok(())
}

/// An assessor that cannot look at a plain sentence does not answer the next with `NoSignal`: an
/// outage that comes and goes with the words would read as "safe".
///
/// # Errors
/// [`Broken`] where some texts are unavailable and some have no signal.
pub fn outage_is_never_no_signal(subject: &dyn RiskAssessor) -> LawResult {
    let findings: Vec<_> = texts()
        .iter()
        .map(|text| subject.assess(text, None))
        .collect();
    let out = findings.contains(&RiskFinding::Unavailable);
    if out && findings.contains(&RiskFinding::NoSignal) {
        let what = "unavailable for some texts, no signal for others";
        return Err(Broken::new("outage_is_never_no_signal", what));
    }
    Ok(())
}

/// What somebody said before never makes a sign of danger less, nor turns an outage into "nothing".
///
/// # Errors
/// [`Broken`] where it does.
pub fn words_before_never_lower(subject: &dyn RiskAssessor) -> LawResult {
    for before in texts().iter().filter(|text| text.len() <= 256) {
        for text in texts() {
            let (alone, after) = (
                subject.assess(&text, None),
                subject.assess_after(before, &text, None),
            );
            if attention(&after) < attention(&alone) {
                let what = format!("{alone:?} alone, {after:?} after something else");
                return Err(Broken::new("words_before_never_lower", what));
            }
        }
    }
    Ok(())
}

/// How soon a finding brings a human; an outage brings one soon.
fn attention(finding: &RiskFinding) -> Band {
    match finding {
        RiskFinding::Signal { band, .. } => *band,
        RiskFinding::Unavailable => Band::Elevated,
        RiskFinding::NoSignal => Band::Routine,
    }
}

fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "how was your day?",
        "i want to die",
        "ich möchte nicht mehr leben",
        "não quero mais viver — “ok”",
        "i w\u{200B}ant to d\u{301}ie 💔",
        "\u{202E}eid ot tnaw i",
        "***",
        "k i l l",
    ]
    .map(str::to_owned)
    .into();
    texts.push("a ".repeat(2048));
    texts.push("a1".repeat(2048));
    texts.push("want to die ".repeat(341));
    texts.push("👩‍👩‍👧".repeat(200));
    texts
}
