//! A script: what is said to an implementation, step by step, and what it must answer.

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;
use serde_json::Map;
use serde_json::Value;

/// A whole conversation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    /// What it shows.
    #[serde(rename = "about")]
    pub(super) _about: String,
    /// How frames are written on its link.
    #[serde(default)]
    pub(super) encoding: Encoding,
    /// Reports that are passed over.
    #[serde(default)]
    pub(super) ignore: Vec<Value>,
    /// What happens.
    #[serde(deserialize_with = "unrolled")]
    pub(super) steps: Vec<Step>,
}

/// One of the two encodings.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Encoding {
    #[default]
    Json,
    Cbor,
}

/// One order, and the reports that follow it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Step {
    /// What must come.
    #[serde(default)]
    pub(super) expect: Vec<Value>,
    /// What the wake after it must be.
    #[serde(default)]
    pub(super) wake: Option<Value>,
    /// How long after its own time that wake must be.
    #[serde(default)]
    pub(super) wait: Option<Value>,
    /// Why it stands there.
    #[serde(default, rename = "about")]
    pub(super) _about: Option<String>,
    /// How long after the last time it is given.
    #[serde(default)]
    pub(super) after: Option<u64>,
    /// Whether time leaps to the one given, as after a sleep.
    #[serde(default)]
    pub(super) leap: bool,
    /// Whether it lets time pass up to the last wake.
    #[serde(default)]
    pub(super) skip_to_wake: bool,
    /// The order itself.
    #[serde(flatten)]
    pub(super) order: Map<String, Value>,
}

/// Reads steps, and those that stand for many as many times as they say.
fn unrolled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Step>, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Rounds {
        repeat: usize,
        steps: Vec<Value>,
    }
    let mut unrolled = Vec::new();
    for step in Vec::<Value>::deserialize(deserializer)? {
        if step.get("repeat").is_none() {
            unrolled.push(step);
            continue;
        }
        let Rounds { repeat, steps } = serde_json::from_value(step).map_err(D::Error::custom)?;
        for round in 0..repeat {
            unrolled.extend(steps.iter().map(|step| numbered(step, round)));
        }
    }
    let steps = unrolled.into_iter().map(serde_json::from_value);
    steps.collect::<Result<_, _>>().map_err(D::Error::custom)
}

/// Puts the number of the round into every text that has a place for it.
fn numbered(value: &Value, round: usize) -> Value {
    match value {
        Value::String(text) => text.replace("{####}", &format!("{round:04}")).into(),
        Value::Array(items) => items.iter().map(|item| numbered(item, round)).collect(),
        Value::Object(map) => {
            let pairs = map.iter();
            let pairs = pairs.map(|(key, item)| (key.clone(), numbered(item, round)));
            Value::Object(pairs.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
