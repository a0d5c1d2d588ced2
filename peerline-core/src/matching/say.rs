//! What somebody is told whose wish, shift or offer does not do, in plain language.

use crate::vocab::Language;

/// Every name there is a text for.
#[cfg(test)]
pub(super) const NAMES: [&str; 10] = [
    "profile",
    "no_language",
    "number",
    "ages",
    "unlisted",
    "not_cleared",
    "line_full",
    "talking",
    "offer_over",
    "too_often",
];

/// Returns why it does not do and what there is instead, in English where the language is not among
/// those that ship; `None` where there is no such text.
pub(crate) fn say(name: &str, language: Option<&Language>) -> Option<&'static str> {
    let texts = match language.map(Language::primary) {
        Some("de") => include_str!("say/de.txt"),
        Some("es") => include_str!("say/es.txt"),
        Some("fr") => include_str!("say/fr.txt"),
        Some("pt") => include_str!("say/pt.txt"),
        Some(_) | None => include_str!("say/en.txt"),
    };
    let mut lines = texts.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(one, _)| *one == name).map(|(_, text)| text)
}
