//! The functional suites under `tests/data`.

use std::collections::BTreeMap;

use super::band;
use super::categories;
use crate::crisis::assess::RuleAssessor;
use crate::vocab::Band;
use crate::vocab::Category;

const SEED: &str = include_str!("../../../../tests/data/crisis_functional_seed.json");
const OWN: &str = include_str!("../../../../tests/data/crisis_own.toml");

/// Judges every text of a function and lists those that fail.
#[track_caller]
fn check(texts: &[String], name: &str, good: impl Fn(Band, &[Category]) -> bool) {
    let rules = RuleAssessor::default();
    let bad: Vec<_> = texts
        .iter()
        .map(|text| (text, band(&rules, text), categories(&rules, text)))
        .filter(|(_, band, categories)| !good(*band, categories))
        .collect();
    assert!(!texts.is_empty(), "{name} has texts");
    assert!(bad.is_empty(), "{name}: {bad:#?}");
}

fn about_another(band: Band, categories: &[Category]) -> bool {
    band > Band::Routine && band < Band::High && categories.contains(&Category::ThirdParty)
}

#[track_caller]
fn seed(name: &str) -> Vec<String> {
    let functions: BTreeMap<String, Vec<String>> = serde_json::from_str(SEED).unwrap();
    functions.get(name).unwrap().clone()
}

#[test]
fn seed_explicit_is_urgent() {
    check(&seed("explicit (risk)"), "explicit", |band, _| {
        band == Band::High
    });
}

#[test]
fn seed_obfuscated_is_urgent() {
    check(&seed("obfuscated (risk)"), "obfuscated", |band, _| {
        band == Band::High
    });
}

#[test]
fn seed_indirect_is_found() {
    check(&seed("indirect (risk)"), "indirect", |band, _| {
        band >= Band::Elevated
    });
}

#[test]
fn seed_third_party_is_a_worry_below_urgent() {
    check(
        &seed("third party (helper needs support)"),
        "third party",
        about_another,
    );
}

#[test]
fn seed_calm_functions_are_never_urgent() {
    for name in [
        "idiom (not risk)",
        "negation (not risk)",
        "past / recovery",
        "topic, work, fiction",
    ] {
        check(&seed(name), name, |band, _| band <= Band::Watch);
    }
}

/// Reads the small part of TOML that the file uses: tables, and arrays with one string a line.
fn own(expectation: &str) -> Vec<String> {
    let mut inside = false;
    let mut texts = Vec::new();
    for line in OWN.lines().map(str::trim) {
        if let Some((name, "[")) = line.split_once(" = ") {
            inside = name == expectation;
        } else if let Some(text) = line
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix("\","))
            && inside
        {
            texts.push(text.to_owned());
        }
    }
    texts
}

#[test]
fn own_high_is_urgent() {
    check(&own("high"), "high", |band, _| band == Band::High);
}

#[test]
fn own_soon_is_found_and_not_urgent() {
    check(&own("soon"), "soon", |band, _| band == Band::Elevated);
}

#[test]
fn own_third_party_is_a_worry_below_urgent() {
    check(&own("third"), "third", about_another);
}

#[test]
fn own_calm_is_at_most_watched() {
    check(&own("calm"), "calm", |band, _| band <= Band::Watch);
}
