//! What the core never does: it parses no JSON outside of the wire, waits for nothing in a
//! decision, and goes and gets nothing.

use crate::source::Source;
use crate::source::words;
use crate::tree::File;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// Paths that may do what others may not, each with its reason.
type Exceptions = [(&'static str, &'static str)];

/// Beside `protocol/`, which is the wire.
const KNOW_JSON: &Exceptions = &[
    (
        "peerline-core/src/testkit/",
        "implementers bring wire vectors as JSON",
    ),
    (
        "peerline-core/src/crisis/assess/table.rs",
        "the names in a table of phrases are the names on the wire, read by the same derive",
    ),
    (
        "peerline-core/src/resources/directory.rs",
        "the directory of helplines is a file that operators bring, and no frame",
    ),
];

/// Who refuses a float must name it.
const REFUSE_FLOATS: &Exceptions = &[
    (
        "peerline-core/src/protocol/cbor/",
        "serde's view of an encoding without floats",
    ),
    (
        "peerline-core/src/protocol/json/check.rs",
        "a number with a fraction is refused",
    ),
];

/// Decisions that wait for something would not replay.
const DECIDE: [&str; 13] = [
    "vocab/",
    "audit/",
    "crisis/",
    "identity/",
    "impact/",
    "matching/",
    "moderation/",
    "resources/",
    "room/",
    "log/",
    "protocol/",
    "engine/",
    "session/",
];

/// Beside tests.
const GO_AND_GET: &Exceptions = &[(
    "peerline-core/src/testkit/",
    "laws run on a small executor that parks its thread",
)];

const OUTSIDE: [&str; 10] = [
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "getrandom::",
    "OsRng",
    "thread_rng",
];

const KEEPERS: [&str; 7] = [
    "Atomic", "LazyLock", "Mutex", "OnceCell", "OnceLock", "RefCell", "RwLock",
];

fn only_the_wire_knows_json(tree: &Tree) -> Vec<String> {
    let elsewhere =
        |file: &&File| !inside(file).starts_with("protocol/") && !excepted(file, KNOW_JSON);
    let knows = |line: &str| words(line).any(|word| word == "serde_json");
    lines(
        tree.rust().filter(is_core).filter(elsewhere),
        knows,
        "`serde_json` outside of `protocol`",
    )
}

fn decisions_do_not_wait(tree: &Tree) -> Vec<String> {
    let decides = |file: &&File| DECIDE.iter().any(|floor| inside(file).starts_with(floor));
    let waits = |line: &str| words(line).any(|word| matches!(word, "async" | "await"));
    lines(
        tree.rust().filter(is_core).filter(decides),
        waits,
        "a decision waits for nothing",
    )
}

fn decisions_use_no_floats(tree: &Tree) -> Vec<String> {
    let decides = |file: &&File| DECIDE.iter().any(|floor| inside(file).starts_with(floor));
    let floats = |line: &str| words(line).any(|word| matches!(word, "f32" | "f64"));
    let bound = |file: &&File| !excepted(file, REFUSE_FLOATS);
    lines(
        tree.rust().filter(is_core).filter(decides).filter(bound),
        floats,
        "a decision uses no floats",
    )
}

fn the_core_goes_and_gets_nothing(tree: &Tree) -> Vec<String> {
    let bound = |file: &&File| !excepted(file, GO_AND_GET);
    let gets = |line: &str| OUTSIDE.iter().any(|path| line.contains(path));
    lines(
        tree.rust().filter(is_core).filter(bound),
        gets,
        "time, randomness and bytes are arguments",
    )
}

fn the_core_keeps_no_global(tree: &Tree) -> Vec<String> {
    let keeps = |line: &str| {
        let item = line.trim_start().trim_start_matches("pub ");
        let item = item.trim_start_matches("pub(crate) ");
        let is_static = item.starts_with("static ") || item.starts_with("thread_local!");
        is_static && (item.contains("mut ") || KEEPERS.iter().any(|keeper| item.contains(keeper)))
    };
    lines(tree.rust().filter(is_core), keeps, "a global that changes")
}

/// Complains of each line of code that `breaks` the rule.
fn lines<'a>(
    files: impl Iterator<Item = &'a File>,
    breaks: impl Fn(&str) -> bool,
    why: &str,
) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        let source = Source::of(&file.text);
        let broken = source.code_lines().filter(|(_, line)| breaks(line));
        complaints.extend(broken.map(|(number, _)| format!("{}:{number}: {why}", file.path)));
    }
    complaints
}

fn is_core(file: &&File) -> bool {
    file.path.starts_with("peerline-core/src/") && !file.is_test() && file.name() != "lib.rs"
}

fn inside(file: &File) -> &str {
    file.path
        .strip_prefix("peerline-core/src/")
        .unwrap_or_default()
}

fn excepted(file: &File, exceptions: &Exceptions) -> bool {
    exceptions
        .iter()
        .any(|(path, _)| file.path.starts_with(path))
}

#[test]
fn only_protocol_knows_json() {
    holds(&only_the_wire_knows_json(&Tree::of_the_project()));
}

#[test]
fn no_decision_waits() {
    holds(&decisions_do_not_wait(&Tree::of_the_project()));
}

#[test]
fn no_decision_uses_floats() {
    holds(&decisions_use_no_floats(&Tree::of_the_project()));
}

#[test]
fn the_core_reads_no_clock_no_file_no_chance() {
    holds(&the_core_goes_and_gets_nothing(&Tree::of_the_project()));
}

#[test]
fn the_core_has_no_global_that_changes() {
    holds(&the_core_keeps_no_global(&Tree::of_the_project()));
}

#[test]
fn impurities_are_seen() {
    let tree = Tree::example(&[
        (
            "peerline-core/src/crisis/case.rs",
            "use serde_json::Value;\nasync fn f(x: f64) {}\nfn g() { std::time::Instant::now(); }\n\
             static SEEN: Mutex<u8> = Mutex::new(0);\nstatic NAMES: &[&str] = &[];",
        ),
        (
            "peerline-core/src/crisis/tests.rs",
            "use serde_json::Value;",
        ),
        (
            "peerline-core/src/protocol/json.rs",
            "use serde_json::Value; // async f64",
        ),
    ]);
    complains(&only_the_wire_knows_json(&tree), &["case.rs:1"]);
    complains(&decisions_do_not_wait(&tree), &["case.rs:2"]);
    complains(&decisions_use_no_floats(&tree), &["case.rs:2"]);
    complains(&the_core_goes_and_gets_nothing(&tree), &["case.rs:3"]);
    complains(&the_core_keeps_no_global(&tree), &["case.rs:4"]);
}
