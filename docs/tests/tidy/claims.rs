//! What the project claims about identity is behind a test that exists.

use std::collections::BTreeSet;

use crate::source::is_word;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

const PAGE: &str = "docs/identity.md";
const HEADING: &str = "## What is claimed";

/// A row without a test is a hope, and one that names a test that is gone is worse.
fn unproven(tree: &Tree) -> Vec<String> {
    let page = tree.text(PAGE).unwrap_or_default();
    let rows = rows(page);
    if rows.is_empty() {
        return vec![format!("{PAGE}: no table under `{HEADING}`")];
    }
    let tests = tests(tree);
    let mut complaints = Vec::new();
    for row in rows {
        let (who, behind) = (row.first(), row.last());
        let who = who.copied().unwrap_or_default();
        let named = names(behind.copied().unwrap_or_default());
        if row.len() != 3 || named.is_empty() {
            complaints.push(format!("{PAGE}: no test stands behind: {who}"));
        }
        let gone = named.iter().filter(|name| !tests.contains(**name));
        complaints.extend(gone.map(|name| format!("{PAGE}: no test `{name}`: {who}")));
    }
    complaints
}

/// Returns the cells of each row of the table.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let (_, rest) = page.split_once(HEADING).unwrap_or_default();
    let lines = rest
        .lines()
        .skip(1)
        .skip_while(|line| !line.starts_with('|'));
    let table = lines.take_while(|line| line.starts_with('|')).skip(2);
    table
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

fn names(cell: &str) -> Vec<&str> {
    let quoted = cell.split('`').skip(1).step_by(2);
    quoted.filter(|name| !name.is_empty()).collect()
}

/// Returns the names of all functions in files of tests, and of the laws.
fn tests(tree: &Tree) -> BTreeSet<&str> {
    let files = tree.rust();
    let files = files.filter(|file| file.is_test() || file.path.contains("/testkit/"));
    let functions = files.flat_map(|file| file.text.split("fn ").skip(1));
    let named = functions.map(|rest| rest.split(|c| !is_word(c)).next().unwrap_or_default());
    named.collect()
}

#[test]
fn every_claim_names_a_test_that_exists() {
    holds(&unproven(&Tree::of_the_project()));
}

#[test]
fn a_claim_without_a_test_is_seen() {
    let table = "\n\n| adversary | cannot | test |\n|---|---|---|\n\
                 | a thief | read | `nothing_is_read` |\n\
                 | a cook | eat | by hand |\n\
                 | a ghost | walk | `it_walks`, `nothing_is_read` |\n\nEnd.";
    let page = format!("# Identity\n\n{HEADING}{table}");
    let test = ("a/tests.rs", "#[test]\nfn nothing_is_read() {}");
    let tree = Tree::example(&[(PAGE, &page), test]);
    let expected = ["stands behind: a cook", "no test `it_walks`: a ghost"];
    complains(&unproven(&tree), &expected);
    let bare = Tree::example(&[(PAGE, "# Identity"), test]);
    complains(&unproven(&bare), &["no table"]);
}
