//! Figures on real support talk that lies outside the project. Aggregates only, never a row.

use std::fs;
use std::path::Path;

use super::Contact;
use super::Finding;
use super::Looked;
use super::NormalizedText;
use super::Signal;
use super::WordList;

/// Reads a data file, or says that it is not there.
#[expect(clippy::print_stderr, reason = "a skipped measurement must say so")]
fn read(name: &str) -> Option<String> {
    let text = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| fs::read_to_string(folder.join("shared/data").join(name)).ok());
    if text.is_none() {
        eprintln!("skipped: {name} is not here");
    }
    text
}

/// The rows of a comma-separated file; quoted fields may hold commas, quotes and new lines.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            letter => row.last_mut().unwrap().push(letter),
        }
    }
    rows
}

fn column(text: &str, name: &str) -> Vec<String> {
    let mut rows = rows(text).into_iter();
    let header = rows.next().unwrap_or_default();
    let at = header.iter().position(|title| title == name).unwrap();
    rows.filter_map(|row| row.get(at).cloned())
        .filter(|field| !field.trim().is_empty())
        .collect()
}

/// Turns of the support conversations: `speaker` is who seeks, `listener` who supports.
fn turns(text: &str, speaker: &str) -> Vec<String> {
    let talks: serde_json::Value = serde_json::from_str(text).unwrap();
    talks
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|talk| talk["dialog"].as_array().unwrap())
        .filter(|turn| turn["speaker"] == speaker)
        .filter_map(|turn| turn["content"].as_str().map(str::to_owned))
        .collect()
}

fn n_hits(signal: &dyn Signal, texts: &[String]) -> usize {
    texts
        .iter()
        .filter(|raw| matches!(signal.look(&Looked::at(raw)), Finding::Hit { .. }))
        .count()
}

#[expect(clippy::print_stderr, reason = "the figures are what the test is for")]
fn report(what: &str, part: usize, whole: usize) {
    eprintln!("measured: {what}: {part} of {whole}");
}

#[test]
fn real_support_talk_is_hardly_ever_taken_for_contact_or_abuse() {
    let Some(text) = read("esconv/FailedESConv.json") else {
        return;
    };
    let (contact, abuse) = (Contact::default(), WordList::abuse().unwrap());
    let mut n_contact = 0;
    for speaker in ["speaker", "listener"] {
        let turns = turns(&text, speaker);
        let found = n_hits(&contact, &turns);
        report(
            &format!("contact in esconv {speaker} turns"),
            found,
            turns.len(),
        );
        n_contact += found;
        let found = n_hits(&abuse, &turns);
        report(
            &format!("abuse in esconv {speaker} turns"),
            found,
            turns.len(),
        );
        assert!(found <= 3, "{found}");
    }
    assert!(n_contact <= 3, "{n_contact}");
}

#[test]
fn stress_and_counselling_are_hardly_ever_taken_for_contact_or_abuse() {
    let files = [
        ("sad/sad_v1.csv", "sentence"),
        ("counselchat/counsel_chat.csv", "answerText"),
        ("counselchat/counsel_chat.csv", "questionText"),
        ("cssrs-posts/posts.csv", "content"),
    ];
    let (contact, abuse) = (Contact::default(), WordList::abuse().unwrap());
    for (name, field) in files {
        let Some(text) = read(name) else {
            continue;
        };
        let texts = column(&text, field);
        for signal in [&contact as &dyn Signal, &abuse] {
            let found = n_hits(signal, &texts);
            report(
                &format!("{} in {name} {field}", signal.name()),
                found,
                texts.len(),
            );
            assert!(found * 50 <= texts.len(), "{name} {found}");
        }
    }
}

#[test]
fn the_fixture_of_helplines_is_never_taken_for_contact() {
    let Some(text) = read("helplines/peerline_seed_fixture.json") else {
        return;
    };
    let mut numbers = Vec::new();
    collect_numbers(&serde_json::from_str(&text).unwrap(), &mut numbers);
    let missed = n_hits(&Contact::default(), &numbers);
    report(
        "fixture numbers that are not known by default",
        missed,
        numbers.len(),
    );
    let known = numbers
        .iter()
        .fold(super::Helplines::default(), |known, number| {
            known.with(number)
        });
    assert_eq!(n_hits(&Contact::except(known), &numbers), 0);
}

