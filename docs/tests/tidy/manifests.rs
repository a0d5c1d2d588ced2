//! Every member of the workspace stands under the same lints.

use toml::Table;
use toml::Value;

use crate::tree::Tree;
use crate::tree::complains;
use crate::tree::holds;

/// What each member takes from the workspace.
const INHERITED: [&str; 4] = ["edition", "license", "rust-version", "version"];

fn members_apart(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for member in members(tree) {
        let path = format!("{member}/Cargo.toml");
        let Some(manifest) = manifest(tree, &path) else {
            complaints.push(format!("{path}: cannot be read"));
            continue;
        };
        if !inherits(manifest.get("lints")) {
            complaints.push(format!("{path}: `[lints] workspace = true` is missing"));
        }
        let package = manifest.get("package");
        let own = INHERITED
            .iter()
            .filter(|key| !inherits(package.and_then(|all| all.get(key))));
        complaints.extend(own.map(|key| format!("{path}: `{key}` is not the workspace's")));
    }
    complaints
}

/// A manifest in the tree that is no member escapes every rule.
fn manifests_apart(tree: &Tree) -> Vec<String> {
    let members = members(tree);
    let strange = |path: &&str| {
        let folder = path.strip_suffix("/Cargo.toml");
        folder.is_some_and(|folder| !members.iter().any(|member| member == folder))
    };
    let paths = tree.files().map(|file| file.path.as_str());
    let found = paths.filter(strange);
    found
        .map(|path| format!("{path}: is no member of the workspace"))
        .collect()
}

/// Versions stand once, in the workspace.
fn versions_apart(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for member in members(tree) {
        let path = format!("{member}/Cargo.toml");
        let manifest = manifest(tree, &path).unwrap_or_default();
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let listed = manifest.get(section).and_then(Value::as_table);
            for (name, value) in listed.into_iter().flatten() {
                let is_own = value.get("path").and_then(Value::as_str) == Some(".");
                if !inherits(Some(value)) && !is_own {
                    complaints.push(format!("{path}: `{name}` has a version of its own"));
                }
            }
        }
    }
    complaints
}

fn members(tree: &Tree) -> Vec<String> {
    let manifest = manifest(tree, "Cargo.toml").unwrap_or_default();
    let members = manifest.get("workspace").and_then(|all| all.get("members"));
    let members = members.and_then(Value::as_array).into_iter().flatten();
    members
        .filter_map(|member| Some(member.as_str()?.to_owned()))
        .collect()
}

fn manifest(tree: &Tree, path: &str) -> Option<Table> {
    tree.text(path)?.parse().ok()
}

fn inherits(value: Option<&Value>) -> bool {
    let workspace = value.and_then(|value| value.get("workspace"));
    workspace.and_then(Value::as_bool) == Some(true)
}

#[test]
fn every_member_inherits_lints_and_versions() {
    let tree = Tree::of_the_project();
    assert!(!members(&tree).is_empty(), "the workspace has no members");
    holds(&members_apart(&tree));
}

#[test]
fn every_manifest_is_of_the_workspace() {
    holds(&manifests_apart(&Tree::of_the_project()));
}

#[test]
fn every_dependency_has_its_version_in_the_workspace() {
    holds(&versions_apart(&Tree::of_the_project()));
}

#[test]
fn a_member_apart_is_seen() {
    let good = "[package]\nedition.workspace = true\nlicense.workspace = true\n\
                rust-version.workspace = true\nversion.workspace = true\n\
                [dependencies]\nserde.workspace = true\n[lints]\nworkspace = true";
    let bad = good.replace("license.workspace = true", "license = \"MIT\"");
    let bad = bad.replace(
        "[lints]\nworkspace = true",
        "[dev-dependencies]\ntoml = \"1\"",
    );
    let tree = Tree::example(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"good\", \"bad\", \"gone\"]",
        ),
        ("good/Cargo.toml", good),
        ("bad/Cargo.toml", &bad),
        ("tools/Cargo.toml", good),
    ]);
    let apart = [
        "bad/Cargo.toml: `[lints]",
        "bad/Cargo.toml: `license`",
        "gone/Cargo.toml",
    ];
    complains(&members_apart(&tree), &apart);
    complains(&manifests_apart(&tree), &["tools/Cargo.toml"]);
    complains(&versions_apart(&tree), &["`toml`"]);
}
