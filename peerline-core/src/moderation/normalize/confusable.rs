//! Look-alikes of other scripts, inside words that mix scripts.
//!
//! A word wholly in Cyrillic or Greek is left alone: it is somebody's language.

use super::piece::Piece;

pub(super) fn unify(pieces: &mut [Piece]) {
    for word in pieces.split_mut(|piece| !piece.letter.is_alphabetic()) {
        if word.iter().any(|piece| piece.letter.is_ascii_alphabetic()) {
            for piece in word {
                piece.letter = latin(piece.letter);
            }
        }
    }
}

/// The Latin letter that `letter` looks like, after lower-casing. A small part of the Unicode
/// table of confusables (UTS 39): the ones a keyboard layout puts within reach.
const fn latin(letter: char) -> char {
    match letter {
        'а' | 'α' => 'a',
        'в' | 'β' | 'ь' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' | 'є' | 'ё' => 'e',
        'ғ' => 'f',
        'ԍ' => 'g',
        'н' | 'һ' | 'η' => 'h',
        'і' | 'ї' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'п' | 'ո' => 'n',
        'о' | 'ο' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ц' => 'u',
        'ѵ' | 'ν' => 'v',
        'ш' | 'ω' | 'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ү' => 'y',
        'ζ' => 'z',
        _ => letter,
    }
}
