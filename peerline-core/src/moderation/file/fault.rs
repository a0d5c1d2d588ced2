//! What is wrong with a policy file, where, and what to do about it.

use std::fmt;
use std::ops::Range;

use super::expr;

/// One thing that is wrong with a policy file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PolicyFault {
    /// Which line and column, both from 1.
    pub place: Option<(usize, usize)>,
    /// Which entry, as in `signal.contact`.
    pub key: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "{line}:{column}: ")?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}\n  -> {}", self.what, self.advice)
    }
}

/// A policy file was refused, with everything that is wrong with it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct InvalidPolicy {
    /// What is wrong; never empty.
    pub faults: Vec<PolicyFault>,
}

impl fmt::Display for InvalidPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            if 0 < at {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidPolicy {}

/// Collects faults while a file is read.
#[derive(Debug)]
pub(super) struct Faults<'a> {
    text: &'a str,
    found: Vec<PolicyFault>,
}

impl<'a> Faults<'a> {
    pub(super) const fn of(text: &'a str) -> Self {
        let found = Vec::new();
        Self { text, found }
    }

    /// Notes a fault at a stretch of the file.
    pub(super) fn at(&mut self, span: Range<usize>, (key, what, advice): (&str, &str, &str)) {
        self.found.push(PolicyFault {
            place: Some(place(self.text, span.start)),
            key: key.to_owned(),
            what: what.to_owned(),
            advice: advice.to_owned(),
        });
    }

    /// Notes what is wrong inside a condition whose text in quotes stands at `span`.
    pub(super) fn inside(&mut self, span: &Range<usize>, key: &str, fault: &expr::Fault) {
        let quoted = self.text.get(span.clone()).unwrap_or_default();
        let start = span.start.saturating_add(offset(quoted, fault.span.start));
        self.at(start..start, (key, &fault.what, &fault.advice));
    }

    /// Notes that the file is no TOML of this form.
    pub(super) fn toml(&mut self, error: &toml::de::Error) {
        let what = error.message().trim().replace('\n', "; ");
        let advice = "docs/moderation.md shows every key and its form";
        self.found.push(PolicyFault {
            place: error.span().map(|span| place(self.text, span.start)),
            key: String::new(),
            what,
            advice: advice.to_owned(),
        });
    }

    /// Returns the line of a place, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        place(self.text, at).0
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Ends the reading.
    pub(super) fn into_result(mut self) -> Result<(), InvalidPolicy> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by_key(|fault| fault.place);
        let faults = self.found;
        Err(InvalidPolicy { faults })
    }
}

/// How far into a quoted string of TOML its `at`th byte stands; its start where escapes stand in
/// the way.
fn offset(quoted: &str, at: usize) -> usize {
    let long = quoted.starts_with("\"\"\"") || quoted.starts_with("'''");
    let mut open = if long { 3 } else { 1 };
    if long
        && quoted
            .get(open..)
            .is_some_and(|rest| rest.starts_with('\n'))
    {
        open = 4;
    }
    if quoted.starts_with('"') && quoted.contains('\\') {
        return 0;
    }
    at.saturating_add(open)
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count().saturating_add(1);
    let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let column = before.get(start..).unwrap_or_default().chars().count();
    (line, column.saturating_add(1))
}
