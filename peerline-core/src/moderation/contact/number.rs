//! Numbers of payment cards and of bank accounts, by their check digits.

use std::ops::Range;

use super::token::Token;

/// Finds both; each is a range of tokens.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in 0..tokens.len() {
        if out.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let rest = tokens.get(at..).unwrap_or_default();
        if let Some(len) = card(rest).or_else(|| account(rest)) {
            out.push(at..at.saturating_add(len));
        }
    }
    out
}

/// 13 to 19 digits in groups whose last is the check digit of Luhn.
fn card(rest: &[Token<'_>]) -> Option<usize> {
    let mut digits = String::new();
    let mut len = None;
    for (at, token) in rest.iter().enumerate().take(MOST_GROUPS) {
        if token.is_digits() && digits.len().saturating_add(token.text.len()) <= 19 {
            digits.push_str(token.text);
            let whole = 13 <= digits.len() && is_card(&digits);
            if whole {
                len = Some(at.saturating_add(1));
            }
        } else if token.text != "-" || at == 0 {
            break;
        }
    }
    len
}

/// Cards begin with 2 to 6; one digit again and again is a way to fill a form.
fn is_card(digits: &str) -> bool {
    let opens = digits.starts_with(|first: char| ('2'..='6').contains(&first));
    let first = digits.chars().next();
    let varied = digits.chars().any(|digit| Some(digit) != first);
    opens && varied && luhn(digits)
}

fn luhn(digits: &str) -> bool {
    let sum = digits
        .bytes()
        .rev()
        .enumerate()
        .fold(0_u32, |sum, (at, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            let weighed = match (at % 2, digit.saturating_mul(2)) {
                (0, _) => digit,
                (_, double) if 9 < double => double.saturating_sub(9),
                (_, double) => double,
            };
            sum.saturating_add(weighed)
        });
    sum % 10 == 0
}

/// Two letters, two check digits, and 11 to 30 of letters and digits (ISO 13616).
fn account(rest: &[Token<'_>]) -> Option<usize> {
    let first = rest.first()?.text;
    let country = first
        .get(..2)?
        .bytes()
        .all(|byte| byte.is_ascii_lowercase());
    let check = first.get(2..4)?.bytes().all(|byte| byte.is_ascii_digit());
    if !country || !check {
        return None;
    }
    let mut whole = String::new();
    for (at, token) in rest.iter().enumerate().take(MOST_GROUPS) {
        let fits = token.is_word && token.text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !fits || 34 < whole.len().saturating_add(token.text.len()) {
            break;
        }
        whole.push_str(token.text);
        if 15 <= whole.len() && is_account(&whole) {
            return Some(at.saturating_add(1));
        }
    }
    None
}

/// The remainder by 97, with the first four at the end and letters as 10 to 35, is 1.
fn is_account(text: &str) -> bool {
    let (head, tail) = text.split_at_checked(4).unwrap_or_default();
    let rest = tail
        .chars()
        .chain(head.chars())
        .fold(0_u32, |rest, letter| {
            let value = letter.to_digit(36).unwrap_or(0);
            let by = if value < 10 { 10 } else { 100 };
            rest.saturating_mul(by).saturating_add(value) % 97
        });
    rest == 1
}

const MOST_GROUPS: usize = 12;
