//! What works on one grapheme cluster at a time: NFKC, case, invisible, marks, accents.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::decompose_canonical;
use unicode_segmentation::UnicodeSegmentation as _;

use super::piece::Piece;
use super::piece::position;
use super::steps::Step;
use super::steps::Steps;

/// Cuts `raw` into pieces. A cluster is folded as a whole, so composition stays right and each of
/// its pieces maps back to the whole cluster.
pub(super) fn pieces(raw: &str, steps: Steps) -> Vec<Piece> {
    let mut out = Vec::with_capacity(raw.len());
    if raw.is_ascii() {
        for (at, letter) in raw.char_indices() {
            let letter = if steps.has(Step::Case) {
                letter.to_ascii_lowercase()
            } else {
                letter
            };
            out.push(Piece::new(
                letter,
                position(at),
                position(at.saturating_add(1)),
            ));
        }
        return out;
    }
    for (at, cluster) in raw.grapheme_indices(true) {
        let (start, end) = (position(at), position(at.saturating_add(cluster.len())));
        let mut push = |letter| out.push(Piece::new(letter, start, end));
        if steps.has(Step::Compat) {
            cluster
                .nfkc()
                .for_each(|letter| fold(letter, steps, &mut push));
        } else {
            cluster
                .chars()
                .for_each(|letter| fold(letter, steps, &mut push));
        }
    }
    out
}

fn fold(letter: char, steps: Steps, push: &mut dyn FnMut(char)) {
    if !steps.has(Step::Case) {
        keep(letter, steps, push);
        return;
    }
    match letter {
        // Full case folding where it differs from lower case: `STRASSE` is `straße`, and a sigma at
        // the end of a word is a sigma.
        'ß' | 'ẞ' => "ss".chars().for_each(|letter| keep(letter, steps, push)),
        'ς' => keep('σ', steps, push),
        letter => letter
            .to_lowercase()
            .for_each(|letter| keep(letter, steps, push)),
    }
}

fn keep(letter: char, steps: Steps, push: &mut dyn FnMut(char)) {
    let dropped = (steps.has(Step::Invisible) && is_invisible(letter))
        || (steps.has(Step::Marks) && is_mark(letter));
    if dropped {
        return;
    }
    if steps.has(Step::Accents) {
        push(without_accent(letter));
    } else {
        push(letter);
    }
}

fn without_accent(letter: char) -> char {
    match letter {
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        'ı' => 'i',
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            let mut base = letter;
            let mut first = true;
            decompose_canonical(letter, |part| {
                if first {
                    base = part;
                    first = false;
                }
            });
            base
        }
        _ => letter,
    }
}

/// The default-ignorable code points, and the Hangul fillers that show nothing.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Combining marks that no script here needs once NFKC has composed what it can.
fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}
