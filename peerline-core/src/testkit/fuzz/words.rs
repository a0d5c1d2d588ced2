//! Any text, as a person might write it.

use crate::crisis::assess::RiskAssessor as _;
use crate::crisis::assess::RuleAssessor;
use crate::identity::Root;
use crate::moderation::Contact;
use crate::moderation::Finding;
use crate::moderation::Looked;
use crate::moderation::NormalizedText;
use crate::moderation::Signal as _;
use crate::vocab::Band;
use crate::vocab::RiskFinding;

/// Any text is twelve words of one root, or is refused; what is a root survives both its forms.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn phrase(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(root) = Root::from_phrase(&text) {
        let words = root.to_phrase().words().join(" ");
        let again = Root::from_phrase(&words).ok();
        assert_eq!(
            again.map(|root| *root.expose()),
            Some(*root.expose()),
            "words change the root"
        );
    }
    if let Ok(root) = Root::from_digits(&text) {
        let again = Root::from_digits(&root.to_digits().expose()).ok();
        assert_eq!(
            again.map(|root| *root.expose()),
            Some(*root.expose()),
            "digits change the root"
        );
    }
}

/// Any text is normalized, and whatever is found in it lies on character bounds of the original.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn normalize(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let normalized = NormalizedText::new(&text);
    let len = normalized.as_str().len();
    let all = normalized.span(0..len);
    assert!(
        len == 0 || all.is_none_or(|span| span.of(&text).is_some()),
        "a span lies off the character bounds"
    );
    if let Finding::Hit { spans } = Contact::default().look(&Looked::at(&text)) {
        assert!(!spans.is_empty(), "a hit without a place");
        for span in spans {
            assert!(
                span.of(&text).is_some(),
                "a hit lies off the character bounds"
            );
        }
    }
}

/// Any text is looked at for danger: the same each time, never beyond a detector's reach, each
/// reason at a place that is there.
///
/// # Panics
/// Where that does not hold: that is the finding.
pub fn assess(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let assessor = RuleAssessor::default();
    let finding = assessor.assess(&text, None);
    assert_eq!(
        finding,
        assessor.assess(&text, None),
        "the same text, another finding"
    );
    assert!(
        finding != RiskFinding::Unavailable,
        "the rules are part of the program"
    );
    if let RiskFinding::Signal { band, reasons } = finding {
        assert!(band <= Band::DETECTOR_MAX, "beyond a detector's reach");
        assert!(!reasons.is_empty(), "a signal without a reason");
        for reason in reasons {
            assert!(
                reason.span.of(&text).is_some(),
                "a reason lies off the character bounds"
            );
        }
    }
}
