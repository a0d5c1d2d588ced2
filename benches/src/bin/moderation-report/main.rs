//! What each signal that ships finds, and what it should not have found, on labelled texts that lie
//! outside the project.
//!
//! `cargo run -p peerline-benches --bin moderation-report -- <folder>`
//!
//! Aggregates alone: no text is printed. A set that is not there is named and left out.

mod functions;
mod sets;
mod spelling;
mod tools;

use std::path::Path;
use std::process::ExitCode;

use sets::Set;
use tools::Tool;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        complain("name the folder of the data: moderation-report <folder>");
        return ExitCode::FAILURE;
    };
    let tools = tools::all();
    let folder = Path::new(&folder);
    false_alarms(folder, &tools);
    disguises(&tools);
    spelling::print(folder);
    spelling::print_translations(folder);
    functions::print(folder, &tools);
    ExitCode::SUCCESS
}

/// People who seek and give support: what is found here is nearly all false.
fn false_alarms(folder: &Path, tools: &[Tool]) {
    say("## Found in talk of people who seek or give support\n");
    let names: Vec<&str> = tools.iter().map(|tool| tool.name).collect();
    say(&format!("| texts | n | {} |", names.join(" | ")));
    say(&format!("|---|---|{}", "---|".repeat(tools.len())));
    for set in Set::ALL {
        let Some(texts) = set.read(folder) else {
            complain(&format!("left out: {} is not in the folder", set.name()));
            continue;
        };
        let found: Vec<String> = tools
            .iter()
            .map(|tool| tool.count(&texts).to_string())
            .collect();
        say(&format!(
            "| {} | {} | {} |",
            set.name(),
            texts.len(),
            found.join(" | ")
        ));
    }
}

/// Every English insult that ships, as people write it who want to slip past a list.
fn disguises(tools: &[Tool]) {
    let phrases = tools::phrases();
    let words: Vec<&Tool> = tools.iter().filter(|tool| tool.for_insults).collect();
    say(&format!(
        "\n## Found of {} insults, disguised\n",
        phrases.len()
    ));
    let names: Vec<&str> = words.iter().map(|tool| tool.name).collect();
    say(&format!("| disguise | {} |", names.join(" | ")));
    say(&format!("|---|{}", "---|".repeat(words.len())));
    for (name, disguise) in spelling::DISGUISES {
        let texts: Vec<String> = phrases
            .iter()
            .map(|phrase| format!("oh well. {}", disguise(phrase)))
            .collect();
        let found: Vec<String> = words
            .iter()
            .map(|tool| tool.count(&texts).to_string())
            .collect();
        say(&format!("| {name} | {} |", found.join(" | ")));
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are what the program is for"
)]
fn say(text: &str) {
    println!("{text}");
}

#[expect(
    clippy::print_stderr,
    reason = "what could not be measured is said beside the figures"
)]
fn complain(text: &str) {
    eprintln!("{text}");
}
