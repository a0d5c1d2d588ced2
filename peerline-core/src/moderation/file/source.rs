//! What a policy file may say, word for word.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) peerline: Spanned<String>,
    pub(super) id: Spanned<String>,
    pub(super) version: u32,
    pub(super) mode: Option<Spanned<String>>,
    pub(super) langs: Spanned<Vec<Spanned<String>>>,
    pub(super) normalize: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) list: BTreeMap<String, Spanned<ListEntry>>,
    #[serde(default)]
    pub(super) signal: BTreeMap<String, Spanned<SignalEntry>>,
    #[serde(default)]
    pub(super) rule: Vec<Spanned<RuleEntry>>,
    #[serde(default)]
    pub(super) test: Vec<Spanned<TestEntry>>,
}

/// Words, or numbers that may be named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListEntry {
    pub(super) file: Option<Spanned<String>>,
    pub(super) shipped: Option<Spanned<String>>,
    pub(super) words: Option<Vec<String>>,
    pub(super) digits: Option<Vec<Spanned<String>>>,
}

/// Something to look for; its first key says what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignalEntry {
    pub(super) list: Option<Spanned<String>>,
    pub(super) find: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) patterns: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) count: Option<Spanned<u64>>,
    pub(super) pace: Option<Spanned<String>>,
    pub(super) same: Option<Spanned<u64>>,
    pub(super) assessor: Option<Spanned<String>>,
    pub(super) model: Option<Spanned<String>>,
    pub(super) except: Option<Spanned<String>>,
    pub(super) normalize: Option<Vec<Spanned<String>>>,
    pub(super) per: Option<Spanned<String>>,
    pub(super) min: Option<Spanned<String>>,
    pub(super) deadline: Option<Spanned<String>>,
    pub(super) on_error: Option<Spanned<String>>,
}

/// When, and what then.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    pub(super) id: Spanned<String>,
    pub(super) when: Spanned<String>,
    #[serde(rename = "do")]
    pub(super) acts: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) labels: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) ladder: Vec<Spanned<StepEntry>>,
    pub(super) ground: Option<String>,
    pub(super) say: Option<Spanned<BTreeMap<String, String>>>,
    pub(super) appeal: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) shadow: bool,
}

/// What follows from the n-th time on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepEntry {
    pub(super) hits: Spanned<u64>,
    pub(super) per: Spanned<String>,
    #[serde(rename = "do")]
    pub(super) acts: Vec<Spanned<String>>,
    pub(super) say: Option<Spanned<BTreeMap<String, String>>>,
}

/// What a rule must find, and what it must not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TestEntry {
    pub(super) rule: Spanned<String>,
    #[serde(default)]
    pub(super) hit: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) miss: Vec<Spanned<String>>,
    pub(super) lang: Option<Spanned<String>>,
    pub(super) role: Option<Spanned<String>>,
    pub(super) room: Option<Spanned<String>>,
    pub(super) action: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) before: u64,
    #[serde(default)]
    pub(super) strikes: u64,
}
