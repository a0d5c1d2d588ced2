//! A `lib.rs` or `mod.rs` is a table of contents, and each file says what it is for.

use crate::source::Source;
use crate::tree::File;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// What an item of a table of contents may begin with.
const CONTENTS: [&str; 6] = [
    "const ",
    "extern crate ",
    "macro_rules!",
    "mod ",
    "use ",
    "type ",
];

fn logic_in_roots(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    let roots = tree
        .rust()
        .filter(|file| matches!(file.name(), "lib.rs" | "mod.rs"));
    for file in roots {
        for item in items(&Source::of(&file.text).code) {
            if let Some(why) = objection(&item) {
                complaints.push(format!("{}: {why}: `{}`", file.path, shortened(&item)));
            }
        }
    }
    complaints
}

fn objection(item: &str) -> Option<&'static str> {
    let bare = without_visibility(item);
    let is_content = CONTENTS.iter().any(|start| bare.starts_with(start));
    if !is_content {
        Some("logic")
    } else if bare.starts_with("use ") && bare.contains('{') {
        Some("one item per line")
    } else if bare.starts_with("mod ") && bare.contains('{') && !bare.ends_with("{}") {
        Some("a module of its own belongs into a file of its own")
    } else {
        None
    }
}

fn without_visibility(item: &str) -> &str {
    let Some(rest) = item.strip_prefix("pub") else {
        return item;
    };
    let rest = rest.trim_start();
    let inner = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inner.map_or(rest, |(_, rest)| rest).trim_start()
}

/// Returns the items of a file without their attributes, white space made single.
fn items(code: &str) -> Vec<String> {
    let mut items = Vec::new();
    let (mut item, mut depth) = (String::new(), 0_usize);
    for c in code.chars() {
        item.push(if c.is_whitespace() { ' ' } else { c });
        match c {
            '{' | '(' | '[' => depth = depth.saturating_add(1),
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let closes_attribute = c == ']' && item.trim_start().starts_with('#');
        let is_use = without_visibility(item.trim_start()).starts_with("use ");
        let ends_item = c == ';' || (c == '}' && !is_use);
        if depth == 0 && closes_attribute {
            item.clear();
        } else if depth == 0 && ends_item {
            items.push(item.split_whitespace().collect::<Vec<_>>().join(" "));
            item.clear();
        }
    }
    items.push(item.trim().to_owned());
    items.retain(|item| !item.is_empty() && item != ";");
    items
}

fn shortened(item: &str) -> String {
    item.chars().take(60).collect()
}

fn undocumented(tree: &Tree) -> Vec<String> {
    let silent = |file: &&File| !file.is_test() && !begins_with_docs(&file.text);
    let found = tree.rust().filter(silent);
    found
        .map(|file| format!("{}: say what lives here", file.path))
        .collect()
}

fn begins_with_docs(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| line.starts_with("//! "))
}

/// Tests stand in a file of their own, beside the code.
fn inline_tests(tree: &Tree) -> Vec<String> {
    let inline = |file: &&File| {
        let code = Source::of(&file.text).code;
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        code.contains("#[cfg(test)] mod tests {")
    };
    let found = tree.rust().filter(inline);
    found
        .map(|file| format!("{}: put the tests into `tests.rs`", file.path))
        .collect()
}

#[test]
fn roots_hold_no_logic() {
    holds(&logic_in_roots(&Tree::of_the_project()));
}

#[test]
fn each_file_says_what_lives_in_it() {
    holds(&undocumented(&Tree::of_the_project()));
}

#[test]
fn tests_stand_in_files_of_their_own() {
    holds(&inline_tests(&Tree::of_the_project()));
}

#[test]
fn bad_roots_are_seen() {
    let good = "//! Docs.\n#![deny(missing_docs)]\n#[cfg(test)]\nmod tests;\npub(crate) use a::B;\n\
                /// One.\npub const ONE: [u8; 2] = [1, 2];\nmod page {}\n\
                macro_rules! laws { () => { fn f() {} }; }";
    let bad = "pub use a::{B, C};\nfn f() { 1 }\nmod inner { fn g() {} }";
    let tree = Tree::example(&[
        ("a/lib.rs", good),
        ("b/mod.rs", bad),
        ("b/c.rs", "//! Docs.\n#[cfg(test)]\nmod tests { fn f() {} }"),
    ]);
    let expected = ["one item per line", "logic: `fn f", "file of its own"];
    complains(&logic_in_roots(&tree), &expected);
    complains(&undocumented(&tree), &["b/mod.rs"]);
    complains(&inline_tests(&tree), &["b/c.rs"]);
}
