//! The tables of the specification and the types of the code say the same.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is missing"
)]

mod asyncapi;
mod generated;
mod operations;

use std::collections::BTreeSet;

use peerline_core::protocol::Code;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Kind;

const PAGE: &str = include_str!("../../protocol.md");

#[test]
fn every_code_of_the_types_stands_in_the_table_and_no_other() {
    let written: Vec<String> = column(&section("Codes"), 0);
    let known: Vec<String> = Code::ALL
        .iter()
        .map(|code| serde_json::to_string(code).expect("a code is a word"))
        .map(|word| word.trim_matches('"').to_owned())
        .collect();
    assert_eq!(written, known);
}

#[test]
fn the_table_says_retry_exactly_where_a_retry_can_help() {
    let rows = rows(&section("Codes"));
    for (row, code) in rows.iter().zip(Code::ALL) {
        let retry = row.get(2).expect("three columns").contains("after");
        assert_eq!(retry, code.is_retryable(), "{code:?}");
    }
}

#[test]
fn every_kind_in_the_tables_is_known() {
    let mut kinds = BTreeSet::new();
    for title in ["Puts", "Entries (`ev`)"] {
        for row in rows(&section(title)) {
            kinds.extend(words(row.get(1).expect("a kind")));
        }
    }
    assert!(15 < kinds.len(), "the tables were not read: {kinds:?}");
    for kind in kinds {
        let parsed: Kind = kind.parse().unwrap_or_else(|_| panic!("{kind} is no kind"));
        assert!(Kind::KNOWN.contains(&parsed), "{kind} is not known");
    }
}

#[test]
fn every_frame_of_the_table_is_one_that_decodes() {
    let known = [
        "hail", "hello", "welcome", "open", "close", "put", "drop", "fetch", "ask", "sig",
        "opened", "ev", "ok", "err", "gap", "bye", "ping",
    ];
    let written: BTreeSet<String> = column(&section("Frames"), 1).into_iter().collect();
    assert_eq!(written, known.map(str::to_owned).into());
    for frame in known {
        let text = format!(r#"{{"t":"{frame}"}}"#);
        let limits = peerline_core::vocab::Limits::default();
        let client =
            peerline_core::protocol::decode_client(text.as_bytes(), Encoding::Json, &limits);
        let server =
            peerline_core::protocol::decode_server(text.as_bytes(), Encoding::Json, &limits);
        let unknown = matches!(
            client,
            Err(peerline_core::protocol::DecodeError::UnknownType)
        ) && matches!(server, Ok(None));
        assert!(!unknown, "{frame} is in the table and in no decoder");
    }
}

/// What each code means, in the order of the table.
fn meanings() -> Vec<String> {
    let rows = rows(&section("Codes"));
    let meanings = rows.into_iter().map(|row| row.get(1).cloned());
    meanings.map(Option::unwrap_or_default).collect()
}

fn section(title: &str) -> String {
    let start = PAGE
        .find(&format!("## {title}\n"))
        .unwrap_or_else(|| panic!("no section {title}"));
    let rest = &PAGE[start + 3..];
    rest[..rest.find("\n##").unwrap_or(rest.len())].to_owned()
}

fn rows(section: &str) -> Vec<Vec<String>> {
    let table = section.lines().filter(|line| line.starts_with('|'));
    table
        .skip(2)
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
}

fn column(section: &str, index: usize) -> Vec<String> {
    let cells = rows(section).into_iter();
    cells
        .filter_map(|row| words(row.get(index)?).into_iter().next())
        .collect()
}

/// The words in backticks at the head of a cell.
fn words(cell: &str) -> Vec<String> {
    let is_word = |word: &&str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    cell.split('`')
        .skip(1)
        .step_by(2)
        .filter(is_word)
        .map(str::to_owned)
        .collect()
}
