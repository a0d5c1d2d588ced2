//! The reports that a step wants, and whether what comes is one of them.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use serde_json::Value;

use super::pattern::Bindings;

#[cfg(test)]
mod tests;

/// The reports of one step that have not come yet: in order what is said, and in order everything
/// else; for each connection of a server apart.
#[derive(Debug)]
pub(super) struct Expected {
    sequences: BTreeMap<Place, VecDeque<Item>>,
}

/// In which sequence a report stands: of which connection, and whether it is something said.
type Place = (Option<u64>, bool);

#[derive(Debug)]
enum Item {
    One(Value),
    Maybe(Value),
    AnyOrder(Vec<Value>),
}

/// What a report turned out to be.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Found {
    /// The next one.
    Expected,
    /// Another one than this, or one where nothing was to come.
    Instead(Option<Value>),
}

impl Expected {
    /// Reads the `expect` of a step.
    pub(super) fn of(expect: &[Value]) -> Self {
        let mut sequences: BTreeMap<_, VecDeque<_>> = BTreeMap::new();
        for pattern in expect {
            let item = Item::of(pattern);
            sequences.entry(item.place()).or_default().push_back(item);
        }
        Self { sequences }
    }

    /// Takes a report where it is the next one.
    pub(super) fn take(&mut self, report: &Value, bound: &mut Bindings) -> Found {
        let Some(items) = self.sequences.get_mut(&place(report)) else {
            return Found::Instead(None);
        };
        let mut skipped = 0;
        for item in items.iter_mut() {
            if item.take(report, bound) {
                items.drain(..skipped);
                if items.front().is_some_and(Item::is_done) {
                    items.pop_front();
                }
                return Found::Expected;
            }
            if !item.is_optional() {
                break;
            }
            skipped = skipped.saturating_add(1);
        }
        let wanted = items.iter().find(|item| !item.is_optional());
        Found::Instead(wanted.and_then(Item::wanted))
    }

    /// Returns what is missing, where something is.
    pub(super) fn missing(&self) -> Option<Value> {
        let items = self.sequences.values().flatten();
        let mut wanted = items.filter(|item| !item.is_optional());
        wanted.find_map(Item::wanted)
    }
}

impl Item {
    fn of(pattern: &Value) -> Self {
        let only = pattern.as_object().filter(|map| map.len() == 1);
        match only.and_then(|map| map.iter().next()) {
            Some((key, pattern)) if key == "maybe" => Self::Maybe(pattern.clone()),
            Some((key, Value::Array(patterns))) if key == "any_order" => {
                Self::AnyOrder(patterns.clone())
            }
            _ => Self::One(pattern.clone()),
        }
    }

    fn place(&self) -> Place {
        match self {
            Self::One(pattern) | Self::Maybe(pattern) => place(pattern),
            Self::AnyOrder(patterns) => patterns.first().map(place).unwrap_or_default(),
        }
    }

    fn take(&mut self, report: &Value, bound: &mut Bindings) -> bool {
        match self {
            Self::One(pattern) | Self::Maybe(pattern) => {
                let fits = bound.fits(pattern, report);
                if fits {
                    *self = Self::AnyOrder(Vec::new());
                }
                fits
            }
            Self::AnyOrder(patterns) => {
                let found = patterns
                    .iter()
                    .position(|pattern| bound.fits(pattern, report));
                found.map(|place| patterns.remove(place)).is_some()
            }
        }
    }

    fn is_done(&self) -> bool {
        matches!(self, Self::AnyOrder(patterns) if patterns.is_empty())
    }

    fn is_optional(&self) -> bool {
        matches!(self, Self::Maybe(_)) || self.is_done()
    }

    fn wanted(&self) -> Option<Value> {
        match self {
            Self::One(pattern) | Self::Maybe(pattern) => Some(pattern.clone()),
            Self::AnyOrder(patterns) => patterns.first().cloned(),
        }
    }
}

/// Returns whether a script passes over a report that nothing expected: by one of its names, or by
/// a pattern.
pub(super) fn is_ignored(ignore: &[Value], report: &Value, bound: &Bindings) -> bool {
    ignore.iter().any(|ignored| match ignored.as_str() {
        Some(name) => report.get(name).is_some(),
        None => bound.clone().fits(ignored, report),
    })
}

fn place(report: &Value) -> Place {
    let conn = report.get("conn").and_then(Value::as_u64);
    (conn, report.get("say").is_some())
}
