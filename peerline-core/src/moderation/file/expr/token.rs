//! A condition as words and signs.

use std::fmt;
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use super::Fault;

/// A word or sign of a condition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Token {
    Name(String),
    Word(String),
    Number(u64),
    Sign(&'static str),
    End,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "`{name}`"),
            Self::Word(word) => write!(f, "'{word}'"),
            Self::Number(number) => write!(f, "`{number}`"),
            Self::Sign(sign) => write!(f, "`{sign}`"),
            Self::End => f.write_str("the end"),
        }
    }
}

/// Cuts a condition into tokens, the end among them.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Fault> {
    let mut out = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some(&(at, letter)) = letters.peek() {
        if letter.is_whitespace() {
            letters.next();
            continue;
        }
        let token = match letter {
            '\'' | '"' => word(&mut letters, text)?,
            '0'..='9' => number(&mut letters, text)?,
            'a'..='z' | 'A'..='Z' | '_' => name(&mut letters, text),
            _ => sign(&mut letters, text, at)?,
        };
        let end = letters.peek().map_or(text.len(), |&(end, _)| end);
        out.push((token, at..end));
    }
    out.push((Token::End, text.len()..text.len()));
    Ok(out)
}

fn word(letters: &mut Peekable<CharIndices<'_>>, text: &str) -> Result<Token, Fault> {
    let Some((start, quote)) = letters.next() else {
        return Ok(Token::End);
    };
    let from = start.saturating_add(1);
    for (at, letter) in letters {
        if letter == quote {
            return Ok(Token::Word(
                text.get(from..at).unwrap_or_default().to_owned(),
            ));
        }
    }
    let what = "a word in quotes has no end";
    Err(Fault::new(
        start..text.len(),
        what,
        format!("close it with {quote}"),
    ))
}

fn number(letters: &mut Peekable<CharIndices<'_>>, text: &str) -> Result<Token, Fault> {
    let (digits, span) = run(letters, text, |letter| letter.is_ascii_alphanumeric());
    digits.parse().map(Token::Number).map_err(|_| {
        let what = format!("`{digits}` is no number");
        Fault::new(span, what, "use a whole number without a sign or a unit")
    })
}

fn name(letters: &mut Peekable<CharIndices<'_>>, text: &str) -> Token {
    let part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    Token::Name(run(letters, text, part).0.to_owned())
}

fn run<'a>(
    letters: &mut Peekable<CharIndices<'_>>,
    text: &'a str,
    inside: impl Fn(char) -> bool,
) -> (&'a str, Range<usize>) {
    let start = letters.peek().map_or(text.len(), |&(at, _)| at);
    while letters.next_if(|&(_, letter)| inside(letter)).is_some() {}
    let end = letters.peek().map_or(text.len(), |&(at, _)| at);
    (text.get(start..end).unwrap_or_default(), start..end)
}

fn sign(letters: &mut Peekable<CharIndices<'_>>, text: &str, at: usize) -> Result<Token, Fault> {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        for _ in sign.chars() {
            letters.next();
        }
        return Ok(Token::Sign(sign));
    }
    let odd: String = rest.chars().take(1).collect();
    let advice = match odd.as_str() {
        "=" => "compare with `==`",
        "&" => "join conditions with `and`",
        "|" => "join conditions with `or`",
        "!" => "negate with `not`",
        _ => "a condition has names, 'words', numbers, brackets and and, or, not, in",
    };
    let span = at..at.saturating_add(odd.len());
    Err(Fault::new(
        span,
        format!("`{odd}` means nothing here"),
        advice,
    ))
}

/// Longer ones first.
const SIGNS: [&str; 11] = ["==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ","];
