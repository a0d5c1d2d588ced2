//! What a cheap look at one text can find.

use std::fmt;
use std::sync::Arc;

use super::NormalizedText;
use super::Steps;
use crate::vocab::Span;

/// A text made ready for every signal: folded once each way, however many signals look.
#[non_exhaustive]
pub struct Looked<'a> {
    /// What the person wrote.
    pub raw: &'a str,
    /// Folded by [`Steps::plain`]: for addresses and numbers, where a digit is a digit.
    pub plain: NormalizedText,
    /// Folded by every step, or by those that were asked for: for words.
    pub normalized: NormalizedText,
}

impl<'a> Looked<'a> {
    /// Folds a text for looking at.
    #[must_use]
    pub fn at(raw: &'a str) -> Self {
        Self::by(Steps::all(), raw)
    }

    /// Folds a text for looking at, for words by these steps alone.
    #[must_use]
    pub fn by(steps: Steps, raw: &'a str) -> Self {
        Self {
            raw,
            plain: NormalizedText::by(Steps::plain(), raw),
            normalized: NormalizedText::by(steps, raw),
        }
    }
}

impl fmt::Debug for Looked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Looked({} bytes)", self.raw.len())
    }
}

/// What a signal found.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Finding {
    /// It is there, at these places of the original text, in order.
    Hit {
        /// Where; never empty.
        spans: Vec<Span>,
    },
    /// The signal looked and found nothing.
    Clear,
    /// The signal could not look. A policy must say what that means; it never means clear.
    Unavailable,
}

impl Finding {
    /// Makes a finding of the places found, in any order.
    #[must_use]
    pub fn of(mut spans: Vec<Span>) -> Self {
        if spans.is_empty() {
            return Self::Clear;
        }
        spans.sort_unstable();
        spans.dedup();
        Self::Hit { spans }
    }

    /// Returns the places found; none where nothing was.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Hit { spans } => spans,
            Self::Clear | Self::Unavailable => &[],
        }
    }
}

/// A pure and cheap look at a text. It finds; what follows is for a rule to say.
///
/// # Contract
/// - Bounds: every span of a hit lies on character bounds of the raw text and is not empty
///   (`signal_spans_lie_on_bounds`).
/// - Stable: the same text gives the same finding (`signal_is_deterministic`).
/// - Honest: a hit names at least one place (`signal_hit_names_a_place`).
pub trait Signal: fmt::Debug + Send + Sync {
    /// Returns the signal's name, as decisions and traces print it.
    fn name(&self) -> &str;

    /// Looks at a text.
    fn look(&self, text: &Looked<'_>) -> Finding;
}

impl<S: Signal + ?Sized> Signal for Arc<S> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn look(&self, text: &Looked<'_>) -> Finding {
        (**self).look(text)
    }
}

impl<S: Signal + ?Sized> Signal for Box<S> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn look(&self, text: &Looked<'_>) -> Finding {
        (**self).look(text)
    }
}
