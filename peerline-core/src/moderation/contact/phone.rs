//! Phone numbers, in digits and spelled out.

use std::ops::Range;

use super::helpline::Helplines;
use super::spelled::digits_like;
use super::spelled::hundreds;
use super::spelled::repeat;
use super::spelled::spelled;
use super::token::Token;

/// Finds phone numbers that are nobody's helpline; each is a range of tokens.
pub(super) fn find(tokens: &[Token<'_>], helplines: &Helplines) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0_usize;
    while let Some(token) = tokens.get(at) {
        if !opens(token) && !opens_softly(tokens.get(at..).unwrap_or_default()) {
            at = at.saturating_add(1);
            continue;
        }
        let run = Run::from(tokens, at);
        if run.is_phone() && !run.is_sum(tokens) && !helplines.covers(&run.digits) {
            out.push(run.range.clone());
        }
        at = run.range.end.max(at.saturating_add(1));
    }
    out
}

fn opens(token: &Token<'_>) -> bool {
    let is_word = spelled(token.text, false).is_some() || repeat(token.text).is_some();
    token.is_digits() || digits_like(token.text).is_some() || token.text == "+" || is_word
}

/// `oh seven seven …`: a word that is a digit among digits alone, before two of them.
fn opens_softly(rest: &[Token<'_>]) -> bool {
    let [first, second, third, ..] = rest else {
        return false;
    };
    let is_digit =
        |token: &Token<'_>| spelled(token.text, true).is_some() || repeat(token.text).is_some();
    spelled(first.text, true) == Some("0") && is_digit(second) && is_digit(third)
}

/// Digits that belong together.
struct Run {
    range: Range<usize>,
    digits: String,
    /// How many digits each written group had.
    groups: Vec<usize>,
    plus: bool,
    spelled: bool,
    /// Holds a sign that also parts decimals, dates and sources.
    parted: bool,
}

impl Run {
    fn from(tokens: &[Token<'_>], start: usize) -> Self {
        let softly = opens_softly(tokens.get(start..).unwrap_or_default());
        let mut run = Self {
            range: start..start,
            digits: String::new(),
            groups: Vec::new(),
            plus: false,
            spelled: softly,
            parted: false,
        };
        let mut times = 1_usize;
        let mut full_stop = false;
        let mut parted = false;
        for (at, token) in tokens.iter().enumerate().skip(start) {
            if full_stop && token.apart {
                break;
            }
            full_stop = token.text == ".";
            parted |= token.text == "." || token.text == "/";
            let taken = at.saturating_add(1);
            if token.is_digits() {
                run.parted |= parted;
                run.take(token.text, taken);
            } else if let Some(digit) = spelled(token.text, run.spelled) {
                run.spelled = true;
                for _ in 0..times {
                    run.take(digit, taken);
                }
                times = 1;
            } else if let Some(digits) = digits_like(token.text) {
                run.take(&digits, taken);
            } else if let Some(zeros) = hundreds(token.text).filter(|_| run.spelled) {
                run.take(zeros, taken);
            } else if 1 < times {
                break;
            } else if let Some(n) = repeat(token.text) {
                times = n;
            } else if token.text == "+" && at == start {
                run.plus = true;
            } else if !JOINTS.contains(&token.text) && !run.goes_on_behind(token) {
                break;
            }
        }
        run
    }

    fn take(&mut self, digits: &str, taken: usize) {
        self.digits.push_str(digits);
        self.groups.push(digits.len());
        self.range.end = taken;
    }

    /// Commas part what is listed, and the groups of a number that is said aloud or begins as one.
    fn goes_on_behind(&self, token: &Token<'_>) -> bool {
        let said = self.spelled || self.digits.starts_with('0');
        token.is_joined(",") && said && 3 <= self.digits.len()
    }

    fn is_phone(&self) -> bool {
        matches!(self.digits.len(), 7..=15)
            && !self.is_counting()
            && !self.is_years()
            && !self.is_date()
            && !self.is_round()
            && self.is_grouped()
    }

    /// `1 2 3 4 5 6 7`, `five four three two one` and `4 4 4 4` are ways to breathe.
    fn is_counting(&self) -> bool {
        let steps: Vec<i16> = self
            .digits
            .bytes()
            .zip(self.digits.bytes().skip(1))
            .map(|(one, next)| i16::from(next).saturating_sub(i16::from(one)))
            .collect();
        let steady = |step: i16| steps.iter().all(|&other| other == step);
        let one_by_one = self.groups.iter().filter(|&&len| len == 1).count();
        let apart = self.digits.len().saturating_sub(2) <= one_by_one;
        let upward = steps.iter().filter(|&&step| step == 1).count();
        let downward = steps.iter().filter(|&&step| step == -1).count();
        let mostly = steps.len().saturating_sub(2) <= upward.max(downward);
        steady(0) || (apart && mostly)
    }

    fn is_years(&self) -> bool {
        let mut rest = self.digits.as_str();
        self.groups.iter().all(|&len| {
            let (group, tail) = rest.split_at_checked(len).unwrap_or((rest, ""));
            rest = tail;
            len == 4 && (group.starts_with("19") || group.starts_with("20"))
        })
    }

    fn is_date(&self) -> bool {
        matches!(
            self.groups.as_slice(),
            [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2]
        )
    }

    /// Ten million, or a range of round numbers.
    fn is_round(&self) -> bool {
        match self.groups.as_slice() {
            [_] => self.digits.ends_with("00000"),
            [_, _] => self.digits.ends_with("00") && self.digits.len() <= 10 && !self.plus,
            _ => false,
        }
    }

    /// Many groups of one or two digits are scores, and points and slashes part other things,
    /// unless they begin as numbers do.
    fn is_grouped(&self) -> bool {
        let long = self.groups.iter().any(|&len| 2 < len);
        let american = self.groups.ends_with(&[3, 3, 4]);
        if self.parted {
            return american || self.plus || self.digits.starts_with('0');
        }
        long || self.spelled || self.plus || self.digits.starts_with('0') || 9 <= self.digits.len()
    }

    /// Money, and shares of a hundred.
    fn is_sum(&self, tokens: &[Token<'_>]) -> bool {
        let before = self
            .range
            .start
            .checked_sub(1)
            .and_then(|at| tokens.get(at));
        let after = tokens.get(self.range.end);
        [before, after]
            .into_iter()
            .flatten()
            .any(|token| SUMS.contains(&token.text))
    }
}

const JOINTS: [&str; 7] = ["(", ")", "-", ".", "/", "\u{2013}", "\u{2010}"];
const SUMS: [&str; 14] = [
    "$", "\u{20ac}", "\u{a3}", "%", "dollars", "dollar", "euros", "euro", "pounds", "usd", "eur",
    "reais", "pesos", "people",
];
