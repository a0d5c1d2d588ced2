//! A file fits into a head.

use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

const LINES: usize = 400;
const TEST_LINES: usize = 600;

fn too_long(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        let max = if file.is_test() { TEST_LINES } else { LINES };
        let len = file.text.lines().count();
        if max < len {
            complaints.push(format!("{}: {len} lines, over {max}", file.path));
        }
    }
    complaints
}

#[test]
fn no_file_is_longer_than_its_limit() {
    holds(&too_long(&Tree::of_the_project()));
}

#[test]
fn a_long_file_is_seen() {
    let (good, bad, worse) = ("\n".repeat(400), "\n".repeat(401), "\n".repeat(601));
    let tree = Tree::example(&[
        ("a/good.rs", &good),
        ("a/bad.rs", &bad),
        ("a/tests.rs", &bad),
        ("a/tests/it/worse.rs", &worse),
    ]);
    complains(&too_long(&tree), &["bad.rs: 401", "worse.rs: 601"]);
}
