//! The public suite under `docs/crisischeck`: that it is whole, and what the rules reach on it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;

use super::RULES;
use super::band;
use crate::crisis::reply::lint;
use crate::vocab::Band;

const FILES: [(&str, &str); 6] = [
    (
        "en",
        include_str!("../../../../../docs/crisischeck/en.jsonl"),
    ),
    (
        "de",
        include_str!("../../../../../docs/crisischeck/de.jsonl"),
    ),
    (
        "es",
        include_str!("../../../../../docs/crisischeck/es.jsonl"),
    ),
    (
        "fr",
        include_str!("../../../../../docs/crisischeck/fr.jsonl"),
    ),
    (
        "pt",
        include_str!("../../../../../docs/crisischeck/pt.jsonl"),
    ),
    (
        "it",
        include_str!("../../../../../docs/crisischeck/it.jsonl"),
    ),
];

/// Cases of one function in one language.
const CASES: usize = 40;

/// What the rules reach, in cases of six languages together: urgent cases missed at most, other
/// signs missed at most, false urgent alarms at most. Lower a number when the rules get better;
/// never raise one.
const FLOORS: [(&str, [usize; 3]); 15] = [
    ("idiom", [0, 0, 0]),
    ("negation", [0, 0, 0]),
    ("third_party", [0, 0, 0]),
    ("past_recovery", [0, 0, 0]),
    ("topic", [0, 0, 0]),
    ("work_fiction", [0, 0, 0]),
    ("explicit", [0, 0, 0]),
    ("indirect", [0, 88, 0]),
    ("obfuscated", [0, 0, 0]),
    ("slang", [11, 10, 0]),
    ("code_switching", [0, 2, 0]),
    ("quoting", [0, 0, 0]),
    ("dark_humour", [0, 5, 0]),
    ("song_lyrics", [0, 2, 0]),
    ("typing_slips", [28, 0, 0]),
];

/// Words that a topic needs and a reply must not use.
const OF_THE_TOPIC: [&str; 3] = ["suicid", "suizid", "selbstmord"];

/// Means and places that the lint of the replies does not know: no case names one.
const MEANS: [&str; 31] = [
    "hang", "drown", "poison", "razor", "blade", "bleach", "messer", "gift", "seil", "gleis",
    "cuchill", "pistol", "soga", "azotea", "veneno", "couteau", "corde", "toit", "faca", "telhad",
    "coltell", "pastigli", "farmac", "veleno", "tetto", "treno", "lamett", "binari", "noose",
    "railway", "balcon",
];

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    Must,
    May,
    MustNot,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    function: String,
    language: String,
    text: String,
    urgent: Wanted,
    signal: Wanted,
    #[serde(default)]
    note: Option<String>,
}

fn suite() -> Vec<Case> {
    let lines = FILES.iter().flat_map(|(_, text)| text.lines());
    lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn every_function_has_its_cases_in_every_language() {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for case in suite() {
        let count = counts.entry((case.language, case.function)).or_default();
        *count += 1;
    }
    assert_eq!(counts.len(), FILES.len() * FLOORS.len());
    for (language, _) in FILES {
        for (function, _) in FLOORS {
            let place = (language.to_owned(), function.to_owned());
            assert_eq!(counts.get(&place), Some(&CASES), "{place:?}");
        }
    }
}

#[test]
fn no_case_stands_twice_and_each_is_named_for_its_place() {
    let (mut ids, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for case in suite() {
        let place = format!("{}-{}-", case.language, case.function);
        assert!(case.id.starts_with(&place), "{}", case.id);
        assert!(ids.insert(case.id.clone()), "{} twice", case.id);
        assert!(
            texts.insert(case.text.to_lowercase()),
            "{}: its text stands twice in the suite",
            case.id
        );
    }
}

#[test]
fn every_case_asks_for_something_that_can_be_wrong() {
    for case in suite() {
        let asks = case.urgent != Wanted::May || case.signal != Wanted::May;
        let fits = case.urgent != Wanted::Must || case.signal == Wanted::Must;
        assert!(asks && fits, "{}", case.id);
        assert!(case.note.is_none_or(|note| !note.is_empty()), "{}", case.id);
    }
}

#[test]
fn no_case_names_means_a_place_or_a_hurtful_verdict() {
    for case in suite() {
        let banned = lint(&case.text);
        let banned: Vec<_> = banned
            .iter()
            .filter(|word| !OF_THE_TOPIC.contains(word))
            .collect();
        assert!(banned.is_empty(), "{}: {banned:?}", case.id);
        let lower = case.text.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        let named = words.find(|word| MEANS.iter().any(|means| word.starts_with(means)));
        assert_eq!(named, None, "{}", case.id);
    }
}

#[test]
fn the_rules_stay_above_their_floors() {
    let mut found: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in suite() {
        let band = band(&RULES, &case.text);
        let counts = found.entry(case.function.clone()).or_default();
        let urgent = band >= Band::High;
        let signal = band > Band::Routine;
        let fault = match (case.urgent, case.signal) {
            (Wanted::Must, _) if !urgent => Some(0),
            (Wanted::MustNot, _) if urgent => Some(2),
            (_, Wanted::Must) if !signal => Some(1),
            _ => None,
        };
        if let Some(fault) = fault {
            if let Some(count) = counts.get_mut(fault) {
                *count += 1;
            }
            wrong.push(format!("{} {band:?}: {}", case.id, case.text));
        }
    }
    for (function, most) in FLOORS {
        let counts = found.get(function).copied().unwrap_or_default();
        let holds = counts.iter().zip(most).all(|(count, most)| *count <= most);
        assert!(holds, "{function} {counts:?}, at most {most:?}: {wrong:#?}");
    }
}
