//! The shape in which an alerting service takes a page.
//!
//! A template is an object of JSON with `body`, and where they are needed `url`, `query`, `headers`, and
//! `call_off`: the body that puts the event down again. Blanks stand in its texts as `{name}` and are filled in there, never in the text of the
//! JSON, so that whatever a page holds, what is sent is well formed.

use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;
use url::Url;

/// A template that was read and found good.
#[derive(Clone, Debug)]
pub(super) struct Template {
    /// Where the service listens, where it is the same for everybody.
    pub(super) url: Option<Url>,
    query: Vec<(String, Words)>,
    headers: Vec<(HeaderName, Words)>,
    body: Shape,
    call_off: Option<Shape>,
}

/// What is sent.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(HeaderName, String)>,
    pub(super) body: Value,
}

impl Template {
    /// Returns a template that comes with the program.
    pub(super) fn shipped(name: &str) -> Option<&'static str> {
        match name {
            "alertmanager" => Some(include_str!("templates/alertmanager.json")),
            "goalert" => Some(include_str!("templates/goalert.json")),
            "pagerduty" => Some(include_str!("templates/pagerduty.json")),
            _ => None,
        }
    }

    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(super) fn read(text: &str) -> Result<Self, TemplateError> {
        let file: File = serde_json::from_str(text)?;
        let url = file.url.map(|url| {
            Url::parse(&url).map_err(|_| TemplateError::Value {
                at: "url".to_owned(),
                why: "is no address",
            })
        });
        let query = file.query.into_iter().map(|(name, value)| {
            let words = Words::of(&format!("query.{name}"), &value)?;
            Ok::<_, TemplateError>((name, words))
        });
        let headers = file.headers.into_iter().map(|(name, value)| {
            let at = format!("headers.{name}");
            let words = Words::of(&at, &value)?;
            if HeaderValue::from_str(&words.with(|_| String::new())).is_err() {
                let why = "is no value of a header";
                return Err(TemplateError::Value { at, why });
            }
            match HeaderName::try_from(&name) {
                Ok(name) => Ok((name, words)),
                Err(_) => Err(TemplateError::Value {
                    at,
                    why: "is no name of a header",
                }),
            }
        });
        Ok(Self {
            url: url.transpose()?,
            query: query.collect::<Result<_, _>>()?,
            headers: headers.collect::<Result<_, _>>()?,
            body: Shape::of("body", file.body)?,
            call_off: file
                .call_off
                .map(|body| Shape::of("call_off", body))
                .transpose()?,
        })
    }

    /// Returns whether a blank stands anywhere in it.
    pub(super) fn has(&self, blank: Blank) -> bool {
        let mut words = self.query.iter().map(|(_, words)| words);
        let mut headers = self.headers.iter().map(|(_, words)| words);
        words.any(|words| words.has(blank))
            || headers.any(|words| words.has(blank))
            || self.body.has(blank)
            || self.call_off.as_ref().is_some_and(|body| body.has(blank))
    }

    /// Fills in every blank of a page.
    pub(super) fn fill(&self, value: &impl Fn(Blank) -> String) -> Filled {
        self.fill_in(&self.body, value)
    }

    /// Fills in every blank of what calls a page off; `None` where the service wants to hear nothing.
    pub(super) fn fill_call_off(&self, value: &impl Fn(Blank) -> String) -> Option<Filled> {
        let body = self.call_off.as_ref()?;
        Some(self.fill_in(body, value))
    }

    fn fill_in(&self, body: &Shape, value: &impl Fn(Blank) -> String) -> Filled {
        let query = self.query.iter();
        let headers = self.headers.iter();
        Filled {
            query: query
                .map(|(name, words)| (name.clone(), words.with(value)))
                .collect(),
            headers: headers
                .map(|(name, words)| (name.clone(), words.with(value)))
                .collect(),
            body: body.with(value),
        }
    }
}

/// A template as it stands in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default)]
    headers: Map<String, Value>,
    body: Value,
    #[serde(default)]
    call_off: Option<Value>,
}

/// What is filled in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Blank {
    /// The key of the page: the same whenever the same page comes again.
    Key,
    /// The case.
    Case,
    /// The step of the ladder.
    Step,
    /// Whom it is for.
    Target,
    /// How soon a person is needed.
    Priority,
    /// When the signal came, as RFC 3339 has it.
    Since,
    /// When the page is sent.
    Now,
    /// One line for a human.
    Summary,
    /// What to do, for a human.
    Details,
    /// Where responders answer; empty where the line has no public address.
    Desk,
    /// `true` in a drill.
    Drill,
    /// `supervisor` where one is called to a case that somebody has, else `responder`.
    Wanted,
    /// What stands in `secret_file`.
    Secret,
}

