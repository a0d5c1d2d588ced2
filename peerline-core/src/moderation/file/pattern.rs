//! Regular expressions of bounded length, all in one pass.

use std::fmt;

use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use regex_syntax::hir::Hir;

use crate::moderation::Finding;
use crate::moderation::Looked;
use crate::moderation::Signal;

/// Patterns that are looked for in the plainly folded text: lower case, digits as they are.
///
/// `\w`, `\d` and `\b` mean ASCII: with all of Unicode the same search takes some forty times as
/// long. Where other letters are meant, `(?u:[äöü])` says so.
pub(super) struct Patterns {
    name: String,
    regex: Regex,
}

/// Why a pattern was refused: which one, what, and what to do.
pub(super) type Refused = (usize, String, &'static str);

impl Patterns {
    /// The most patterns of one signal.
    pub(super) const MOST: usize = 200;
    /// The most characters that a match may have.
    const LONGEST: usize = 200;
    /// The most bytes that the machine may take.
    const SIZE: usize = 1 << 22;

    pub(super) fn new(name: &str, patterns: &[&str]) -> Result<Self, Refused> {
        let mut hirs = Vec::with_capacity(patterns.len());
        for (at, pattern) in patterns.iter().enumerate() {
            hirs.push(bounded(pattern).map_err(|(what, advice)| (at, what, advice))?);
        }
        let config = Regex::config().nfa_size_limit(Some(Self::SIZE));
        let regex = Regex::builder()
            .configure(config)
            .build_many_from_hir(&hirs);
        let regex = regex.map_err(|_| (0, "the patterns are too large".to_owned(), LESS))?;
        let name = name.to_owned();
        Ok(Self { name, regex })
    }
}

impl Signal for Patterns {
    fn name(&self) -> &str {
        &self.name
    }

    fn look(&self, text: &Looked<'_>) -> Finding {
        let found = self.regex.find_iter(text.plain.as_str());
        Finding::of(
            found
                .filter_map(|found| text.plain.span(found.range()))
                .collect(),
        )
    }
}

impl fmt::Debug for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patterns({}, {})", self.name, self.regex.pattern_len())
    }
}

fn bounded(pattern: &str) -> Result<Hir, (String, &'static str)> {
    let config = syntax::Config::new().unicode(false).utf8(false);
    let config = config.case_insensitive(true).nest_limit(32);
    let hir = syntax::parse_with(pattern, &config).map_err(|error| {
        (
            format!("it cannot be read: {}", last_line(&error.to_string())),
            FORM,
        )
    })?;
    let properties = hir.properties();
    match (properties.minimum_len(), properties.maximum_len()) {
        (Some(0) | None, _) => Err(("it matches where nothing is".to_owned(), SOMETHING)),
        (_, Some(longest)) if longest <= Patterns::LONGEST.saturating_mul(4) => Ok(hir),
        _ => Err(("it has no bound, or a far one".to_owned(), BOUND)),
    }
}

fn last_line(error: &str) -> String {
    error.lines().last().unwrap_or_default().trim().to_owned()
}

const FORM: &str =
    "write it as for Rust's `regex` crate; classes of letters beyond ASCII need `(?u:[äöü])`";
const BOUND: &str = "write `{0,20}` in place of `*`, and `{1,20}` in place of `+`";
const SOMETHING: &str = "let it need one character at least";
const LESS: &str = "use fewer or shorter patterns, or a word list";
