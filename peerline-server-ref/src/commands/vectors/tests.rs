//! The vectors themselves: whether they can be read, and say what they mean.

use std::collections::BTreeSet;

use super::frames::Case;
use super::library::Library;
use super::mapping::Mapping;
use super::mapping::to_hex;

fn cases(library: &Library) -> impl Iterator<Item = (&String, &Case)> {
    let files = library.frames.iter();
    files.flat_map(|(file, cases)| cases.iter().map(move |case| (file, case)))
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let library = Library::embedded().unwrap();
    let mut names = BTreeSet::new();
    for (file, case) in cases(&library) {
        assert!(names.insert(&case.name), "{file}: {} twice", case.name);
    }
}

#[test]
fn the_cbor_of_every_case_is_what_the_mapping_says() {
    let (library, mapping) = (Library::embedded().unwrap(), Mapping::read().unwrap());
    for (file, case) in cases(&library) {
        if let Some((frame, cbor)) = case.pair() {
            let written = to_hex(&mapping.to_cbor(&frame).unwrap());
            assert_eq!(written, cbor, "{file}: {}", case.name);
        }
    }
}

#[test]
fn every_script_has_steps() {
    let library = Library::embedded().unwrap();
    for (name, script) in library.client.iter().chain(&library.server) {
        assert!(!script.steps.is_empty(), "{name}");
    }
}