impl Blank {
    const ALL: [(&str, Self); 13] = [
        ("key", Self::Key),
        ("case", Self::Case),
        ("step", Self::Step),
        ("target", Self::Target),
        ("priority", Self::Priority),
        ("since", Self::Since),
        ("now", Self::Now),
        ("summary", Self::Summary),
        ("details", Self::Details),
        ("desk", Self::Desk),
        ("drill", Self::Drill),
        ("wanted", Self::Wanted),
        ("secret", Self::Secret),
    ];

    fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, blank)| blank)
    }

    fn names() -> String {
        let names = Self::ALL.map(|(name, _)| format!("{{{name}}}"));
        names.join(", ")
    }
}

/// A text with blanks.
#[derive(Clone, Debug)]
struct Words(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Blank(Blank),
}

impl Words {
    fn of(at: &str, value: &Value) -> Result<Self, TemplateError> {
        let text = value.as_str().ok_or_else(|| TemplateError::Value {
            at: at.to_owned(),
            why: "is no text",
        })?;
        Self::read(at, text)
    }

    /// Reads a text; `{{` and `}}` are braces.
    fn read(at: &str, text: &str) -> Result<Self, TemplateError> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(brace) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(brace);
            plain.push_str(before);
            if let Some(after) = from.strip_prefix("{{") {
                plain.push('{');
                rest = after;
            } else if let Some(after) = from.strip_prefix("}}") {
                plain.push('}');
                rest = after;
            } else {
                let inner = from.strip_prefix('{').and_then(|from| from.split_once('}'));
                let (name, after) = inner.ok_or_else(|| TemplateError::Value {
                    at: at.to_owned(),
                    why: "has a single brace; a brace that is meant is written twice",
                })?;
                let blank = Blank::named(name).ok_or_else(|| TemplateError::Unknown {
                    at: at.to_owned(),
                    name: name.to_owned(),
                    known: Blank::names(),
                })?;
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Blank(blank));
                rest = after;
            }
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        Ok(Self(parts))
    }

    fn has(&self, wanted: Blank) -> bool {
        self.0.iter().any(|part| match part {
            Part::Text(_) => false,
            Part::Blank(blank) => *blank == wanted,
        })
    }

    fn with(&self, value: impl Fn(Blank) -> String) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Blank(blank) => value(*blank),
        });
        parts.collect()
    }
}

/// JSON with blanks in its texts.
#[derive(Clone, Debug)]
enum Shape {
    Fixed(Value),
    Text(Words),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Shape {
    fn of(at: &str, value: Value) -> Result<Self, TemplateError> {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(Self::Fixed(value)),
            Value::String(text) => Words::read(at, &text).map(Self::Text),
            Value::Array(items) => {
                let items = items.into_iter().enumerate();
                let items = items.map(|(n, item)| Self::of(&format!("{at}[{n}]"), item));
                items.collect::<Result<_, _>>().map(Self::List)
            }
            Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| {
                    let shape = Self::of(&format!("{at}.{name}"), value)?;
                    Ok::<_, TemplateError>((name, shape))
                });
                fields.collect::<Result<_, _>>().map(Self::Object)
            }
        }
    }

    fn has(&self, blank: Blank) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Text(words) => words.has(blank),
            Self::List(items) => items.iter().any(|item| item.has(blank)),
            Self::Object(fields) => fields.iter().any(|(_, value)| value.has(blank)),
        }
    }

    fn with(&self, value: &impl Fn(Blank) -> String) -> Value {
        match self {
            Self::Fixed(fixed) => fixed.clone(),
            Self::Text(words) => Value::String(words.with(value)),
            Self::List(items) => items.iter().map(|item| item.with(value)).collect(),
            Self::Object(fields) => fields
                .iter()
                .map(|(name, shape)| (name.clone(), shape.with(value)))
                .collect(),
        }
    }
}

/// A template is not good.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// It is not of the form.
    #[error("{0}; a template has body, and where needed url, query, headers and call_off")]
    Form(#[from] serde_json::Error),
    /// A value is not what it should be.
    #[error("{at} {why}")]
    Value {
        /// Where.
        at: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A blank that nothing fills.
    #[error("{at}: nothing fills {{{name}}}; there are {known}")]
    Unknown {
        /// Where.
        at: String,
        /// Its name.
        name: String,
        /// Those that there are.
        known: String,
    },
}

#[cfg(test)]
mod tests;
