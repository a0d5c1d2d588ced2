//! What a browser test needs on the machine, and what happens where it is missing.

use std::path::Path;
use std::path::PathBuf;

/// The programs.
#[derive(Clone, Debug)]
pub(crate) struct Tools {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

/// Finds the programs; says aloud what is left out without them.
pub(crate) fn find(test: &str) -> Option<Tools> {
    let chromium = program("CHROMIUM", "chromium");
    let chromedriver = program("CHROMEDRIVER", "chromedriver");
    match (chromium, chromedriver) {
        (Some(chromium), Some(chromedriver)) => Some(Tools {
            chromium,
            chromedriver,
        }),
        _ => {
            left_out(test, "put chromium and chromedriver into the path");
            None
        }
    }
}

/// Reads axe-core; says aloud what is left out without it.
pub(crate) fn axe(test: &str) -> Option<String> {
    let fallback = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../target/tools/node_modules/axe-core/axe.min.js"
    );
    let file = std::env::var_os("PEERLINE_AXE").unwrap_or_else(|| fallback.into());
    let source = std::fs::read_to_string(file).ok();
    if source.is_none() {
        left_out(
            test,
            "npm install --prefix target/tools --no-save axe-core@4, or set PEERLINE_AXE",
        );
    }
    source
}

/// The folder in a variable, made if need be.
pub(crate) fn folder(variable: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os(variable)?);
    // A test runs in the folder of its package; people name folders from the workspace's.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    Some(folder)
}

fn program(variable: &str, name: &str) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Some(path.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn left_out(test: &str, cure: &str) {
    let is_required =
        std::env::var_os("PEERLINE_REQUIRE_BROWSER").is_some_and(|value| value == "1");
    assert!(!is_required, "{test} cannot run: {cure}");
    eprintln!("LEFT OUT: {test}. To run it: {cure}");
}
