//! One folded character and the bytes it stands for.

/// A folded character with the stretch of the original that it came from. Along a text, `start`
/// and `end` never go down, so the first and last piece of a match bound it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Piece {
    pub(super) letter: char,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The last one left of three or more.
    pub(super) stretched: bool,
    /// The first one of a word that was pulled apart, and may be a word of its own.
    pub(super) alone: bool,
}

impl Piece {
    pub(super) const fn new(letter: char, start: u32, end: u32) -> Self {
        Self {
            letter,
            start,
            end,
            stretched: false,
            alone: false,
        }
    }
}

/// A position as the 32 bits of a [`Span`](crate::vocab::Span); texts are far shorter.
pub(super) fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
