//! What is true of a seeker and a supporter, apart from every matcher.

use super::Seeker;
use super::Supporter;

/// A rule that is never relaxed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Rule {
    /// One of the two wants never to meet the other again.
    Blocked,
    /// The two are one person.
    Themself,
    /// Minors go to certified supporters, and the young give support to the young alone.
    Minor,
    /// The supporter is not cleared for the tier; whoever is cleared for one high tier is for both,
    /// because the line knows one.
    Clearance,
    /// The supporter cannot meet an accessibility need.
    Need,
    /// The two share no language.
    Language,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 6] = [
        Self::Blocked,
        Self::Themself,
        Self::Minor,
        Self::Clearance,
        Self::Need,
        Self::Language,
    ];
}

/// Returns the first rule between two profiles that forbids; who they are is asked elsewhere.
pub(super) fn between(seeker: &Seeker, supporter: &Supporter) -> Option<Rule> {
    let suits_band = match seeker.band {
        0 => supporter.certified,
        1 => true,
        _ => !supporter.youth,
    };
    if !suits_band {
        Some(Rule::Minor)
    } else if supporter.clearance < seeker.tier.min(Seeker::HIGH) {
        Some(Rule::Clearance)
    } else if seeker.needs & supporter.needs != seeker.needs {
        Some(Rule::Need)
    } else if !supporter.languages.contains(&seeker.language) {
        Some(Rule::Language)
    } else {
        None
    }
}

/// Returns how well two fit, from 0 to 1000: 150 for each of four shared tags, 150 for a gender that
/// was wished for, 150 for the style, 100 for the first language.
#[must_use]
pub fn score(seeker: &Seeker, supporter: &Supporter) -> u64 {
    let tags = seeker.tags.shared(&supporter.tags).min(4);
    let gender = seeker.gender == Some(supporter.gender);
    let style = supporter.styles >> seeker.style & 1 == 1;
    let first_language = supporter.languages.first() == Some(&seeker.language);
    150 * tags + 150 * u64::from(gender) + 150 * u64::from(style) + 100 * u64::from(first_language)
}
