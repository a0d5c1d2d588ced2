//! False alarms on real ordinary distress, where that data lies beside the project.
//!
//! Aggregates only: no row is ever printed.

use std::path::Path;

use super::band;
use crate::crisis::assess::RuleAssessor;
use crate::vocab::Band;

/// The most urgent alarms per thousand texts of everyday stress.
const MOST_PER_THOUSAND: usize = 5;

fn read(file: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(file);
    let near = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data")
        .join(file);
    std::fs::read_to_string(path)
        .or_else(|_| std::fs::read_to_string(near))
        .ok()
}

#[expect(
    clippy::print_stderr,
    reason = "a skipped measure says so, and a measure is for reading"
)]
fn measure(name: &str, texts: Option<Vec<String>>) {
    let Some(texts) = texts else {
        eprintln!("{name}: not measured, the data is not here");
        return;
    };
    let rules = RuleAssessor::default();
    let count = |least: Band| {
        texts
            .iter()
            .filter(|text| band(&rules, text) >= least)
            .count()
    };
    let (urgent, soon) = (count(Band::High), count(Band::Elevated));
    eprintln!(
        "{name}: {urgent} urgent and {soon} soon or urgent of {}",
        texts.len()
    );
    assert!(!texts.is_empty());
    assert!(urgent.saturating_mul(1000) <= texts.len().saturating_mul(MOST_PER_THOUSAND));
}

#[test]
fn everyday_stress_raises_few_urgent_alarms() {
    let texts = read("sad/sad_v1.csv").map(|file| {
        let rows = file.lines().skip(1);
        rows.filter_map(|row| row.split_once(',').map(|(_, rest)| rest.to_owned()))
            .collect()
    });
    measure("sad", texts);
}

#[test]
fn support_talk_raises_few_urgent_alarms() {
    let texts = read("esconv/FailedESConv.json").map(|file| {
        let talks: Vec<serde_json::Value> = serde_json::from_str(&file).unwrap();
        let turns = talks
            .iter()
            .filter_map(|talk| talk.get("dialog")?.as_array())
            .flatten();
        turns
            .filter(|turn| turn.get("speaker").and_then(|who| who.as_str()) == Some("speaker"))
            .filter_map(|turn| turn.get("content")?.as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    });
    measure("esconv", texts);
}
