//! Words as people write them who want to slip past a list.

use std::collections::BTreeMap;
use std::path::Path;

use peerline_core::moderation::Finding;
use peerline_core::moderation::Looked;
use peerline_core::moderation::Signal as _;
use peerline_core::moderation::WordList;
use rustrict::CensorStr as _;

use crate::complain;
use crate::say;

/// How a phrase is disguised.
pub(crate) type Disguise = fn(&str) -> String;

/// Every disguise, the plain phrase first.
pub(crate) const DISGUISES: [(&str, Disguise); 7] = [
    ("none", |phrase| phrase.to_owned()),
    ("digits for letters", |phrase| {
        let digits = phrase.replace('i', "1").replace('o', "0").replace('e', "3");
        digits.replace("1 ", "i ")
    }),
    ("spaced", |phrase| {
        let spaced = |word: &str| word.chars().map(String::from).collect::<Vec<_>>().join(" ");
        phrase.split(' ').map(spaced).collect::<Vec<_>>().join("  ")
    }),
    ("letters of another script", |phrase| {
        phrase.replace('o', "\u{43e}").replace('e', "\u{435}")
    }),
    ("invisible characters", |phrase| {
        phrase.replace('u', "u\u{200b}")
    }),
    ("letters held down", |phrase| phrase.replace('o', "oooo")),
    ("letters swapped", |phrase| {
        phrase.replace("ou", "uo").replace("ie", "ei")
    }),
];

/// One case of HateCheck.
#[derive(Clone, Debug)]
struct Case {
    function: String,
    text: String,
    focus: String,
    like: String,
}

/// HateCheck's spelling functions: of the cases whose plain sentence is found, how many are found as
/// they are spelled. The list is the words that the plain sentences turn on.
pub(crate) fn print(folder: &Path) {
    let Some(cases) = read(&folder.join("hatecheck/test_suite_cases.csv")) else {
        complain("left out: hatecheck is not in the folder");
        return;
    };
    let spelled = || {
        cases
            .values()
            .filter(|case| FUNCTIONS.contains(&case.function.as_str()))
    };
    let plain = |case: &Case| cases.get(&case.like);
    let mut words: Vec<String> = spelled()
        .filter_map(plain)
        .map(|case| case.focus.to_lowercase())
        .collect();
    // Some cases turn on nothing, and some on a template's placeholder.
    words.retain(|word| word.contains(char::is_alphanumeric) && !word.contains('['));
    words.sort();
    words.dedup();
    let Ok(list) = WordList::parse("focus", &words.join("\n")) else {
        complain("left out: the words of hatecheck make no list");
        return;
    };
    let ours = |text: &str| matches!(list.look(&Looked::at(text)), Finding::Hit { .. });
    let substring = |text: &str| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word.as_str()))
    };
    let theirs = |text: &str| text.is_inappropriate();
    say(&format!(
        "\n## HateCheck's spellings, with a list of {} words\n",
        words.len()
    ));
    say(
        "| function | word list | the words as substrings | rustrict (its own list) |\n|---|---|---|---|",
    );
    for function in FUNCTIONS {
        let pairs: Vec<(&Case, &Case)> = spelled()
            .filter(|case| case.function == function)
            .filter_map(|case| Some((case, plain(case)?)))
            .collect();
        let tools: [&dyn Fn(&str) -> bool; 3] = [&ours, &substring, &theirs];
        let cells: Vec<String> = tools
            .iter()
            .map(|look| {
                let known: Vec<_> = pairs
                    .iter()
                    .filter(|(_, plain)| look(&plain.text))
                    .collect();
                let found = known.iter().filter(|(case, _)| look(&case.text)).count();
                format!("{found} of {}", known.len())
            })
            .collect();
        say(&format!("| {function} | {} |", cells.join(" | ")));
    }
}

/// The same of the translations, which name no words: the list is the plain sentences.
pub(crate) fn print_translations(folder: &Path) {
    say("\n## HateCheck's spellings in other languages, with the plain sentences as a list\n");
    say("| language | function | phrase list | the sentences as substrings |\n|---|---|---|---|");
    for language in LANGUAGES {
        let file = format!("multilingual-hatecheck/hatecheck_cases_final_{language}.csv");
        let Some(cases) = read_with(&folder.join(&file), |id| {
            id.rsplit('-').next().unwrap_or_default().to_owned()
        }) else {
            complain(&format!("left out: {file} is not in the folder"));
            continue;
        };
        for function in FUNCTIONS {
            let of_function = cases.values().filter(|case| case.function == function);
            let pairs: Vec<(&Case, &Case)> = of_function
                .filter_map(|case| Some((case, cases.get(&case.like)?)))
                .collect();
            let sentences: Vec<String> = pairs
                .iter()
                .map(|(_, plain)| plain.text.to_lowercase())
                .collect();
            let Ok(list) = WordList::parse("sentences", &sentences.join("\n")) else {
                complain(&format!(
                    "left out: {language}, {function}: the sentences make no list"
                ));
                continue;
            };
            let ours = pairs
                .iter()
                .filter(|(case, _)| {
                    matches!(list.look(&Looked::at(&case.text)), Finding::Hit { .. })
                })
                .count();
            let plainly = pairs
                .iter()
                .zip(&sentences)
                .filter(|((case, _), plain)| case.text.to_lowercase().contains(plain.as_str()))
                .count();
            let n = pairs.len();
            say(&format!(
                "| {language} | {function} | {ours} of {n} | {plainly} of {n} |"
            ));
        }
    }
}

fn read(file: &Path) -> Option<BTreeMap<String, Case>> {
    read_with(file, str::to_owned)
}

fn read_with(file: &Path, id: impl Fn(&str) -> String) -> Option<BTreeMap<String, Case>> {
    let mut reader = csv::Reader::from_path(file).ok()?;
    let titles = reader.headers().ok()?.clone();
    let mut cases = BTreeMap::new();
    for row in reader.records().filter_map(Result::ok) {
        let field = |name: &str| {
            let at = titles.iter().position(|title| title == name)?;
            Some(row.get(at)?.trim_end_matches(".0").to_owned())
        };
        let case = Case {
            function: field("functionality")?,
            text: field("test_case")?,
            focus: field("focus_words").unwrap_or_default(),
            like: field("ref_case_id").unwrap_or_default(),
        };
        let named = field("case_id").or_else(|| field("mhc_case_id"))?;
        cases.insert(id(&named), case);
    }
    Some(cases)
}

const LANGUAGES: [&str; 4] = ["german", "french", "spanish", "portuguese"];

const FUNCTIONS: [&str; 5] = [
    "spell_char_swap_h",
    "spell_char_del_h",
    "spell_space_del_h",
    "spell_space_add_h",
    "spell_leet_h",
];
