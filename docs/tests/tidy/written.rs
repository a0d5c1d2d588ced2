//! What is written is compiled, and what is promised is run.

use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// The command that the README gives, and that CI must call as it stands.
const COMMAND: &str = "cargo test --workspace";

/// A page that `docs/lib.rs` does not include has code that nobody compiles.
fn uncompiled_pages(tree: &Tree) -> Vec<String> {
    let lib = tree.text("docs/lib.rs").unwrap_or_default();
    let included = |path: &str| {
        let from_docs = path.strip_prefix("docs/").map(str::to_owned);
        let from_docs = from_docs.unwrap_or_else(|| format!("../{path}"));
        lib.contains(&format!("include_str!(\"{from_docs}\")"))
    };
    let is_page =
        |path: &&str| *path == "README.md" || (path.starts_with("docs/") && path.ends_with(".md"));
    let paths = tree.files().map(|file| file.path.as_str());
    let missing = paths.filter(is_page).filter(|path| !included(path));
    missing
        .map(|path| format!("{path}: is not in docs/lib.rs"))
        .collect()
}

/// A block that is not compiled goes stale.
fn ignored_blocks(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.files().filter(|file| file.ends(&[".md", ".rs"])) {
        for (number, line) in (1..).zip(file.text.lines()) {
            let line = line.trim_start_matches(['/', '!', ' ']);
            let fence = line.strip_prefix("```").unwrap_or_default();
            if fence.split(',').any(|word| word.trim() == "ignore") {
                complaints.push(format!(
                    "{}:{number}: let it compile, or say `text`",
                    file.path
                ));
            }
        }
    }
    complaints
}

/// A decision that the index does not name is found by nobody.
fn unlisted_decisions(tree: &Tree) -> Vec<String> {
    let index = tree.text("docs/decisions/README.md").unwrap_or_default();
    let paths = tree.files().map(|file| file.path.as_str());
    let names = paths.filter_map(|path| path.strip_prefix("docs/decisions/"));
    let unlisted = names.filter(|name| *name != "README.md" && !index.contains(name));
    unlisted
        .map(|name| format!("docs/decisions/{name}: is not in the index"))
        .collect()
}

fn uncalled_command(tree: &Tree) -> Vec<String> {
    let said = |path: &str| tree.text(path).is_some_and(|text| text.contains(COMMAND));
    let places = ["README.md", ".ci/run", "CONTRIBUTING.md"];
    let silent = places
        .iter()
        .filter(|path| tree.text(path).is_some() && !said(path));
    silent
        .map(|path| format!("{path}: does not say `{COMMAND}`"))
        .collect()
}

#[test]
fn every_page_is_compiled() {
    holds(&uncompiled_pages(&Tree::of_the_project()));
}

#[test]
fn no_block_of_code_is_ignored() {
    holds(&ignored_blocks(&Tree::of_the_project()));
}

#[test]
fn every_decision_is_in_the_index() {
    holds(&unlisted_decisions(&Tree::of_the_project()));
}

#[test]
fn the_command_of_the_readme_is_the_one_that_runs() {
    holds(&uncalled_command(&Tree::of_the_project()));
}

#[test]
fn unkept_words_are_seen() {
    let tree = Tree::example(&[
        (
            "README.md",
            "Run `cargo test`.\n```rust,ignore\nlet a;\n```",
        ),
        ("docs/a.md", ""),
        ("docs/guide/b.md", ""),
        ("docs/decisions/README.md", "[one](0001-one.md)"),
        ("docs/decisions/0001-one.md", ""),
        ("docs/decisions/0002-two.md", ""),
        ("docs/lib.rs", "#[doc = include_str!(\"guide/b.md\")]"),
        (".ci/run", "cargo test --workspace"),
    ]);
    let uncompiled = [
        "README.md",
        "docs/a.md",
        "docs/decisions/README.md",
        "docs/decisions/0001-one.md",
        "docs/decisions/0002-two.md",
    ];
    complains(&uncompiled_pages(&tree), &uncompiled);
    complains(&unlisted_decisions(&tree), &["0002-two.md"]);
    complains(&ignored_blocks(&tree), &["README.md:2"]);
    complains(&uncalled_command(&tree), &["README.md"]);
}
