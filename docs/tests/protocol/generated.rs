//! What is generated from the types is what is committed. `UPDATE=1` writes it anew.

use std::path::Path;
use std::path::PathBuf;

use peerline_core::protocol::Code;
use peerline_core::protocol::FIELDS;
use peerline_core::protocol::WORDS;
use peerline_core::protocol::schema;
use peerline_server_ref::http::METRICS;
use serde_json::Value;
use serde_json::json;

use super::asyncapi;

#[test]
fn the_lexicon_is_as_committed() {
    let line = |value: Value| format!("    {value}");
    let fields = FIELDS.iter().enumerate().map(|(n, field)| {
        let (name, form) = (field.name, field.form.as_str());
        format!("    {{\"n\": {n}, \"name\": \"{name}\", \"form\": \"{form}\"}}")
    });
    let fields: Vec<String> = fields.collect();
    let words: Vec<String> = WORDS.iter().map(|word| line(json!(word))).collect();
    let text = format!(
        "{{\n  \"version\": 1,\n  \"fields\": [\n{}\n  ],\n  \"words\": [\n{}\n  ]\n}}\n",
        fields.join(",\n"),
        words.join(",\n")
    );
    is_committed("lexicon.json", &text);
}

#[test]
fn the_schema_is_as_committed() {
    is_committed("plp-1.schema.json", &pretty(&schema::json_schema()));
}

#[test]
fn the_asyncapi_document_is_as_committed() {
    is_committed("plp-1.asyncapi.json", &pretty(&asyncapi::document()));
}

#[test]
fn the_tables_of_codes_and_metrics_are_as_committed() {
    let codes: Vec<Value> = Code::ALL
        .iter()
        .zip(super::meanings())
        .map(|(code, means)| json!({ "code": code, "means": means, "retry": code.is_retryable() }))
        .collect();
    is_committed("codes.json", &pretty(&json!(codes)));
    let metrics: Vec<Value> = METRICS
        .iter()
        .map(|metric| {
            json!({ "name": metric.name, "kind": metric.kind.as_str(), "says": metric.says })
        })
        .collect();
    is_committed("metrics.json", &pretty(&json!(metrics)));
}

#[test]
fn the_page_for_operators_has_every_metric_and_no_other() {
    let page = include_str!("../../operations.md");
    let written: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| `peerline_"))
        .collect();
    let known: Vec<String> = METRICS
        .iter()
        .map(|metric| format!("| `{}` | {} |", metric.name, metric.says))
        .collect();
    assert_eq!(written, known);
}

fn pretty(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).expect("a value is JSON");
    format!("{text}\n")
}

fn is_committed(name: &str, text: &str) {
    let path = folder().join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).expect("the folder of schemas takes files");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "docs/schema/{name} has parted from the types: run `UPDATE=1 cargo test -p peerline-docs \
         --test protocol` and read what changed"
    );
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")
}
