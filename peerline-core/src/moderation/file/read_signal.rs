//! From an entry under `[signal]` to a signal.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;

use super::fault::Faults;
use super::pattern::Patterns;
use super::read::List;
use super::read::steps;
use super::rule::span_of_time;
use super::sense::Kind;
use super::sense::OnError;
use super::sense::Sense;
use super::source::SignalEntry;
use crate::moderation::Contact;
use crate::moderation::ContactKind;
use crate::moderation::Helplines;
use crate::moderation::History;
use crate::moderation::InvalidList;
use crate::moderation::Steps;
use crate::moderation::WordList;
use crate::vocab::Band;
use crate::vocab::Limits;
use crate::vocab::Millis;

/// Reads signals.
pub(super) struct SignalReader<'a> {
    pub(super) lists: &'a BTreeMap<String, List>,
    pub(super) steps: Steps,
}

/// One entry, where it stands.
struct Entry<'a> {
    name: &'a str,
    key: String,
    span: Range<usize>,
    entry: &'a SignalEntry,
}

impl SignalReader<'_> {
    pub(super) fn read(
        &self,
        faults: &mut Faults<'_>,
        name: &str,
        entry: &Spanned<SignalEntry>,
    ) -> Option<Sense> {
        let entry = Entry {
            name,
            key: format!("signal.{name}"),
            span: entry.span(),
            entry: entry.get_ref(),
        };
        if !is_name(name) {
            let advice =
                "use a-z, 0-9 and _, a letter first; and, or, not, in, true, false are taken";
            faults.at(
                entry.span.clone(),
                (&entry.key, "this is no name for a signal", advice),
            );
            return None;
        }
        let kind = self.kind(faults, &entry)?;
        let can_fail = matches!(kind, Kind::Danger(_) | Kind::Model { .. });
        let on_error = on_error(faults, &entry, can_fail)?;
        Some(Sense {
            name: name.to_owned(),
            kind,
            on_error,
        })
    }

    fn kind(&self, faults: &mut Faults<'_>, of: &Entry<'_>) -> Option<Kind> {
        let SignalEntry {
            list,
            find,
            patterns,
            count,
            pace: by_line,
            same,
            assessor,
            model,
            ..
        } = of.entry;
        let n_kinds = [
            list.is_some(),
            find.is_some(),
            patterns.is_some(),
            count.is_some(),
            by_line.is_some(),
            same.is_some(),
            assessor.is_some(),
            model.is_some(),
        ];
        if n_kinds.iter().filter(|is_there| **is_there).count() != 1 {
            let what = "it must say what to look for, and that once";
            let advice = "give it one of list, find, patterns, count, pace, same, assessor, model";
            faults.at(of.span.clone(), (&of.key, what, advice));
            return None;
        }
        if let Some(list) = list {
            return self.words(faults, of, list);
        }
        if let Some(find) = find {
            return self.contact(faults, of, find);
        }
        if let Some(patterns) = patterns {
            return self.patterns(faults, of, patterns);
        }
        if let Some(most) = count {
            let (most, window) = pace(faults, of, most)?;
            let by_line = false;
            return Some(Kind::Flood {
                most,
                window,
                by_line,
            });
        }
        if let Some(by_line) = by_line {
            return line_pace(faults, of, by_line);
        }
        if let Some(most) = same {
            let (most, window) = pace(faults, of, most)?;
            return Some(Kind::Repeat { most, window });
        }
        if let Some(assessor) = assessor {
            return danger(faults, of, assessor);
        }
        outside(faults, of, model.as_ref()?)
    }

    fn words(
        &self,
        faults: &mut Faults<'_>,
        of: &Entry<'_>,
        list: &Spanned<String>,
    ) -> Option<Kind> {
        let found = self.list(faults, of, list)?;
        let mut lines = found.words.clone();
        if let Some(except) = &of.entry.except {
            let excused = self.list(faults, of, except)?;
            lines.extend(excused.words.iter().map(|word| format!("! {word}")));
        }
        match WordList::parse(of.name, &lines.join("\n")) {
            Ok(words) => Some(Kind::Text(Arc::new(words), self.steps(faults, of))),
            Err(error) => {
                let line = match error {
                    InvalidList::Empty { line } => lines.get(line.saturating_sub(1)),
                    InvalidList::TooLarge => None,
                };
                let what = match line {
                    Some(line) => format!("`{line}` holds no word"),
                    None => error.to_string(),
                };
                faults.at(list.span(), (&of.key, &what, "see the text form of lists"));
                None
            }
        }
    }

    fn contact(
        &self,
        faults: &mut Faults<'_>,
        of: &Entry<'_>,
        find: &Spanned<Vec<Spanned<String>>>,
    ) -> Option<Kind> {
        let mut kinds = Vec::new();
        for name in find.get_ref() {
            match ContactKind::named(name.get_ref()) {
                Some(kind) => kinds.push(kind),
                None => {
                    let what = format!("`{}` cannot be looked for", name.get_ref());
                    let known: Vec<&str> =
                        ContactKind::ALL.iter().map(|kind| kind.name()).collect();
                    let advice = format!("use {}", known.join(", "));
                    faults.at(name.span(), (&of.key, &what, &advice));
                }
            }
        }
        let mut helplines = Helplines::default();
        if let Some(except) = &of.entry.except {
            let known = self.list(faults, of, except)?;
            helplines = known
                .digits
                .iter()
                .fold(helplines, |all, one| all.with(one));
        }
        let contact = Contact::except(helplines).only(&kinds);
        Some(Kind::Contact(contact))
    }

    fn patterns(
        &self,
        faults: &mut Faults<'_>,
        of: &Entry<'_>,
        patterns: &Spanned<Vec<Spanned<String>>>,
    ) -> Option<Kind> {
        let texts: Vec<&str> = patterns
            .get_ref()
            .iter()
            .map(|one| one.get_ref().as_str())
            .collect();
        if texts.is_empty() || Patterns::MOST < texts.len() {
            let what = format!("there are {} patterns", texts.len());
            let advice = format!("use 1 to {}", Patterns::MOST);
            faults.at(patterns.span(), (&of.key, &what, &advice));
            return None;
        }
        match Patterns::new(of.name, &texts) {
            Ok(patterns) => Some(Kind::Text(Arc::new(patterns), Steps::plain())),
            Err((at, what, advice)) => {
                let span = patterns
                    .get_ref()
                    .get(at)
                    .map_or(patterns.span(), Spanned::span);
                faults.at(span, (&of.key, &what, advice));
                None
            }
        }
    }

    fn steps(&self, faults: &mut Faults<'_>, of: &Entry<'_>) -> Steps {
        match &of.entry.normalize {
            Some(names) => steps(faults, &of.key, Some(names)),
            None => self.steps,
        }
    }

    fn list(
        &self,
        faults: &mut Faults<'_>,
        of: &Entry<'_>,
        name: &Spanned<String>,
    ) -> Option<&List> {
        let list = self.lists.get(name.get_ref());
        if list.is_none() {
            let what = format!("there is no [list] called `{}`", name.get_ref());
            let known: Vec<&str> = self.lists.keys().map(String::as_str).collect();
            let advice = format!("lists of this file are {}", known.join(", "));
            faults.at(name.span(), (&of.key, &what, &advice));
        }
        list
    }
}

