//! A promise in a `# Contract` is a law of the testkit, and a law keeps a promise.

use std::collections::BTreeSet;

use crate::source::Source;
use crate::source::is_word;
use crate::source::words;
use crate::tree::File;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// One line of a `# Contract` list.
#[derive(Debug, Eq, PartialEq)]
struct Promise {
    text: String,
    laws: Vec<String>,
}

/// Promises that no law can hold an implementation to, each with its reason.
const BEYOND_LAWS: &[(&str, &str)] = &[(
    "ports/clock.rs",
    "a law that waits for a real clock would be slow, and one that jumps it cannot",
)];

fn promises_without_law(tree: &Tree) -> Vec<String> {
    let laws: BTreeSet<String> = tree.rust().filter(is_testkit).flat_map(laws).collect();
    let mut complaints = Vec::new();
    for file in tree.rust().filter(is_bound) {
        for promise in promises(&file.text) {
            let complaint = |why: &str| format!("{}: {why}: {}", file.path, promise.text);
            if !has_word(&promise.text) {
                complaints.push(complaint("a promise begins with one word and a colon"));
            }
            if promise.laws.is_empty() {
                complaints.push(complaint("no law is named"));
            }
            let missing = promise.laws.iter().filter(|law| !laws.contains(*law));
            complaints.extend(missing.map(|law| complaint(&format!("no law `{law}` exists"))));
        }
    }
    complaints
}

fn laws_without_promise(tree: &Tree) -> Vec<String> {
    let bound = tree.rust().filter(is_core);
    let promised = bound.flat_map(|file| promises(&file.text));
    let promised: BTreeSet<String> = promised.flat_map(|promise| promise.laws).collect();
    let mut complaints = Vec::new();
    for file in tree.rust().filter(is_testkit) {
        let orphans = laws(file).into_iter().filter(|law| !promised.contains(law));
        complaints.extend(orphans.map(|law| format!("{}: `{law}` keeps no promise", file.path)));
    }
    complaints
}

/// A law that no list names is run by nobody.
fn unlisted_laws(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    let codes: Vec<String> = tree
        .rust()
        .filter(is_testkit)
        .map(|file| Source::of(&file.text).code)
        .collect();
    for file in tree.rust().filter(is_testkit) {
        let is_once = |law: &String| {
            let uses = codes.iter().flat_map(|code| words(code));
            uses.filter(|word| word == law).count() < 2
        };
        let unlisted = laws(file).into_iter().filter(is_once);
        complaints.extend(unlisted.map(|law| format!("{}: `{law}` is in no list", file.path)));
    }
    complaints
}

/// A law that nothing can break says nothing: some test names it as the law that was broken.
fn unbroken_laws(tree: &Tree) -> Vec<String> {
    let tests: Vec<&File> = tree
        .rust()
        .filter(|file| is_core(file) && file.is_test())
        .collect();
    let mut complaints = Vec::new();
    for file in tree.rust().filter(is_testkit) {
        let is_unbroken = |law: &String| {
            !tests
                .iter()
                .any(|test| test.text.split(|c| !is_word(c)).any(|word| word == law))
        };
        let unbroken = laws(file).into_iter().filter(is_unbroken);
        complaints.extend(unbroken.map(|law| format!("{}: no test breaks `{law}`", file.path)));
    }
    complaints
}

fn is_core(file: &&File) -> bool {
    file.path.starts_with("peerline-core/")
}

fn is_testkit(file: &&File) -> bool {
    file.path.starts_with("peerline-core/src/testkit/") && !file.is_test()
}

fn is_bound(file: &&File) -> bool {
    let excepted = BEYOND_LAWS
        .iter()
        .any(|(path, _)| file.path.ends_with(path));
    is_core(file) && !excepted
}

fn has_word(promise: &str) -> bool {
    let word = promise.split_once(':').map(|(word, _)| word);
    word.is_some_and(|word| !word.is_empty() && word.chars().all(|c| is_word(c) || c == '-'))
}

