//! Digits as people write them who do not want to write digits.

/// The digit that a word stands for. Words that mean other things too (`oh`, `o`, `um`) count after
/// a spelled digit only.
pub(super) fn spelled(word: &str, inside: bool) -> Option<&'static str> {
    let digit = match word {
        "zero" | "null" | "nul" | "cero" | "zéro" => "0",
        "oh" | "o" if inside => "0",
        "one" | "eins" | "uno" | "um" | "un" if inside || word == "one" => "1",
        "two" | "zwei" | "zwo" | "dos" | "deux" | "dois" => "2",
        "three" | "drei" | "tres" | "trois" | "três" => "3",
        "four" | "vier" | "cuatro" | "quatre" | "quatro" => "4",
        "five" | "fünf" | "fuenf" | "cinco" | "cinq" => "5",
        "six" | "sechs" | "seis" => "6",
        "seven" | "sieben" | "siete" | "sept" | "sete" => "7",
        "eight" | "acht" | "ocho" | "huit" | "oito" => "8",
        "nine" | "neun" | "nueve" | "neuf" | "nove" => "9",
        _ => return None,
    };
    Some(digit)
}

pub(super) fn repeat(word: &str) -> Option<usize> {
    match word {
        "double" | "doppel" => Some(2),
        "triple" | "treble" => Some(3),
        _ => None,
    }
}

/// `nine hundred` is nine and two zeros, where digits are said one by one.
pub(super) fn hundreds(word: &str) -> Option<&'static str> {
    matches!(word, "hundred" | "hundert").then_some("00")
}

/// The digits of `o77oo` and `9OO`: three or more, letters that look like them among at least one
/// that is one.
pub(super) fn digits_like(word: &str) -> Option<String> {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = word.contains(['o', 'i', 'l']);
    if word.len() < 3 || !has_digit || !has_letter {
        return None;
    }
    word.chars()
        .map(|letter| match letter {
            'o' => Some('0'),
            'i' | 'l' => Some('1'),
            digit if digit.is_ascii_digit() => Some(digit),
            _ => None,
        })
        .collect()
}