fn collect_numbers(value: &serde_json::Value, out: &mut Vec<String>) {
    if let Some(fields) = value.as_object() {
        for (_, field) in fields {
            collect_numbers(field, out);
        }
    } else if let Some(list) = value.as_array() {
        list.iter().for_each(|value| collect_numbers(value, out));
    } else if let Some(text) = value.as_str() {
        let n_digits = text.chars().filter(char::is_ascii_digit).count();
        let is_number = text
            .chars()
            .all(|letter| letter.is_ascii_digit() || " +-()".contains(letter));
        if is_number && 2 <= n_digits && !text.starts_with("20") {
            out.push(format!("call {text}"));
        }
    }
}

/// The spelling variants of HateCheck: whether the word in question reads as itself again.
#[test]
fn folding_brings_disguised_words_back() {
    let Some(text) = read("hatecheck/test_suite_cases.csv") else {
        return;
    };
    let cases = rows(&text);
    let field = |row: &[String], name: &str| {
        let at = cases[0].iter().position(|title| title == name).unwrap();
        row.get(at).cloned().unwrap_or_default()
    };
    let functions = [("spell_leet_h", 80), ("spell_space_add_h", 60)];
    for (function, at_least) in functions {
        let (mut n_cases, mut before, mut after) = (0, 0, 0);
        for row in &cases {
            let original = field(row, "ref_case_id");
            if field(row, "functionality") != function || original.is_empty() {
                continue;
            }
            let original = original.trim_end_matches(".0");
            let reference = cases.iter().find(|row| field(row, "case_id") == original);
            let Some(reference) = reference else { continue };
            n_cases += 1;
            let (spelled, plain) = (field(row, "test_case"), field(reference, "test_case"));
            before += usize::from(is_same(&spelled, &plain, &|raw| raw.to_lowercase()));
            let folded = |raw: &str| NormalizedText::new(raw).as_str().to_owned();
            after += usize::from(is_same(&spelled, &plain, &folded));
        }
        report(&format!("{function} plain"), before, n_cases);
        report(&format!("{function} folded"), after, n_cases);
        assert!(at_least * n_cases <= 100 * after, "{function}");
    }
}

/// The same words, wherever spaces are.
fn is_same(one: &str, other: &str, fold: &dyn Fn(&str) -> String) -> bool {
    let words = |raw: &str| -> Vec<String> {
        fold(raw)
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    words(one) == words(other)
}

/// Every phrase of the shipped list, disguised, in a sentence.
#[test]
fn disguised_abuse_is_found() {
    let abuse = WordList::abuse().unwrap();
    let phrases: Vec<&str> = include_str!("words/abuse.en.txt")
        .lines()
        .filter(|line| line.starts_with(|first: char| first == '^' || first.is_alphabetic()))
        .map(|line| line.trim_start_matches('^'))
        .collect();
    type Disguise = fn(&str) -> String;
    let disguises: [(&str, Disguise); 6] = [
        ("leet", |phrase| {
            phrase
                .replace('i', "1")
                .replace('o', "0")
                .replace('e', "3")
                .replace("1 ", "i ")
        }),
        ("spaced", |phrase| {
            let words = phrase.split(' ').map(|word| {
                let letters: Vec<String> = word.chars().map(String::from).collect();
                letters.join(" ")
            });
            words.collect::<Vec<_>>().join("  ")
        }),
        ("look-alikes", |phrase| {
            phrase.replace('o', "о").replace('e', "е")
        }),
        ("invisible", |phrase| phrase.replace('u', "u\u{200b}")),
        ("held down", |phrase| phrase.replace('o', "oooo")),
        ("swapped", |phrase| {
            phrase.replace("ou", "uo").replace("ie", "ei")
        }),
    ];
    for (name, disguise) in disguises {
        let found = phrases
            .iter()
            .filter(|phrase| {
                let raw = format!("oh well. {}", disguise(phrase));
                matches!(abuse.look(&Looked::at(&raw)), Finding::Hit { .. })
            })
            .count();
        report(&format!("list phrases, {name}"), found, phrases.len());
        let at_least = if name == "swapped" { 0 } else { 90 };
        assert!(at_least * phrases.len() <= 100 * found, "{name}");
    }
}
