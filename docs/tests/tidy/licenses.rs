//! Every dependency may be used by everybody.

use std::process::Command;

use serde_json::Value;

use crate::tree::complains;
use crate::tree::holds;
use crate::tree::root;

const ALLOWED: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Complains of every package of a `cargo metadata` answer whose license is not allowed.
fn not_allowed(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice);
    let mut complaints = Vec::new();
    for package in packages.unwrap_or_default() {
        let license = package["license"].as_str().unwrap_or("none");
        if !is_allowed(license) {
            complaints.push(format!("{}: {license}", package["name"]));
        }
    }
    complaints
}

/// Reads `A OR B`, `A AND B`, parentheses, and the older `A/B`: one side of an `OR` is enough.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    any(&words)
}

fn any(words: &[&str]) -> bool {
    split(words, "OR").into_iter().any(|side| all(&side))
}

fn all(words: &[&str]) -> bool {
    split(words, "AND")
        .into_iter()
        .all(|side| match side.as_slice() {
            ["(", inner @ .., ")"] => any(inner),
            plain => ALLOWED.contains(&plain.join(" ").as_str()),
        })
}

/// Splits at a word outside of parentheses.
fn split<'a>(words: &[&'a str], at: &str) -> Vec<Vec<&'a str>> {
    let mut sides = vec![Vec::new()];
    let mut depth = 0_usize;
    for word in words {
        match *word {
            "(" => depth = depth.saturating_add(1),
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && *word == at {
            sides.push(Vec::new());
        } else if let Some(side) = sides.last_mut() {
            side.push(*word);
        }
    }
    sides
}

/// Returns what cargo says of everything that is built on this machine. Packages of other
/// platforms may not be there to be asked; `.deny.toml` covers them before a release.
///
/// Features that nobody has built yet bring packages that are not there, either: cargo fetches
/// them, unless everything is there already.
fn metadata() -> Value {
    let here = ask_cargo(&["--offline"]);
    if here.is_null() { ask_cargo(&[]) } else { here }
}

fn ask_cargo(how: &[&str]) -> Value {
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--all-features"])
        .args(how)
        .args(
            cfg!(target_os = "linux")
                .then_some(["--filter-platform", &host])
                .iter()
                .flatten(),
        )
        .current_dir(root())
        .output();
    let answer = answer.map(|answer| answer.stdout).unwrap_or_default();
    serde_json::from_slice(&answer).unwrap_or_default()
}

#[test]
fn every_license_is_allowed() {
    let metadata = metadata();
    let n_packages = metadata["packages"].as_array().map_or(0, Vec::len);
    assert!(
        10 < n_packages,
        "cargo metadata names {n_packages} packages"
    );
    holds(&not_allowed(&metadata));
}

#[test]
fn a_license_that_is_not_allowed_is_seen() {
    let metadata = serde_json::json!({"packages": [
        {"name": "good", "license": "MIT/Apache-2.0"},
        {"name": "fine", "license": "(GPL-3.0 OR MIT) AND Unicode-3.0"},
        {"name": "bad", "license": "GPL-3.0-only"},
        {"name": "worse", "license": "MIT AND (GPL-2.0 OR LGPL-2.1)"},
        {"name": "unknown", "license": null},
    ]});
    complains(&not_allowed(&metadata), &["bad", "worse", "unknown"]);
}
