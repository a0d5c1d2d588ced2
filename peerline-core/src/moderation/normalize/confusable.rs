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

fn latin(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let near = within_reach(letter);
    if near == letter {
        skeleton(letter)
    } else {
        near
    }
}

/// The letter of ASCII that stands for `letter` in the Unicode table of confusables (UTS 39), or
/// itself where none does. The table was made for names: it takes `m` for `rn` and keeps accents,
/// which no reader does, so it is asked only about what has no better answer.
fn skeleton(letter: char) -> char {
    let mut buffer = [0; 4];
    let mut letters = unicode_security::skeleton(letter.encode_utf8(&mut buffer));
    match (letters.next(), letters.next()) {
        (Some(one), None) if one.is_ascii_alphabetic() => one.to_ascii_lowercase(),
        (Some(_) | None, _) => letter,
    }
}

/// The Latin letter that `letter` looks like, after lower-casing: those that a keyboard layout puts
/// within reach, with what people mean by them (`ω` for `w`).
const fn within_reach(letter: char) -> char {
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
