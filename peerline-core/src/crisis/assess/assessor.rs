//! The trait, and the two simplest assessors there are.

use std::fmt::Debug;
use std::sync::Arc;

use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::Language;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Span;

/// Looks at one text for signs of danger, in process, so that there is an answer when every
/// network is down.
///
/// The hint of a language may be wrong or missing: people mix languages, most of all in distress.
///
/// # Contract
/// - Total: every text gets an answer, the empty one and 4 KiB of one character included
///   (`answers_every_text`).
/// - Deterministic: the same text and hint give the same finding (`same_text_same_finding`).
/// - Bounded: the band is above routine and at most [`Band::DETECTOR_MAX`]; what is above that is
///   a trained human's to say (`band_stays_within_a_detectors_reach`).
/// - Explained: a signal has at least one reason, each names its rule and a span that lies on the
///   character bounds of the text (`reasons_point_into_the_text`).
/// - Honest: an assessor that could not look at a plain sentence cannot look at the next either;
///   an outage is never answered with `NoSignal` (`outage_is_never_no_signal`).
/// - Cumulative: what somebody said before may raise a finding, and never lowers it
///   (`words_before_never_lower`).
///
/// # Privacy
/// Sees the words of a person and keeps nothing of them; a [`Reason`] carries a rule and offsets.
pub trait RiskAssessor: Debug + Send + Sync {
    /// Looks at `text`.
    fn assess(&self, text: &str, language: Option<&Language>) -> RiskFinding;

    /// Returns how many bytes of what somebody said before in the same room it wants to see. The line
    /// keeps so much of it in memory, and none where this is zero.
    fn looks_back(&self) -> usize {
        0
    }

    /// Looks at `text` of somebody who said `before` before it, line by line, as far as it is
    /// remembered: after a restart it is empty. Reasons point into `text`.
    fn assess_after(&self, before: &str, text: &str, language: Option<&Language>) -> RiskFinding {
        let _ = before;
        self.assess(text, language)
    }
}

impl<A: RiskAssessor + ?Sized> RiskAssessor for Arc<A> {
    fn assess(&self, text: &str, language: Option<&Language>) -> RiskFinding {
        (**self).assess(text, language)
    }

    fn looks_back(&self) -> usize {
        (**self).looks_back()
    }

    fn assess_after(&self, before: &str, text: &str, language: Option<&Language>) -> RiskFinding {
        (**self).assess_after(before, text, language)
    }
}

impl<A: RiskAssessor + ?Sized> RiskAssessor for Box<A> {
    fn assess(&self, text: &str, language: Option<&Language>) -> RiskFinding {
        (**self).assess(text, language)
    }

    fn looks_back(&self) -> usize {
        (**self).looks_back()
    }

    fn assess_after(&self, before: &str, text: &str, language: Option<&Language>) -> RiskFinding {
        (**self).assess_after(before, text, language)
    }
}

/// Finds nothing and says so by `Unavailable`: the assessor of a line whose detector is down.
///
/// It is also the honest null policy, for a line on which a human reads every message.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct UnavailableAssessor;

impl RiskAssessor for UnavailableAssessor {
    fn assess(&self, _: &str, _: Option<&Language>) -> RiskFinding {
        RiskFinding::Unavailable
    }
}

/// Holds everything for a human: each text is a signal of one band.
///
/// For tests, for drills, and for an operator who wants every first message seen at once.
#[derive(Clone, Copy, Debug)]
pub struct HoldingAssessor {
    band: Band,
}

impl HoldingAssessor {
    /// Makes an assessor that answers with `band`, brought into a detector's reach.
    #[must_use]
    pub fn new(band: Band) -> Self {
        Self {
            band: band.clamp(Band::Watch, Band::DETECTOR_MAX),
        }
    }
}

impl RiskAssessor for HoldingAssessor {
    fn assess(&self, text: &str, _: Option<&Language>) -> RiskFinding {
        let end = u32::try_from(text.len()).unwrap_or(0);
        RiskFinding::Signal {
            band: self.band,
            reasons: vec![Reason::new(
                Category::AskedForHuman,
                "hold@1".to_owned(),
                Span::new(0, end),
            )],
        }
    }
}