fn line_pace(faults: &mut Faults<'_>, of: &Entry<'_>, text: &Spanned<String>) -> Option<Kind> {
    if text.get_ref() != "line" {
        let advice = "write pace = \"line\" for that of [limits], or count and per";
        faults.at(text.span(), (&of.key, "this is no pace", advice));
        return None;
    }
    let mut sense = Sense {
        name: of.name.to_owned(),
        kind: Kind::Flood {
            most: 1,
            window: Millis::ZERO,
            by_line: true,
        },
        on_error: OnError::Review,
    };
    sense.learn(&Limits::default(), &[]);
    Some(sense.kind)
}

fn pace(faults: &mut Faults<'_>, of: &Entry<'_>, most: &Spanned<u64>) -> Option<(usize, Millis)> {
    let window = time(faults, of, of.entry.per.as_ref(), "per")?;
    let count = usize::try_from(*most.get_ref()).ok();
    let count = count.filter(|count| (1..=History::MOST).contains(count));
    if count.is_none() {
        let advice = format!("use a number from 1 to {}", History::MOST);
        faults.at(
            most.span(),
            (&of.key, "this number is out of range", &advice),
        );
    }
    if !(Millis::from_secs(1)..=History::SENT_FOR).contains(&window) {
        let what = "messages are remembered for a minute";
        faults.at(
            of.span.clone(),
            (&of.key, what, "use per = \"1s\" to \"60s\""),
        );
        return None;
    }
    Some((count?, window))
}

