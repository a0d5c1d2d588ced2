//! What no file says.

use crate::source::Source;
use crate::source::is_word;
use crate::source::words;
use crate::tree::File;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

const UNFINISHED: [&str; 4] = ["FIXME", "HACK", "TODO", "XXX"];
const LOUD: [&str; 3] = ["dbg!", "todo!", "unimplemented!"];
const COMMENTED: [&str; 6] = [".css", ".html", ".js", ".mjs", ".sh", ".toml"];
/// Standards with numbers of their own.
const STANDARDS: [&str; 5] = ["PKCS", "TR", "UAX", "UTR", "UTS"];

/// Nothing is unfinished, and nothing that only helps while writing stays.
fn unfinished(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        let source = Source::of(&file.text);
        let marks = source.comment_lines().filter(|(_, line)| is_marked(line));
        complaints.extend(marks.map(|(number, _)| format!("{}:{number}: unfinished", file.path)));
        let loud = |line: &str| LOUD.iter().any(|call| line.contains(call));
        let calls = source.code_lines().filter(|(_, line)| loud(line));
        complaints.extend(calls.map(|(number, _)| format!("{}:{number}: unfinished", file.path)));
    }
    for file in tree.files().filter(|file| file.ends(&COMMENTED)) {
        let marks = (1..)
            .zip(file.text.lines())
            .filter(|(_, line)| is_marked(line));
        complaints.extend(marks.map(|(number, _)| format!("{}:{number}: unfinished", file.path)));
    }
    complaints
}

fn is_marked(line: &str) -> bool {
    words(line).any(|word| UNFINISHED.contains(&word))
}

/// A comment gives its reason itself; a number needs another place to be understood.
fn issue_numbers(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        let source = Source::of(&file.text);
        let numbered = source
            .comment_lines()
            .filter(|(_, line)| has_issue_number(line));
        complaints
            .extend(numbered.map(|(number, _)| format!("{}:{number}: an issue number", file.path)));
    }
    complaints
}

fn has_issue_number(comment: &str) -> bool {
    let hash = comment.match_indices('#').any(|(at, _)| {
        let (before, after) = comment.split_at_checked(at).unwrap_or_default();
        let is_number = after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        let inside_word = before.ends_with(is_word);
        let standard = words(before).last();
        is_number && !inside_word && !standard.is_some_and(|word| STANDARDS.contains(&word))
    });
    hash || comment.contains("/issues/") || comment.contains("/pull/")
}

fn machine_paths(tree: &Tree) -> Vec<String> {
    let told = |file: &&File| !file.path.starts_with("docs/tests/tidy/");
    let mut complaints = Vec::new();
    for file in tree.files().filter(told) {
        for (number, line) in (1..).zip(file.text.lines()) {
            let found = OF_A_MACHINE.iter().find(|mark| begins_a_path(line, mark));
            complaints.extend(found.map(|mark| format!("{}:{number}: `{mark}`", file.path)));
        }
    }
    complaints
}

fn begins_a_path(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !mark.starts_with('/')
            || !before.is_some_and(|c| c.is_alphanumeric() || "._-/$}".contains(c))
    })
}

/// Folders and hosts that mean something on one machine alone, and registries: where packages come
/// from is for the person who builds to choose.
const OF_A_MACHINE: [&str; 11] = [
    "/Users/",
    "/home/",
    "/mnt/",
    "/root/",
    "C:\\Users",
    "artifactory",
    "jfrog",
    "nexus.",
    "://index.",
    "://registry.",
    "verdaccio",
];

#[test]
fn nothing_is_left_unfinished() {
    holds(&unfinished(&Tree::of_the_project()));
}

#[test]
fn no_comment_names_an_issue() {
    holds(&issue_numbers(&Tree::of_the_project()));
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    holds(&machine_paths(&Tree::of_the_project()));
}

#[test]
fn bad_words_are_seen() {
    let tree = Tree::example(&[
        (
            "a.rs",
            "// TODO\nfn f() { dbg!(1); \"TODO\" }\n// see #12, UAX #29, #crisis, a#1",
        ),
        ("b.toml", "# FIXME later\nx = \"/home/me/x\""),
        (
            "c.md",
            "TODO is a word; https://host/home/ is a page\ncd /home/here",
        ),
        ("d.lock", "resolved https://registry.example/x"),
    ]);
    complains(&unfinished(&tree), &["a.rs:1", "a.rs:2", "b.toml:1"]);
    complains(&issue_numbers(&tree), &["a.rs:3"]);
    complains(&machine_paths(&tree), &["b.toml:2", "c.md:2", "d.lock:1"]);
}
