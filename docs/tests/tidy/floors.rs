//! Who may know whom: the floors of the core.

use crate::source::Source;
use crate::source::is_word;
use crate::source::words;
use crate::tree::File;
use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// A folder of the core and the groups of folders it may import.
struct Floor {
    name: &'static str,
    knows: &'static [&'static [&'static str]],
}

const VOCAB: &[&str] = &["vocab"];
const DOMAINS: &[&str] = &[
    "audit",
    "crisis",
    "identity",
    "impact",
    "matching",
    "moderation",
    "resources",
    "room",
];
const LOG: &[&str] = &["log"];
const PROTOCOL: &[&str] = &["protocol"];
const PORTS: &[&str] = &["ports"];
const MIDDLE: &[&str] = &["engine", "session"];
const SEALING: &[&str] = &["sealing"];
const EDGE: &[&str] = &["driver", "memory", "sealing"];

/// From below to above. A folder always knows itself.
const FLOORS: &[Floor] = &[
    floor("vocab", &[]),
    floor("audit", &[VOCAB]),
    floor("crisis", &[VOCAB]),
    floor("identity", &[VOCAB]),
    floor("impact", &[VOCAB]),
    floor("matching", &[VOCAB]),
    floor("moderation", &[VOCAB]),
    floor("resources", &[VOCAB]),
    floor("room", &[VOCAB]),
    floor("log", &[VOCAB, DOMAINS]),
    floor("protocol", &[VOCAB, DOMAINS, LOG]),
    floor("ports", &[VOCAB, DOMAINS, LOG, PROTOCOL]),
    floor("engine", &[VOCAB, DOMAINS, LOG]),
    floor("session", &[VOCAB, DOMAINS, LOG, PROTOCOL]),
    floor("sealing", &[VOCAB, DOMAINS, LOG, PROTOCOL, PORTS]),
    floor(
        "driver",
        &[VOCAB, DOMAINS, LOG, PROTOCOL, PORTS, MIDDLE, SEALING],
    ),
    floor("memory", &[VOCAB, DOMAINS, LOG, PROTOCOL, PORTS]),
    floor(
        "testkit",
        &[VOCAB, DOMAINS, LOG, PROTOCOL, PORTS, MIDDLE, EDGE],
    ),
];

/// What tests may know on top of what their folder knows.
const FOR_TESTS: &[&str] = &["memory", "testkit"];

const fn floor(name: &'static str, knows: &'static [&'static [&'static str]]) -> Floor {
    Floor { name, knows }
}

/// A file may import its own floor and those below it.
fn imports_go_down(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        let Some((name, true)) = place(file) else {
            continue;
        };
        let Some(floor) = FLOORS.iter().find(|floor| floor.name == name) else {
            complaints.push(format!("{}: `{name}` is no floor of the table", file.path));
            continue;
        };
        for (line, import) in imports(file) {
            if let Some(why) = refused(floor, file, &import) {
                complaints.push(format!("{}:{line}: {why}", file.path));
            }
        }
    }
    complaints
}

fn refused(floor: &Floor, file: &File, import: &str) -> Option<String> {
    let own = floor.name;
    let known = floor.knows.iter().flat_map(|group| group.iter());
    let is_known = import == own || known.into_iter().any(|name| *name == import);
    let is_floor = FLOORS.iter().any(|floor| floor.name == import);
    let in_test = file.is_test() && FOR_TESTS.contains(&import);
    if import == "{" {
        Some("import one module per line".to_owned())
    } else if import.starts_with(|c: char| c.is_ascii_uppercase()) {
        Some(format!(
            "import `{import}` from its floor, not from the root"
        ))
    } else if is_floor && !is_known && !in_test {
        Some(format!("`{own}` must not know `{import}`"))
    } else {
        None
    }
}

/// Returns the folder of the core a file is in, and whether it is a folder at all.
fn place(file: &File) -> Option<(&str, bool)> {
    let inside = file.path.strip_prefix("peerline-core/src/")?;
    match inside.split_once('/') {
        Some((folder, _)) => Some((folder, true)),
        None => Some((inside, false)),
    }
}

/// Returns what follows `crate::`, and what `super::` chains reach in the root, by line.
fn imports(file: &File) -> Vec<(usize, String)> {
    let depth = depth(&file.path);
    let source = Source::of(&file.text);
    let mut found = Vec::new();
    for (line, code) in source.code_lines() {
        for (at, _) in code.match_indices("crate::") {
            let before = code.get(..at).unwrap_or_default();
            let after = code.get(at + "crate::".len()..).unwrap_or_default();
            if !before.ends_with(is_word) {
                found.push((line, first(after)));
            }
        }
        let climb = "super::".repeat(depth);
        if let Some((_, after)) = code.split_once(&climb) {
            found.push((line, first(after)));
        }
    }
    found
}

/// Returns how many `super::` lead from a file's module to the root.
fn depth(path: &str) -> usize {
    let inside = path.strip_prefix("peerline-core/src/").unwrap_or(path);
    let module = inside.trim_end_matches(".rs").trim_end_matches("/mod");
    module.split('/').count()
}

fn first(path: &str) -> String {
    if path.trim_start().starts_with('{') {
        return "{".to_owned();
    }
    words(path).next().unwrap_or_default().to_owned()
}

#[test]
fn a_file_imports_only_floors_below_its_own() {
    holds(&imports_go_down(&Tree::of_the_project()));
}

#[test]
fn an_import_upwards_is_seen() {
    let tree = Tree::example(&[
        ("peerline-core/src/attic/mod.rs", ""),
        (
            "peerline-core/src/engine/route.rs",
            "use crate::room::Room;\nuse crate::ports::Journal;\nfn f(_: crate::session::S) {}",
        ),
        (
            "peerline-core/src/matching/pool.rs",
            "use crate::room::Room;",
        ),
        (
            "peerline-core/src/matching/tests.rs",
            "use crate::testkit::law;",
        ),
        (
            "peerline-core/src/room/door.rs",
            "use super::super::crisis::Case;",
        ),
        (
            "peerline-core/src/session/wire.rs",
            "use crate::engine::Input;",
        ),
        ("peerline-core/src/vocab/time.rs", "use crate::{room, log};"),
        (
            "peerline-core/src/driver/loop.rs",
            "// crate::memory\nuse crate::Engine;",
        ),
    ]);
    let expected = [
        "`attic` is no floor",
        "`engine` must not know `ports`",
        "`engine` must not know `session`",
        "`matching` must not know `room`",
        "`room` must not know `crisis`",
        "`session` must not know `engine`",
        "one module per line",
        "`Engine` from its floor",
    ];
    complains(&imports_go_down(&tree), &expected);
}
