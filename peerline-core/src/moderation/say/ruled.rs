//! What the author reads when a person has decided, in the language they read.

use super::catalog::section;
use crate::moderation::Action;
use crate::moderation::Decision;
use crate::moderation::Ruling;
use crate::vocab::Language;
use crate::vocab::Text;

/// What became of words that were given back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Back {
    /// They stand where they stood.
    Place,
    /// They are published now.
    End,
    /// There is no place for them any more.
    Nowhere,
    /// There were none: a mute or a sanction has ended.
    Free,
}

impl Back {
    const fn section(self) -> &'static str {
        match self {
            Self::Place => "back.place",
            Self::End => "back.end",
            Self::Nowhere => "back.none",
            Self::Free => "back.free",
        }
    }
}

/// Explains an act of a moderator to whom it is about: what, why, until when, how to appeal, and
/// that a responder is there all the same. `until` is what people read for its end.
#[must_use]
pub fn say_decided(decision: &Decision, language: Option<&Language>, until: &str) -> String {
    let name = match decision.action {
        Action::Mute { .. } => "muted",
        Action::Kick => "kicked",
        Action::Remove => "removed",
        Action::Allow => "undone",
        Action::Nudge | Action::Slow { .. } | Action::Hold | Action::Block => "withheld",
    };
    let ground = decision.ground.as_deref().unwrap_or("other");
    let ground = ruled(&format!("ground.{ground}"), language)
        .or_else(|| ruled("ground.other", language))
        .unwrap_or_default();
    text(name, language)
        .replace("{until}", until)
        .replace("{ground}", ground)
        .replace("{why}", &reason(decision.why.as_ref(), language))
}

/// Tells an author that a held message was looked at and let through.
#[must_use]
pub fn say_released(language: Option<&Language>, back: Back) -> String {
    joined(text("released", language), language, back)
}

/// Tells somebody that a decision about them was taken back.
#[must_use]
pub fn say_undone(language: Option<&Language>, back: Back) -> String {
    joined(text("undone", language), language, back)
}

/// Tells somebody how their appeal was decided, and what follows.
#[must_use]
pub fn say_ruled(
    (ruling, reason_given): (Ruling, &Text),
    language: Option<&Language>,
    back: Back,
) -> String {
    let why = reason(Some(reason_given), language);
    match ruling {
        Ruling::Stands => text("stands", language).replace("{why}", &why),
        Ruling::Reversed => {
            let said = text("reversed", language).replace("{why}", &why);
            joined(&said, language, back)
        }
    }
}

fn joined(said: &str, language: Option<&Language>, back: Back) -> String {
    format!("{said} {}", text(back.section(), language))
}

/// What a moderator says is put in last: nothing in it is taken for a blank.
fn reason(why: Option<&Text>, language: Option<&Language>) -> String {
    let said = why.map(|why| text("why", language).replace("{text}", why.expose()));
    // The lines of the file end without a space.
    said.map(|said| format!(" {said}")).unwrap_or_default()
}

fn text(name: &str, language: Option<&Language>) -> &'static str {
    ruled(name, language).unwrap_or_default()
}

fn ruled(name: &str, language: Option<&Language>) -> Option<&'static str> {
    let texts = match language.map(Language::primary) {
        Some("de") => include_str!("ruled.de.txt"),
        Some("es") => include_str!("ruled.es.txt"),
        Some("fr") => include_str!("ruled.fr.txt"),
        Some("pt") => include_str!("ruled.pt.txt"),
        Some(_) | None => include_str!("ruled.en.txt"),
    };
    section(texts, name)
}
