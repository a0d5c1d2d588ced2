//! The vectors themselves: whether they can be read, and say what they mean.

use std::collections::BTreeSet;

use serde_json::json;

use super::frames::Case;
use super::library::Library;
use super::mapping::Mapping;
use super::mapping::to_hex;
use super::script::Script;

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

#[test]
fn a_step_that_stands_for_many_is_unrolled_with_numbers() {
    let script = json!({"about": "", "steps": [
        {"do": "a"},
        {"repeat": 2, "steps": [{"do": "b", "after": 5, "expect": [{"n": "x{####}"}]}, {"do": "c"}]},
    ]});
    let script: Script = serde_json::from_value(script).unwrap();
    let verbs: Vec<_> = script.steps.iter().map(|step| &step.order["do"]).collect();
    assert_eq!(verbs, ["a", "b", "c", "b", "c"]);
    assert_eq!(script.steps[3].expect, [json!({"n": "x0001"})]);
    assert_eq!(script.steps[3].after, Some(5));
}

#[test]
fn a_broken_script_is_refused() {
    for steps in [
        json!([{"repeat": 2}]),
        json!([{"repeat": 2, "steps": [1]}]),
        json!(1),
    ] {
        let script = json!({"about": "", "steps": steps});
        assert!(serde_json::from_value::<Script>(script).is_err(), "{steps}");
    }
}
