//! The folded text and its way back.

use std::fmt;
use std::ops::Range;

use super::compat;
use super::confusable;
use super::leet;
use super::piece::Piece;
use super::piece::position;
use super::spaced;
use super::squeeze;
use super::steps::Step;
use super::steps::Steps;
use crate::vocab::Span;

/// A text folded by [`Steps`], with a map from every folded byte to the bytes the person wrote.
///
/// It is total on any string and takes time linear in it. `Debug` shows lengths alone.
///
/// ```
/// use peerline_core::moderation::NormalizedText;
///
/// let raw = "you 1d1\u{200b}0T";
/// let folded = NormalizedText::new(raw);
/// assert_eq!(folded.as_str(), "you idiot");
/// let span = folded.span(4..9);
/// assert_eq!(span.and_then(|span| span.of(raw)), Some("1d1\u{200b}0T"));
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct NormalizedText {
    folded: String,
    marks: Vec<Mark>,
}

/// A folded character: where it begins in the folded text, and what it stands for.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Mark {
    at: u32,
    piece: Piece,
}

impl NormalizedText {
    /// Folds `raw` by every step.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        Self::by(Steps::all(), raw)
    }

    /// Folds `raw` by the steps that are on.
    #[must_use]
    pub fn by(steps: Steps, raw: &str) -> Self {
        let mut pieces = compat::pieces(raw, steps);
        if steps.has(Step::Spaced) {
            pieces = spaced::join(&pieces);
        }
        if steps.has(Step::Confusable) {
            confusable::unify(&mut pieces);
        }
        if steps.has(Step::Leet) {
            leet::read(&mut pieces);
        }
        if steps.has(Step::Squeeze) {
            pieces = squeeze::squeeze(&pieces);
        }
        Self::of(pieces)
    }

    fn of(pieces: Vec<Piece>) -> Self {
        let mut folded = String::with_capacity(pieces.len());
        let mut marks = Vec::with_capacity(pieces.len());
        for piece in pieces {
            marks.push(Mark {
                at: position(folded.len()),
                piece,
            });
            folded.push(piece.letter);
        }
        Self { folded, marks }
    }

    /// Returns the folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// Returns the bytes of the original that a stretch of the folded text stands for, or `None`
    /// where the stretch is empty or lies outside. Both ends lie on character bounds.
    #[must_use]
    pub fn span(&self, folded: Range<usize>) -> Option<Span> {
        if folded.start >= folded.end || self.folded.len() < folded.end {
            return None;
        }
        let first = self.marks.get(self.index(folded.start)?)?;
        let last = self.marks.get(self.index(folded.end.checked_sub(1)?)?)?;
        Some(Span::new(first.piece.start, last.piece.end))
    }

    /// Returns the same text with every held-down letter kept once instead of twice, or `None`
    /// where no letter was held down: `idioot` and `killl` differ in what they were meant to be.
    #[must_use]
    pub fn unstretched(&self) -> Option<Self> {
        if !self.marks.iter().any(|mark| mark.piece.stretched) {
            return None;
        }
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.marks.len());
        for mark in &self.marks {
            match pieces.last_mut() {
                Some(last) if mark.piece.stretched => last.end = mark.piece.end,
                Some(_) | None => pieces.push(mark.piece),
            }
        }
        Some(Self::of(pieces))
    }

    /// Returns the same text where the first letter of a word that was pulled apart stands alone, or
    /// `None` where no such word begins with one that is a word by itself: `i h a t e` may be two.
    #[must_use]
    pub fn parted(&self) -> Option<Self> {
        if !self.marks.iter().any(|mark| mark.piece.alone) {
            return None;
        }
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.marks.len().saturating_add(8));
        for mark in &self.marks {
            let Piece {
                start, end, alone, ..
            } = mark.piece;
            pieces.push(mark.piece);
            if alone {
                pieces.push(Piece::new(' ', start, end));
            }
        }
        Some(Self::of(pieces))
    }

    /// The character that holds byte `at` of the folded text.
    fn index(&self, at: usize) -> Option<usize> {
        let at = position(at);
        self.marks
            .partition_point(|mark| mark.at <= at)
            .checked_sub(1)
    }
}

impl fmt::Debug for NormalizedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NormalizedText({} bytes)", self.folded.len())
    }
}
