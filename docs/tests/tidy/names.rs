//! One word per idea, and no word for no idea.

use crate::source::Source;
use crate::source::words;
use crate::tree::File;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// A file by such a name gathers what belongs nowhere.
const NO_FILES: [&str; 8] = [
    "common", "helper", "helpers", "manager", "misc", "shared", "util", "utils",
];

/// Parts of identifiers. People are seekers, supporters, members; things have names of their own.
/// A helper is a person here as often as a thing, so files alone are held to that word.
const NO_WORDS: [&str; 6] = ["manager", "managers", "user", "users", "util", "utils"];

/// Names that others chose.
const OF_OTHERS: [&str; 10] = [
    "Manager",
    "ManagerConfig",
    "USER_AGENT",
    "futures_util",
    "hyper_util",
    "set_tcp_user_timeout",
    "tcp_user_timeout",
    "user_agent",
    "user_version",
    "util",
];

fn file_names(tree: &Tree) -> Vec<String> {
    let bad = |file: &&File| {
        let mut parts = file.path.split('/');
        parts.any(|part| NO_FILES.contains(&part.split('.').next().unwrap_or(part)))
    };
    let found = tree.files().filter(bad);
    found
        .map(|file| format!("{}: a name for nothing", file.path))
        .collect()
}

fn identifiers(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        let source = Source::of(&file.text);
        for (number, line) in source.code_lines() {
            let bad = words(line).filter(|word| !OF_OTHERS.contains(word) && is_bad(word));
            complaints.extend(bad.map(|word| format!("{}:{number}: `{word}`", file.path)));
        }
    }
    complaints
}

fn getters(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        let source = Source::of(&file.text);
        let mut getters = source
            .code_lines()
            .filter(|(_, line)| line.contains("fn get_"));
        complaints.extend(getters.by_ref().map(|(number, _)| {
            format!(
                "{}:{number}: a function is named for what it returns",
                file.path
            )
        }));
    }
    complaints
}

fn is_bad(identifier: &str) -> bool {
    parts(identifier)
        .iter()
        .any(|part| NO_WORDS.contains(&part.as_str()))
}

/// Returns the words of an identifier, in lower case: `ShiftManager` is `shift`, `manager`.
fn parts(identifier: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut after_lower = false;
    for c in identifier.chars() {
        if c == '_' || (c.is_uppercase() && after_lower) {
            parts.push(String::new());
        }
        after_lower = c.is_lowercase();
        if let Some(part) = parts.last_mut().filter(|_| c != '_') {
            part.extend(c.to_lowercase());
        }
    }
    parts
}

#[test]
fn no_file_is_named_for_nothing() {
    holds(&file_names(&Tree::of_the_project()));
}

#[test]
fn no_identifier_uses_a_word_for_nothing() {
    holds(&identifiers(&Tree::of_the_project()));
}

#[test]
fn no_function_begins_with_get() {
    holds(&getters(&Tree::of_the_project()));
}

#[test]
fn bad_names_are_seen() {
    let tree = Tree::example(&[
        ("a/utils.rs", ""),
        ("a/helpers/mod.rs", ""),
        ("a/good.rs", "fn abuser(a: USER_AGENT) { \"user\" } // user"),
        (
            "a/bad.rs",
            "struct ShiftManager;\nfn f(user_id: u8) {}\nfn get_name() {}",
        ),
    ]);
    complains(&file_names(&tree), &["a/utils.rs", "a/helpers/mod.rs"]);
    complains(&identifiers(&tree), &["`ShiftManager`", "`user_id`"]);
    complains(&getters(&tree), &["bad.rs:3"]);
}
