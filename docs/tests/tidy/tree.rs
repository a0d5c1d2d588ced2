//! The files that the rules look at.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// One file: its path from the root, with `/`, and its text.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
    is_test: bool,
}

impl File {
    /// Returns its name without folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Returns whether it is compiled for tests alone.
    pub(crate) const fn is_test(&self) -> bool {
        self.is_test
    }

    /// Returns whether its name ends with one of `endings`.
    pub(crate) fn ends(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }
}

/// A checkout, or an example of one.
#[derive(Debug)]
pub(crate) struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// Reads what git tracks or would track; every file but build output where git is not there.
    pub(crate) fn of_the_project() -> Self {
        let root = root();
        let paths = listed_by_git(&root).unwrap_or_else(|| walked(&root));
        let read = |path: String| {
            let bytes = std::fs::read(root.join(&path)).ok()?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Some((path, text))
        };
        let files: Vec<(String, String)> = paths.into_iter().filter_map(read).collect();
        assert!(!files.is_empty(), "no file under {}", root.display());
        Self::of(files)
    }

    /// Makes a small tree for a test of a rule.
    pub(crate) fn example(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self::of(files.iter().map(own).collect())
    }

    fn of(files: Vec<(String, String)>) -> Self {
        let roots: Vec<String> = files.iter().flat_map(test_modules).collect();
        let file = |(path, text): (String, String)| File {
            is_test: is_in_tests(&path) || roots.iter().any(|root| is_under(&path, root)),
            path,
            text,
        };
        Self {
            files: files.into_iter().map(file).collect(),
        }
    }

    /// Returns every file.
    pub(crate) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// Returns every file of Rust.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files().filter(|file| file.path.ends_with(".rs"))
    }

    /// Returns a file's text.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let file = self.files().find(|file| file.path == path)?;
        Some(&file.text)
    }
}

/// Returns the root of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = here.parent().unwrap_or(here);
    std::env::var_os("PEERLINE_ROOT").map_or_else(|| own.to_path_buf(), PathBuf::from)
}

/// Fails with every complaint, one per line.
#[track_caller]
pub(crate) fn holds(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Fails unless there are as many complaints as `parts`, each with its part.
#[track_caller]
pub(crate) fn complains(complaints: &[String], parts: &[&str]) {
    let told = parts.iter().zip(complaints);
    let all = told
        .clone()
        .all(|(part, complaint)| complaint.contains(part));
    assert!(
        all && parts.len() == complaints.len(),
        "expected {parts:?}, got {complaints:#?}"
    );
}

fn is_in_tests(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn is_under(path: &str, module: &str) -> bool {
    let rest = path.strip_prefix(module);
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Returns the paths, without ending, of the modules that a file declares for tests alone.
fn test_modules((path, text): &(String, String)) -> Vec<String> {
    let folder = path.trim_end_matches(".rs");
    let folder = ["/mod", "/lib", "/main"]
        .iter()
        .find_map(|root| folder.strip_suffix(root))
        .unwrap_or(folder);
    let declared = text.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix("mod ")?;
        let (name, _) = rest.split_once(';')?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        is_name.then(|| format!("{folder}/{name}"))
    });
    declared.collect()
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .ok()?;
    let listed = listed.status.success().then_some(listed.stdout)?;
    let listed = String::from_utf8(listed).ok()?;
    let mut paths: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    Some(paths)
}

fn walked(root: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_output = SKIPPED.iter().any(|name| entry.file_name() == *name);
            if path.is_dir() && !is_output {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(root)
                && path.is_file()
            {
                paths.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    paths.sort();
    paths
}

const SKIPPED: [&str; 4] = [".git", "target", "node_modules", "peerline-data"];

#[test]
fn a_file_for_tests_alone_is_known() {
    let tree = Tree::example(&[
        ("a/src/b/mod.rs", "mod c;\n#[cfg(test)]\nmod measured;"),
        ("a/src/b/c.rs", "#[cfg(test)]\nmod model;"),
        ("a/src/b/c/model.rs", ""),
        ("a/src/b/measured.rs", ""),
        ("a/src/b/tests.rs", ""),
        ("a/tests/it/main.rs", ""),
    ]);
    let tests: Vec<&str> = tree
        .files()
        .filter(|file| file.is_test())
        .map(File::name)
        .collect();
    assert_eq!(tests, ["model.rs", "measured.rs", "tests.rs", "main.rs"]);
}
