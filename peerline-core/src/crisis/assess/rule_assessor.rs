//! The default assessor: rules, the floor under every other detector.

use super::assessor::RiskAssessor;
use super::fold;
use super::guards;
use super::hits::Hit;
use super::hits::Reading;
use super::table::Table;
use super::words::Words;
use crate::vocab::Band;
use crate::vocab::Category;
use crate::vocab::Language;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Span;

/// Finds phrases that people use when they are in danger, in six languages, with the guards that
/// keep idioms, denials, other people, the past and fiction apart. What a guard holds back is still
/// [`Band::Watch`]; only an idiom (`suicide prevention`) is no sign at all.
///
/// What the bands mean here, and only here: an order of response. A spoken wish to die, a plan, a
/// time, means at hand, something under way: [`Band::High`]. A passive wish (not to wake up, others
/// being better off) is `High` too: it is the first of the screening questions, and a needless
/// page costs a responder a minute while a missed one may cost everything. Hopelessness, an urge to
/// hurt oneself, a goodbye alone: [`Band::Elevated`], because each is common in ordinary distress;
/// two different ones together are `High`. A worry about another person: [`Band::Elevated`], as
/// [`Category::ThirdParty`]. The past: [`Band::Watch`].
///
/// `NoSignal` says that no phrase was found. It does not say that the person is safe.
///
/// ```
/// use peerline_core::crisis::assess::RiskAssessor;
/// use peerline_core::crisis::assess::RuleAssessor;
/// use peerline_core::vocab::RiskFinding;
///
/// let rules = RuleAssessor::default();
/// assert!(matches!(rules.assess("i don't want to be here anymore", None), RiskFinding::Signal { .. }));
/// assert_eq!(rules.assess("this homework is killing me", None), RiskFinding::NoSignal);
/// ```
#[derive(Debug)]
pub struct RuleAssessor {
    table: Table,
}

impl RuleAssessor {
    /// The most reasons one finding lists.
    pub const MAX_REASONS: usize = 8;

    /// Returns how many phrases it knows.
    #[must_use]
    pub const fn n_rules(&self) -> usize {
        self.table.patterns.len()
    }

    /// Returns the lines of the rule files that could not be read, as `language:line`.
    #[must_use]
    pub fn complaints(&self) -> &[String] {
        &self.table.complaints
    }
}

impl Default for RuleAssessor {
    fn default() -> Self {
        Self {
            table: Table::read(FILES),
        }
    }
}

impl RiskAssessor for RuleAssessor {
    fn assess(&self, text: &str, _: Option<&Language>) -> RiskFinding {
        if self.table.patterns.is_empty() {
            return RiskFinding::Unavailable;
        }
        let words = Words::read(text);
        let words = self.table.mend(&words).unwrap_or(words);
        if !words.hides
            && words.others.is_empty()
            && !self.table.may_match(&fold::squeeze(&words.plain, 1))
        {
            return RiskFinding::NoSignal;
        }
        let reading = Reading::new(&self.table, &words);
        let mut found: Vec<_> = reading
            .signs()
            .filter_map(|hit| guards::judge(hit, &reading).map(|left| (left, hit)))
            .collect();
        found
            .sort_by_key(|((category, band), hit)| (std::cmp::Reverse(*band), hit.from, *category));
        finding(&found, &words)
    }
}

fn finding(found: &[((Category, Band), &Hit<'_>)], words: &Words) -> RiskFinding {
    let Some(((_, strongest), _)) = found.first() else {
        return RiskFinding::NoSignal;
    };
    let band = if adds_up(found) {
        Band::High
    } else {
        *strongest
    };
    let reasons = found
        .iter()
        .take(RuleAssessor::MAX_REASONS)
        .map(|((category, _), hit)| {
            Reason::new(*category, hit.pattern.rule.clone(), span(hit, words))
        })
        .collect();
    RiskFinding::Signal { band, reasons }
}

/// Two different signs about the writer that each ask for a person soon ask for one now.
fn adds_up(found: &[((Category, Band), &Hit<'_>)]) -> bool {
    let mut soon = found
        .iter()
        .filter(|((category, band), _)| {
            *band >= Band::Elevated && *category != Category::ThirdParty
        })
        .map(|((category, _), _)| *category);
    let first = soon.next();
    first.is_some() && soon.any(|category| Some(category) != first)
}

fn span(hit: &Hit<'_>, words: &Words) -> Span {
    let inside = words.words.get(hit.from..hit.to).unwrap_or_default();
    let start = inside.iter().map(|word| word.start).min().unwrap_or(0);
    let end = inside.iter().map(|word| word.end).max().unwrap_or(start);
    Span::new(
        u32::try_from(start).unwrap_or(u32::MAX),
        u32::try_from(end).unwrap_or(u32::MAX),
    )
}

const FILES: &[(&str, &str)] = &[
    ("en", include_str!("rules/en.txt")),
    ("de", include_str!("rules/de.txt")),
    ("es", include_str!("rules/es.txt")),
    ("fr", include_str!("rules/fr.txt")),
    ("pt", include_str!("rules/pt.txt")),
    ("it", include_str!("rules/it.txt")),
];
