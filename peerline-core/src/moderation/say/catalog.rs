//! The texts that ship, one file per language.

use crate::moderation::Decision;
use crate::moderation::RuleId;
use crate::vocab::Language;

/// Returns the explanation of a rule in plain language: in English where the language is not
/// among those that ship, and a general one where the rule is not.
///
/// ```
/// use peerline_core::moderation::HousePolicy;
/// use peerline_core::moderation::say;
///
/// let text = say(&HousePolicy::ABUSE, Some(&"de".parse()?));
/// assert!(text.contains("Einspruch"));
/// # Ok::<(), peerline_core::vocab::InvalidLanguage>(())
/// ```
#[must_use]
pub fn say(rule: &RuleId, language: Option<&Language>) -> &'static str {
    let texts = match language.map(Language::primary) {
        Some("de") => include_str!("de.txt"),
        Some("es") => include_str!("es.txt"),
        Some("fr") => include_str!("fr.txt"),
        Some("pt") => include_str!("pt.txt"),
        Some(_) | None => include_str!("en.txt"),
    };
    section(texts, rule.as_str())
        .or_else(|| section(texts, "other"))
        .unwrap_or_default()
}

/// Returns what somebody reads who is under a sanction from now on: what, why, until when, how to
/// appeal, and that a responder is there all the same.
#[must_use]
pub fn say_sanction(language: Option<&Language>, ground: &str, until: &str) -> String {
    let text = say(&Decision::SANCTION, language);
    text.replace("{until}", until).replace("{ground}", ground)
}

/// The line below the one that holds the name in brackets.
pub(super) fn section(texts: &'static str, name: &str) -> Option<&'static str> {
    let mut lines = texts.lines();
    lines.find(|line| {
        line.strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
            == Some(name)
    })?;
    lines.next()
}
