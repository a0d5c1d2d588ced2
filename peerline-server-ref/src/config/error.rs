//! What is wrong with a configuration, where, and what to do about it.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;

/// A configuration was refused.
#[derive(Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ConfigError {
    /// Which file.
    pub file: PathBuf,
    /// Which line and column, both from 1.
    pub place: Option<(usize, usize)>,
    /// Which key, as in `escalation.last_resort`.
    pub key: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub advice: String,
}

impl ConfigError {
    /// Makes an error at a span of `text`.
    #[must_use]
    pub(super) fn at(origin: &Origin<'_>, span: Option<Range<usize>>, fault: Fault) -> Self {
        Self {
            file: origin.file.to_path_buf(),
            place: span.map(|span| place(origin.text, span.start)),
            key: fault.key,
            what: fault.what,
            advice: fault.advice,
        }
    }

    /// Makes an error about the file as a whole.
    #[must_use]
    pub(super) fn of_file(file: &Path, what: String, advice: &str) -> Self {
        Self {
            file: file.to_path_buf(),
            place: None,
            key: None,
            what,
            advice: advice.to_owned(),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": ")?;
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        write!(f, "{}\n  -> {}", self.what, self.advice)
    }
}

impl std::error::Error for ConfigError {}

/// Where a text came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    /// The file's name, for messages and for relative paths.
    pub(super) file: &'a Path,
    /// Its text.
    pub(super) text: &'a str,
}

/// What is wrong, before its place is known.
#[derive(Debug)]
pub(super) struct Fault {
    /// Which key.
    pub(super) key: Option<String>,
    /// What is wrong.
    pub(super) what: String,
    /// What to do.
    pub(super) advice: String,
}

impl Fault {
    /// Makes a fault of one key.
    pub(super) fn new(key: &str, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            key: Some(key.to_owned()),
            what: what.into(),
            advice: advice.into(),
        }
    }
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count().saturating_add(1);
    let start = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let column = before.get(start..).unwrap_or_default().chars().count();
    (line, column.saturating_add(1))
}
