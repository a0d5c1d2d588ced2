//! What stands at the top of the tree.

use std::collections::BTreeSet;

use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// Everything that may stand at the top. A newcomer reads this list first.
const TOP: [&str; 24] = [
    ".ci",
    ".config",
    ".clippy.toml",
    ".deny.toml",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "SECURITY.md",
    "benches",
    "docs",
    "examples",
    "fuzz",
    "peerline-core",
    "peerline-server-ref",
];

fn out_of_place(tree: &Tree) -> Vec<String> {
    let allowed = BTreeSet::from(TOP);
    let top = |path: &'_ str| path.split('/').next().unwrap_or_default().to_owned();
    let found: BTreeSet<String> = tree.files().map(|file| top(&file.path)).collect();
    let strange = found.iter().filter(|name| !allowed.contains(name.as_str()));
    let mut complaints: Vec<String> = strange
        .map(|name| format!("{name}: does not belong at the top"))
        .collect();
    let missing = allowed.iter().filter(|name| !found.contains(**name));
    complaints.extend(missing.map(|name| format!("{name}: is missing")));
    complaints
}

#[test]
fn the_top_of_the_tree_is_what_the_list_says() {
    holds(&out_of_place(&Tree::of_the_project()));
}

#[test]
fn a_stranger_at_the_top_is_seen() {
    let mut files: Vec<(&str, &str)> = TOP.iter().map(|name| (*name, "")).collect();
    holds(&out_of_place(&Tree::example(&files)));
    files.push(("scripts/go.sh", ""));
    files.retain(|(name, _)| *name != "SECURITY.md");
    let expected = ["scripts: does not belong", "SECURITY.md: is missing"];
    complains(&out_of_place(&Tree::example(&files)), &expected);
}
