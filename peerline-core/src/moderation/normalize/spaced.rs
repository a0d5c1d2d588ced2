//! Words pulled apart letter by letter.

use super::piece::Piece;

/// Joins runs of single characters that have the same one separator between them. At least two
/// must be letters, so counting aloud (`1 2 3 4`) stays as it is.
///
/// Two letters alone are two words (`am i a friend`), unless a longer run stands in the same text:
/// `g o  d i e`.
pub(super) fn join(pieces: &[Piece]) -> Vec<Piece> {
    let (out, joined) = join_from(3, pieces);
    if joined { join_from(2, pieces).0 } else { out }
}

fn join_from(fewest: usize, pieces: &[Piece]) -> (Vec<Piece>, bool) {
    let mut joined = false;
    let mut out = Vec::with_capacity(pieces.len());
    let mut rest = pieces;
    let mut before = None;
    while let Some((first, tail)) = rest.split_first() {
        let open = !before.is_some_and(is_inside);
        let (n_single, n_letters) = if open { run(rest) } else { (0, 0) };
        if n_single < fewest {
            out.push(*first);
            before = Some(first.letter);
            rest = tail;
            continue;
        }
        let taken = n_single.saturating_mul(2).saturating_sub(1);
        let step = if n_letters < 2 { 1 } else { 2 };
        joined |= step == 2;
        let begins = out.len();
        out.extend(rest.iter().take(taken).step_by(step));
        if let Some(piece) = out.get_mut(begins).filter(|_| step == 2 && 3 < n_single) {
            piece.alone = is_a_word(piece.letter);
        }
        before = Some('a');
        rest = rest.get(taken..).unwrap_or_default();
    }
    (out, joined)
}

/// How many single characters stand apart from the start of `pieces` on, and how many of them are
/// letters.
fn run(pieces: &[Piece]) -> (usize, usize) {
    let letter = |at: usize| pieces.get(at).map(|piece| piece.letter);
    let Some(separator) = letter(1).filter(|&sign| is_separator(sign)) else {
        return (0, 0);
    };
    let mut count = 0_usize;
    let mut n_letters = 0_usize;
    let mut at = 0_usize;
    while let Some(single) = letter(at).filter(|&single| is_inside(single)) {
        let after = letter(at.saturating_add(1));
        if after.is_some_and(is_inside) {
            break;
        }
        count = count.saturating_add(1);
        n_letters = n_letters.saturating_add(usize::from(single.is_alphabetic()));
        if after != Some(separator) {
            break;
        }
        at = at.saturating_add(2);
    }
    (count, n_letters)
}

fn is_inside(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '@' | '$' | '!' | '|' | '€' | '\'' | '’')
}

/// Whether a letter is a word by itself: `i h a t e` are two.
const fn is_a_word(letter: char) -> bool {
    matches!(letter, 'i' | 'a')
}

const fn is_separator(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '.' | '-' | '_' | '*' | '~' | ',' | '/' | '+' | '\u{b7}'
    )
}
