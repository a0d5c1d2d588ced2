//! Letters held down.

use super::piece::Piece;

/// Keeps two of three or more equal letters in a row; the second one takes over the bytes of those
/// that go. Digits stay: a number is not a scream.
pub(super) fn squeeze(pieces: &[Piece]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut run = 0_usize;
    for piece in pieces {
        let same = out
            .last()
            .is_some_and(|last| last.letter == piece.letter && piece.letter.is_alphabetic());
        run = if same { run.saturating_add(1) } else { 1 };
        if run < 3 {
            out.push(*piece);
        } else if let Some(last) = out.last_mut() {
            last.end = piece.end;
            last.stretched = true;
        }
    }
    out
}
