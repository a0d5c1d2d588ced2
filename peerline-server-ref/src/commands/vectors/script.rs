//! A script: what is said to an implementation, step by step, and what it must answer.

use serde::Deserialize;
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
    /// Whether it lets time pass up to the last wake.
    #[serde(default)]
    pub(super) skip_to_wake: bool,
    /// The order itself.
    #[serde(flatten)]
    pub(super) order: Map<String, Value>,
}
