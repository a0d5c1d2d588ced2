//! Digits and signs that stand for letters, inside words that hold letters.

use super::piece::Piece;

pub(super) fn read(pieces: &mut [Piece]) {
    for word in pieces.split_mut(|piece| !piece.letter.is_alphanumeric() && !is_sign(piece.letter))
    {
        if word.iter().any(|piece| piece.letter.is_alphabetic()) {
            read_word(word);
        }
    }
}

/// A sign at the end of a word is punctuation more often than a letter; `$` is not.
fn read_word(word: &mut [Piece]) {
    let trailing = word
        .iter()
        .rev()
        .take_while(|piece| matches!(piece.letter, '!' | '|' | '@' | '€' | '\''))
        .count();
    let inner = word.len().saturating_sub(trailing);
    for piece in word.iter_mut().take(inner) {
        piece.letter = letter(piece.letter);
    }
}

/// An apostrophe does not part a word: `1'll`.
const fn is_sign(letter: char) -> bool {
    matches!(letter, '@' | '$' | '!' | '|' | '€' | '\'' | '’')
}

const fn letter(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        '|' => 'l',
        _ => sign,
    }
}
