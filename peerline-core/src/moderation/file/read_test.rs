//! From an entry under `[[test]]` to the texts it tries.

use toml::Spanned;

use super::fault::Faults;
use super::rule::Rule;
use super::source::TestEntry;
use super::trial::Trial;
use crate::moderation::History;
use crate::moderation::ROOM_KINDS;
use crate::vocab::Language;
use crate::vocab::Role;
use crate::vocab::Text;

/// Reads every test.
pub(super) fn all(
    faults: &mut Faults<'_>,
    entries: &[Spanned<TestEntry>],
    rules: &[Rule],
    languages: &[String],
) -> Vec<Trial> {
    let mut trials = Vec::new();
    for entry in entries {
        let one = one(faults, entry, rules, languages);
        let Some(like) = one else {
            continue;
        };
        let texts = |hit| move |text| (hit, text);
        let hits = entry.get_ref().hit.iter().map(texts(true));
        let misses = entry.get_ref().miss.iter().map(texts(false));
        for (hit, text) in hits.chain(misses) {
            let Ok(words) = Text::new(text.get_ref().clone()) else {
                let advice = "write 1 to 4096 bytes that a person could send";
                faults.at(text.span(), ("test", "this is no message", advice));
                continue;
            };
            trials.push(Trial {
                text: words,
                hit,
                line: faults.line(text.span().start),
                ..like.clone()
            });
        }
    }
    trials
}

fn one(
    faults: &mut Faults<'_>,
    entry: &Spanned<TestEntry>,
    rules: &[Rule],
    languages: &[String],
) -> Option<Trial> {
    let (span, test) = (entry.span(), entry.get_ref());
    let Some(rule) = rules
        .iter()
        .find(|rule| rule.id.as_str() == test.rule.get_ref())
    else {
        let what = format!(
            "there is no rule `{}` that could be read",
            test.rule.get_ref()
        );
        faults.at(test.rule.span(), ("test", &what, "name a rule by its id"));
        return None;
    };
    let mut trial = Trial {
        rule: rule.id.clone(),
        text: Text::new("-").ok()?,
        hit: false,
        language: None,
        role: Role::Seeker,
        kind: None,
        action: None,
        before: count(test.before),
        strikes: count(test.strikes),
        line: 0,
    };
    scene(faults, &mut trial, (test, languages));
    if test.hit.is_empty() && test.miss.is_empty() {
        faults.at(span, ("test", "it tries nothing", "give it hit or miss"));
    }
    Some(trial)
}

/// Who says it, where, and what the rule should do.
fn scene(faults: &mut Faults<'_>, trial: &mut Trial, (test, languages): (&TestEntry, &[String])) {
    let mut wrong = |text: &Spanned<String>, what: &str| {
        let what = format!("`{}` is no {what}", text.get_ref());
        faults.at(
            text.span(),
            ("test", &what, "leave it out, or name one of this file's"),
        );
    };
    if let Some(tag) = &test.lang {
        trial.language = tag.get_ref().parse::<Language>().ok();
        if !languages.contains(tag.get_ref()) {
            wrong(tag, "language");
        }
    }
    if let Some(name) = &test.role {
        let role = Role::ALL
            .into_iter()
            .find(|role| role.as_str() == name.get_ref());
        trial.role = role.unwrap_or_else(|| {
            wrong(name, "role");
            Role::Seeker
        });
    }
    if let Some(name) = &test.room {
        trial.kind = ROOM_KINDS.into_iter().find(|kind| kind == name.get_ref());
        if trial.kind.is_none() {
            wrong(name, "kind of room");
        }
    }
    if let Some(action) = &test.action {
        trial.action = Some(action.get_ref().clone());
        let known = ["allow", "nudge", "slow", "hold", "block", "mute"];
        if !known.contains(&action.get_ref().as_str()) {
            wrong(action, "action");
        }
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number)
        .unwrap_or(usize::MAX)
        .min(History::MOST)
}
