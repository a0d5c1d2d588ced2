//! The files that the rules look at.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// One file: its path from the root, with `/`, and its text.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// Returns its name without folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Returns whether it is compiled for tests alone.
    pub(crate) fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
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
            Some(File { path, text })
        };
        let files: Vec<File> = paths.into_iter().filter_map(read).collect();
        assert!(!files.is_empty(), "no file under {}", root.display());
        Self { files }
    }

    /// Makes a small tree for a test of a rule.
    pub(crate) fn example(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self {
            files: files.iter().map(file).collect(),
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
