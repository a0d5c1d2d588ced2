//! What is generated from the types is what is committed. `UPDATE=1` writes it anew.

use std::path::Path;
use std::path::PathBuf;

use peerline_core::identity::PhraseLanguage;
use peerline_core::protocol::Code;
use peerline_core::protocol::FIELDS;
use peerline_core::protocol::WORDS;
use peerline_core::protocol::schema;
use peerline_server_ref::http::METRICS;
use serde_json::Value;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

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

/// The lists of clients are made from those of the core, so that they cannot differ. They hold the
/// words as people write them (NFC).
#[test]
fn the_word_lists_of_clients_are_as_committed() {
    for language in PhraseLanguage::ALL {
        let lines = filled(&language.words().map(|word| word.nfc().collect()));
        let (name, tag) = (language.name(), language.tag());
        let module = format!(
            "// The words of BIP39 in {name}, in their order. Made from the lists of the core; a test compares.\n\
             export const WORDS = `\n{lines}`.trim().split(/\\s+/);\n"
        );
        let pages = format!("../peerline-server-ref/pages/sdk/words/{tag}.js");
        is_committed_at(&pages, &module);
        is_committed_at(
            &format!("../examples/python/peerline/words/{tag}.txt"),
            &lines,
        );
    }
}

/// Puts words into lines of at most 96 characters.
fn filled(words: &[String]) -> String {
    let mut text = String::new();
    let mut width = 0;
    for word in words {
        let len = word.chars().count();
        if width == 0 {
            width = len;
        } else if width + 1 + len <= 96 {
            text.push(' ');
            width += 1 + len;
        } else {
            text.push('\n');
            width = len;
        }
        text.push_str(word);
    }
    text.push('\n');
    text
}

fn pretty(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).expect("a value is JSON");
    format!("{text}\n")
}

fn is_committed(name: &str, text: &str) {
    is_committed_at(&format!("schema/{name}"), text);
}

/// Compares with a file that is named from the folder of this package.
fn is_committed_at(name: &str, text: &str) {
    let path = folder().join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).expect("the folder takes files");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "docs/{name} has parted from the types: run `UPDATE=1 cargo test -p peerline-docs \
         --test protocol` and read what changed"
    );
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
