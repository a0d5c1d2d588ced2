//! Patterns: what a report must look like, with names for what may be anything and must stay so.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

#[cfg(test)]
mod tests;

/// What stood at the `$names` of a script so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Bindings(BTreeMap<String, Value>);

impl Bindings {
    /// Compares a report with a pattern. What it binds is kept where it fits, and nothing is where
    /// it does not.
    pub(super) fn fits(&mut self, pattern: &Value, value: &Value) -> bool {
        let mut tried = self.clone();
        let fits = tried.compare(pattern, Some(value), false);
        if fits {
            *self = tried;
        }
        fits
    }

    /// Replaces every bound name in an order.
    ///
    /// # Errors
    /// The name that is not bound yet.
    pub(super) fn fill(&self, order: &Value) -> Result<Value, String> {
        let mut unbound = None;
        let filled = self.replace(order, &mut |name| unbound = Some(name.to_owned()));
        unbound.map_or(Ok(filled), Err)
    }

    /// Replaces the names that are bound, for people to read.
    pub(super) fn show(&self, pattern: &Value) -> Value {
        self.replace(pattern, &mut |_| {})
    }

    /// Replaces the names that are bound, and tells of each that is not.
    fn replace(&self, value: &Value, unbound: &mut impl FnMut(&str)) -> Value {
        match value {
            Value::String(name) if is_name(name) => {
                self.0.get(name).cloned().unwrap_or_else(|| {
                    unbound(name);
                    value.clone()
                })
            }
            Value::Array(items) => items
                .iter()
                .map(|item| self.replace(item, unbound))
                .collect(),
            Value::Object(map) => {
                let mut replaced = Map::new();
                for (key, item) in map {
                    let key = self.key(key).unwrap_or_else(|key| {
                        unbound(&key);
                        key
                    });
                    replaced.insert(key, self.replace(item, unbound));
                }
                Value::Object(replaced)
            }
            Value::String(text) if text.contains("{$") => self.replace_inside(text, unbound).into(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }

    /// Replaces each `{$name}` inside a longer text.
    fn replace_inside(&self, text: &str, unbound: &mut impl FnMut(&str)) -> String {
        let mut pieces = text.split("{$");
        let mut replaced = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let Some((name, rest)) = piece.split_once('}') else {
                replaced.push_str("{$");
                replaced.push_str(piece);
                continue;
            };
            let name = format!("${name}");
            match self.0.get(&name).and_then(Value::as_str) {
                Some(bound) => replaced.push_str(bound),
                None => unbound(&name),
            }
            replaced.push_str(rest);
        }
        replaced
    }

    fn compare(&mut self, pattern: &Value, value: Option<&Value>, exact: bool) -> bool {
        if let Some(special) = Special::of(pattern) {
            return self.compare_special(&special, value, exact);
        }
        match (pattern, value) {
            (Value::Object(pattern), Some(Value::Object(value))) => {
                self.compare_maps(pattern, value, exact)
            }
            (Value::Array(patterns), Some(Value::Array(values))) => {
                let mut pairs = patterns.iter().zip(values);
                patterns.len() == values.len()
                    && pairs.all(|(pattern, value)| self.compare(pattern, Some(value), exact))
            }
            (pattern, value) => value == Some(&self.show(pattern)),
        }
    }

    fn compare_special(
        &mut self,
        special: &Special<'_>,
        found: Option<&Value>,
        exact: bool,
    ) -> bool {
        match (special, found) {
            (Special::Absent, value) => value.is_none(),
            (Special::Exact(pattern), value) => self.compare(pattern, value, true),
            (Special::OneOf(patterns), value) => patterns.iter().any(|pattern| {
                let mut tried = self.clone();
                let fits = tried.compare(pattern, value, exact);
                if fits {
                    *self = tried;
                }
                fits
            }),
            (Special::Name(_) | Special::Anything | Special::Between(..), None) => false,
            (Special::Anything, Some(_)) => true,
            (Special::Name(name), Some(value)) => {
                let bound = self.0.entry((*name).to_owned());
                bound.or_insert_with(|| value.clone()) == value
            }
            (Special::Between(min, max), Some(value)) => value.as_i64().is_some_and(|number| {
                min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
            }),
        }
    }

    fn compare_maps(
        &mut self,
        pattern: &Map<String, Value>,
        value: &Map<String, Value>,
        exact: bool,
    ) -> bool {
        let mut named = Vec::new();
        for (key, pattern) in pattern {
            let Ok(key) = self.key(key) else {
                return false;
            };
            if !self.compare(pattern, value.get(&key), exact) {
                return false;
            }
            named.push(key);
        }
        !exact || value.keys().all(|key| named.contains(key))
    }

    fn key(&self, key: &str) -> Result<String, String> {
        if !is_name(key) {
            return Ok(key.to_owned());
        }
        let bound = self.0.get(key).and_then(Value::as_str);
        bound.map(str::to_owned).ok_or_else(|| key.to_owned())
    }
}

/// A pattern that is not simply compared.
enum Special<'a> {
    Name(&'a str),
    Anything,
    Absent,
    Exact(&'a Value),
    OneOf(&'a [Value]),
    Between(Option<i64>, Option<i64>),
}

impl<'a> Special<'a> {
    fn of(pattern: &'a Value) -> Option<Self> {
        match pattern.as_str() {
            Some("*") => Some(Self::Anything),
            Some(text) if is_name(text) => Some(Self::Name(text)),
            Some(_) => None,
            None => Self::of_map(pattern.as_object()?),
        }
    }

    fn of_map(map: &'a Map<String, Value>) -> Option<Self> {
        let min = map.get("min").and_then(Value::as_i64);
        let max = map.get("max").and_then(Value::as_i64);
        let bounds = usize::from(min.is_some()).saturating_add(usize::from(max.is_some()));
        if 0 < bounds && bounds == map.len() {
            return Some(Self::Between(min, max));
        }
        if map.len() != 1 {
            return None;
        }
        match map.iter().next()? {
            (key, Value::Bool(true)) if key == "absent" => Some(Self::Absent),
            (key, Value::Array(patterns)) if key == "one_of" => Some(Self::OneOf(patterns)),
            (key, pattern) if key == "=" => Some(Self::Exact(pattern)),
            _ => None,
        }
    }
}

fn is_name(text: &str) -> bool {
    1 < text.len() && text.starts_with('$')
}
