//! What is counted of a run, and how it is printed.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::case::Case;
use super::case::Verdict;
use super::case::Wanted;

/// Counts of one function in one language.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Count {
    /// Cases in which something has to be found.
    pub(super) asked: usize,
    /// Of those, found.
    pub(super) found: usize,
    /// Cases that must not be urgent.
    pub(super) calm: usize,
    /// Of those, urgent.
    pub(super) alarms: usize,
    /// Cases without an answer; none of them counts as found.
    pub(super) silent: usize,
}

/// All counts, by function in the order of the suite, and language.
#[derive(Debug, Default)]
pub(super) struct Figures {
    functions: Vec<String>,
    languages: Vec<String>,
    counts: BTreeMap<(String, String), Count>,
}

impl Figures {
    /// Counts one case; without a verdict there was no answer.
    pub(super) fn note(&mut self, case: &Case, verdict: Option<Verdict>) {
        remember(&mut self.functions, &case.function);
        remember(&mut self.languages, &case.language);
        let place = (case.function.clone(), case.language.clone());
        let count = self.counts.entry(place).or_default();
        let add = |number: &mut usize, when: bool| *number = number.saturating_add(when.into());
        let calm = case.urgent == Wanted::MustNot;
        // An alarm on a worry about somebody else has found it, and is counted as an alarm.
        let found = matches!(verdict, Some(Verdict::Right | Verdict::FalseAlarm));
        add(&mut count.asked, case.asks());
        add(&mut count.found, case.asks() && found);
        add(&mut count.calm, calm);
        add(&mut count.alarms, verdict == Some(Verdict::FalseAlarm));
        add(&mut count.silent, verdict.is_none());
    }

    /// Returns the counts of a function in all languages, or of everything.
    pub(super) fn sum(&self, function: Option<&str>, language: Option<&str>) -> Count {
        let wanted = self
            .counts
            .iter()
            .filter(|((in_function, in_language), _)| {
                function.is_none_or(|function| function == in_function)
                    && language.is_none_or(|language| language == in_language)
            });
        wanted.fold(Count::default(), |sum, (_, count)| sum.with(*count))
    }

    /// Returns the two tables: found first, false alarms after.
    pub(super) fn tables(&self) -> String {
        let mut text = String::from("found, of what has to be found\n");
        self.table(&mut text, |count| share(count.found, count.asked));
        text.push_str("\nurgent, of what must not be\n");
        self.table(&mut text, |count| share(count.alarms, count.calm));
        let silent = self.sum(None, None).silent;
        if silent > 0 {
            text.push_str(&format!("\nnot answered: {silent}\n"));
        }
        text
    }

    fn table(&self, text: &mut String, cell: impl Fn(Count) -> String) {
        let mut row = |name: &str, cells: Vec<String>| {
            let cells: String = cells.iter().map(|cell| format!("{cell:>9}")).collect();
            text.push_str(&format!("{name:<15}{cells}\n"));
        };
        let mut heads = self.languages.clone();
        heads.push("all".to_owned());
        row("", heads);
        let functions = self
            .functions
            .iter()
            .map(|function| Some(function.as_str()));
        for function in functions.chain([None]) {
            let languages = self
                .languages
                .iter()
                .map(|language| Some(language.as_str()));
            let counts = languages.chain([None]);
            let cells = counts.map(|language| cell(self.sum(function, language)));
            row(function.unwrap_or("all"), cells.collect());
        }
    }

    /// Returns one object for each function and language.
    pub(super) fn lines(&self) -> impl Iterator<Item = Value> {
        self.counts.iter().map(|((function, language), count)| {
            json!({"function": function, "language": language, "asked": count.asked,
                "found": count.found, "calm": count.calm, "alarms": count.alarms,
                "silent": count.silent})
        })
    }
}

impl Count {
    const fn with(self, other: Self) -> Self {
        Self {
            asked: self.asked.saturating_add(other.asked),
            found: self.found.saturating_add(other.found),
            calm: self.calm.saturating_add(other.calm),
            alarms: self.alarms.saturating_add(other.alarms),
            silent: self.silent.saturating_add(other.silent),
        }
    }
}

fn remember(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        "-".to_owned()
    } else {
        format!("{part}/{whole}")
    }
}
