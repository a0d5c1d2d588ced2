//! One character at a time: case, accents, look-alikes.

use unicode_normalization::char::decompose_compatible;

/// Stands for one character that the writer hid (`k*ll`) or that has two readings (`d1e`).
pub(super) const HIDDEN: char = '\u{1}';

/// What a character of the text is to a reader of words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// Part of a word.
    Letter,
    /// Seen by nobody: zero-width, soft hyphen, combining mark.
    Invisible,
    /// An apostrophe, left out of words (`don't` reads `dont`).
    Apostrophe,
    /// May stand for a letter inside a word.
    Disguise,
    /// Opens or ends quoted words.
    Quote,
    /// Ends a clause.
    Clause,
    /// Ends a sentence.
    Sentence,
    /// Anything else: parts words.
    Gap,
}

/// Tells what `character` is.
pub(super) fn kind(character: char) -> Kind {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Letter,
        ' ' => Kind::Gap,
        '\'' | '`' | '´' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{2032}' => {
            Kind::Apostrophe
        }
        // What Unicode calls default-ignorable, the fillers that show nothing, and marks that fold.
        '\u{AD}'
        | '\u{300}'..='\u{36F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => Kind::Invisible,
        '*' | '@' | '$' | '|' | '#' => Kind::Disguise,
        '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '«' | '»' => Kind::Quote,
        ',' | ';' | ':' | '(' | ')' | '\n' | '\u{2013}' | '\u{2014}' => Kind::Clause,
        '.' | '!' | '?' | '\u{2026}' => Kind::Sentence,
        other if other.is_alphanumeric() => Kind::Letter,
        _ => Kind::Gap,
    }
}

/// Appends the plain lower-case letters that `character` is read as.
pub(super) fn fold_into(character: char, word: &mut String) {
    if character.is_ascii() {
        word.push(character.to_ascii_lowercase());
        return;
    }
    decompose_compatible(character, |part| {
        if kind(part) == Kind::Invisible {
            return;
        }
        for lower in part.to_lowercase() {
            push_plain(lower, word);
        }
    });
}

fn push_plain(lower: char, word: &mut String) {
    match lower {
        'ß' => word.push_str("ss"),
        'æ' => word.push_str("ae"),
        'œ' => word.push_str("oe"),
        other => word.push(look_alike(other)),
    }
}

/// Letters of other alphabets that look Latin. There are no rules in those alphabets, so nothing is
/// lost by reading them as Latin.
const fn look_alike(lower: char) -> char {
    match lower {
        'ø' | 'о' | 'ο' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' | 'і' | 'ι' => 'i',
        'а' | 'α' => 'a',
        'е' | 'ε' => 'e',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'к' | 'κ' => 'k',
        'ѕ' => 's',
        'ԁ' => 'd',
        other => other,
    }
}

/// Reads the digits of a word that also has letters as the letters they stand for.
pub(super) fn undigit(word: &str) -> String {
    word.chars()
        .map(|character| match character {
            '0' => 'o',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '1' | '2' | '6' | '8' | '9' => HIDDEN,
            other => other,
        })
        .collect()
}

/// Shortens every run of one character to at most `longest`.
pub(super) fn squeeze(word: &str, longest: usize) -> String {
    let mut squeezed = String::with_capacity(word.len());
    let mut last = None;
    let mut run = 0_usize;
    for character in word.chars() {
        run = if last == Some(character) {
            run.saturating_add(1)
        } else {
            1
        };
        last = Some(character);
        if run <= longest {
            squeezed.push(character);
        }
    }
    squeezed
}
