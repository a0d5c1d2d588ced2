//! Every committed input passes its body, in every run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use peerline_core::testkit::fuzz::all_bodies;
use peerline_fuzz::inputs;

#[test]
fn every_input_passes_its_body() {
    for (name, body) in all_bodies() {
        for path in inputs(&corpora().join(name)).unwrap() {
            // Named before it runs, so that a panic stands behind the name of its input.
            eprint_name(&path);
            body(&fs::read(path).unwrap());
        }
    }
}

#[test]
fn every_corpus_has_at_least_twenty_inputs() {
    for (name, _) in all_bodies() {
        let found = inputs(&corpora().join(name)).map_or(0, |paths| paths.len());
        assert!(20 <= found, "{name} has {found}");
    }
}

#[test]
fn bodies_targets_and_corpora_go_by_the_same_names() {
    let bodies: BTreeSet<String> = all_bodies().iter().map(|one| one.0.to_owned()).collect();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(bodies, stems(&here.join("fuzz_targets")), "targets");
    assert_eq!(bodies, stems(&corpora()), "corpora");
}

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn stems(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned()))
        .collect()
}

#[expect(clippy::print_stderr, reason = "shown only where the test fails")]
fn eprint_name(path: &Path) {
    eprintln!("{}", path.display());
}