/// Returns the functions of a file that are laws.
fn laws(file: &File) -> Vec<String> {
    let code = Source::of(&file.text).code;
    let mut laws = Vec::new();
    for (at, _) in code.match_indices("pub ") {
        let item = code.get(at..).unwrap_or_default();
        let item = item.trim_start_matches("pub ").trim_start_matches("async ");
        let Some(rest) = item.strip_prefix("fn ") else {
            continue;
        };
        let head = rest.split(['{', ';']).next().unwrap_or_default();
        let name = words(head).next();
        let answers = head
            .split_once("->")
            .is_some_and(|(_, to)| to.contains("LawResult"));
        let is_law = answers && words(head).all(|word| word != "self");
        laws.extend(name.filter(|_| is_law).map(str::to_owned));
    }
    laws
}

/// Returns the lines of every `# Contract` list of a file.
fn promises(text: &str) -> Vec<Promise> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim_start();
        let doc = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        let doc = doc.map(str::trim);
        inside = match doc {
            Some("# Contract") => true,
            Some(doc) => inside && !doc.starts_with("# "),
            None => false,
        };
        let item = doc.filter(|doc| inside && !doc.starts_with("# "));
        let item = item.unwrap_or_default();
        if let Some(item) = item.strip_prefix("- ") {
            found.push(item.to_owned());
        } else if let Some(last) = found.last_mut().filter(|_| !item.is_empty()) {
            last.push(' ');
            last.push_str(item);
        }
    }
    found.into_iter().map(promise).collect()
}

fn promise(text: String) -> Promise {
    let mut laws = Vec::new();
    for part in text.split('(').skip(1) {
        let inner = part.split(')').next().unwrap_or_default();
        let named = inner.split(',').map(str::trim);
        laws.extend(named.filter_map(|name| {
            let law = name.strip_prefix('`')?.strip_suffix('`')?;
            let is_name = law.contains('_') && law.chars().all(|c| is_word(c) && !c.is_uppercase());
            is_name.then(|| law.to_owned())
        }));
    }
    Promise { text, laws }
}

#[test]
fn each_promise_names_a_law() {
    holds(&promises_without_law(&Tree::of_the_project()));
}

#[test]
fn each_law_keeps_a_promise() {
    holds(&laws_without_promise(&Tree::of_the_project()));
}

#[test]
fn each_law_is_in_a_list() {
    holds(&unlisted_laws(&Tree::of_the_project()));
}

#[test]
fn each_law_is_broken_by_some_test() {
    holds(&unbroken_laws(&Tree::of_the_project()));
}

#[test]
fn loose_promises_are_seen() {
    let port = "/// A thing.\n///\n/// # Contract\n/// - Kept: it is\n///   kept (`is_kept`).\n\
                /// - Lost: (`is_lost`).\n/// - Vague: always.\n/// - no word here (`is_kept`).\n\
                ///\n/// # Privacy\n/// - Not: a promise.\npub trait Thing {}";
    let kit = "pub fn all_laws() { is_kept; is_free }\npub fn is_kept(a: u8) -> LawResult { }\n\
               pub async fn is_free(\n  a: u8,\n) -> LawResult { }\npub fn other() -> u8 { }\n\
               pub fn is_alone() -> LawResult { }\nfn private() -> LawResult {}\npub fn judge(&self) -> LawResult {}";
    let tree = Tree::example(&[
        ("peerline-core/src/ports/thing.rs", port),
        ("peerline-core/src/testkit/thing.rs", kit),
        (
            "peerline-core/src/testkit/tests.rs",
            "breaks(\"is_kept\"); breaks(\"is_free\")",
        ),
    ]);
    let loose = [
        "no law `is_lost`",
        "no law is named: Vague",
        "begins with one word",
    ];
    complains(&promises_without_law(&tree), &loose);
    complains(&laws_without_promise(&tree), &["`is_free`", "`is_alone`"]);
    complains(&unlisted_laws(&tree), &["`is_alone`"]);
    complains(&unbroken_laws(&tree), &["`is_alone`"]);
}