fn danger(faults: &mut Faults<'_>, of: &Entry<'_>, assessor: &Spanned<String>) -> Option<Kind> {
    if assessor.get_ref() != "default" {
        let what = format!("there is no assessor called `{}`", assessor.get_ref());
        faults.at(
            assessor.span(),
            (&of.key, &what, "use \"default\": the line's own"),
        );
        return None;
    }
    let band = match of.entry.min.as_ref().map(|min| min.get_ref().as_str()) {
        None | Some("watch") => Band::Watch,
        Some("elevated") => Band::Elevated,
        Some("high") => Band::High,
        Some(other) => {
            let what = format!("`{other}` is no band of a detector");
            faults.at(
                of.span.clone(),
                (&of.key, &what, "use watch, elevated or high"),
            );
            return None;
        }
    };
    Some(Kind::Danger(band))
}

fn outside(faults: &mut Faults<'_>, of: &Entry<'_>, model: &Spanned<String>) -> Option<Kind> {
    let deadline = time(faults, of, of.entry.deadline.as_ref(), "deadline")?;
    let percent = of.entry.min.as_ref().and_then(|min| {
        let percent = min.get_ref().strip_suffix('%')?.parse::<u16>().ok()?;
        (1..=100).contains(&percent).then_some(percent)
    });
    if percent.is_none() {
        let advice = "say from which score on it hits, as in min = \"80%\"";
        faults.at(of.span.clone(), (&of.key, "it has no usable `min`", advice));
    }
    if !is_name(model.get_ref()) {
        faults.at(
            model.span(),
            (&of.key, "this is no name for a model", "use a-z, 0-9 and _"),
        );
        return None;
    }
    if !(Millis::new(1)..=Millis::from_secs(2)).contains(&deadline) {
        let what = "a person waits for this long";
        faults.at(
            of.span.clone(),
            (&of.key, what, "use deadline = \"1ms\" to \"2s\""),
        );
        return None;
    }
    Some(Kind::Model {
        name: model.get_ref().clone(),
        min: percent?.saturating_mul(10),
        deadline,
    })
}

fn time(
    faults: &mut Faults<'_>,
    of: &Entry<'_>,
    text: Option<&Spanned<String>>,
    key: &str,
) -> Option<Millis> {
    let found = text.and_then(|text| span_of_time(text.get_ref()));
    if found.is_none() {
        let what = format!("it has no usable `{key}`");
        let span = text.map_or(of.span.clone(), Spanned::span);
        faults.at(
            span,
            (&of.key, &what, &format!("write it as in {key} = \"10s\"")),
        );
    }
    found
}

fn on_error(faults: &mut Faults<'_>, of: &Entry<'_>, can_fail: bool) -> Option<OnError> {
    let Some(on_error) = &of.entry.on_error else {
        if !can_fail {
            return Some(OnError::Review);
        }
        let what = "it can fail, and nothing says what then";
        faults.at(of.span.clone(), (&of.key, what, ON_ERROR));
        return None;
    };
    match on_error.get_ref().as_str() {
        "review" => Some(OnError::Review),
        "hit" => Some(OnError::Hit),
        other => {
            let what = format!("`{other}` is not what can follow");
            faults.at(on_error.span(), (&of.key, &what, ON_ERROR));
            None
        }
    }
}

fn is_name(name: &str) -> bool {
    let taken = ["and", "or", "not", "in", "true", "false", "lang"];
    let part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !taken.contains(&name)
        && matches!(name.len(), 1..=32)
        && name.bytes().all(part)
        && name.starts_with(|first: char| first.is_ascii_lowercase())
}

const ON_ERROR: &str = "add on_error = \"review\" (a moderator sees the message first) or \"hit\" (as \
                        if it had hit, but nothing is hidden from moderators)";
