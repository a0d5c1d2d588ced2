//! HateCheck by its functions: what each tool finds of cases that are hateful, and of those that only look so.

use std::collections::BTreeMap;
use std::path::Path;

use crate::complain;
use crate::say;
use crate::tools::Tool;

/// Prints a line for each function of a file of HateCheck, the hateful ones by `_h`, the others by `_nh`.
pub(crate) fn print(folder: &Path, tools: &[Tool]) {
    let english = "hatecheck/test_suite_cases.csv".to_owned();
    let others = LANGUAGES
        .map(|language| format!("multilingual-hatecheck/hatecheck_cases_final_{language}.csv"));
    for file in std::iter::once(english).chain(others) {
        let Some(functions) = read(&folder.join(&file)) else {
            complain(&format!("left out: {file} is not in the folder"));
            continue;
        };
        of_file(&file, &functions, tools);
    }
}

fn of_file(file: &str, functions: &BTreeMap<String, Vec<String>>, tools: &[Tool]) {
    let tools: Vec<&Tool> = tools.iter().filter(|tool| tool.for_insults).collect();
    let names: Vec<&str> = tools.iter().map(|tool| tool.name).collect();
    let name = file.rsplit('/').next().unwrap_or_default();
    say(&format!("\n## Found by function, {name}\n"));
    say(&format!("| function | n | {} |", names.join(" | ")));
    say(&format!("|---|---|{}", "---|".repeat(tools.len())));
    for (function, texts) in functions {
        let found: Vec<String> = tools
            .iter()
            .map(|tool| tool.count(texts).to_string())
            .collect();
        let n = texts.len();
        say(&format!("| `{function}` | {n} | {} |", found.join(" | ")));
    }
}

fn read(file: &Path) -> Option<BTreeMap<String, Vec<String>>> {
    let mut reader = csv::Reader::from_path(file).ok()?;
    let titles = reader.headers().ok()?.clone();
    let at = |name: &str| titles.iter().position(|title| title == name);
    let (function, text) = (at("functionality")?, at("test_case")?);
    let mut functions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in reader.records().filter_map(Result::ok) {
        if let (Some(function), Some(text)) = (row.get(function), row.get(text)) {
            functions
                .entry(function.to_owned())
                .or_default()
                .push(text.to_owned());
        }
    }
    Some(functions)
}

const LANGUAGES: [&str; 4] = ["german", "french", "spanish", "portuguese"];
