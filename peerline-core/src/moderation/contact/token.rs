//! A plainly folded text as words and signs.

/// A run of letters, digits and underscores, or one sign.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// White space stands before it.
    pub(super) apart: bool,
    pub(super) is_word: bool,
}

impl Token<'_> {
    /// A sign that follows with no space before it.
    pub(super) fn is_joined(&self, sign: &str) -> bool {
        !self.apart && self.text == sign
    }

    pub(super) fn is_digits(&self) -> bool {
        self.is_word && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut apart = true;
    let mut open: Option<usize> = None;
    for (at, letter) in text.char_indices() {
        if letter.is_alphanumeric() || letter == '_' {
            open = open.or(Some(at));
            continue;
        }
        if let Some(start) = open.take() {
            out.extend(token(text, start..at, apart, true));
            apart = false;
        }
        if letter.is_whitespace() {
            apart = true;
        } else {
            let end = at.saturating_add(letter.len_utf8());
            out.extend(token(text, at..end, apart, false));
            apart = false;
        }
    }
    if let Some(start) = open {
        out.extend(token(text, start..text.len(), apart, true));
    }
    out
}

fn token(text: &str, at: std::ops::Range<usize>, apart: bool, is_word: bool) -> Option<Token<'_>> {
    Some(Token {
        text: text.get(at.clone())?,
        start: at.start,
        end: at.end,
        apart,
        is_word,
    })
}
