//! Asking for every case, and saying what came.

use std::time::Duration;

use serde_json::json;

use super::case::Case;
use super::case::Cuts;
use super::case::Verdict;
use super::figures::Figures;
use super::library;
use super::library::LibraryError;
use super::system::System;
use crate::cli::CrisisCheckArgs;
use crate::cli::say;

/// The suite could not be run. What a system answers is never an error of the run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CheckError {
    #[error("{0}")]
    Library(#[from] LibraryError),
    #[error("no case is in that function and language")]
    NoCase,
}

/// Runs the suite and prints the figures.
pub(crate) fn run(args: &CrisisCheckArgs) -> Result<(), CheckError> {
    let mut cases = library::read(args.dir.as_deref())?;
    let keeps = |wanted: &Option<String>, name: &str| wanted.as_deref().is_none_or(|w| w == name);
    cases.retain(|case| {
        keeps(&args.function, &case.function) && keeps(&args.language, &case.language)
    });
    if cases.is_empty() {
        return Err(CheckError::NoCase);
    }
    let cuts = Cuts {
        urgent: args.urgent_at,
        signal: args.signal_at,
    };
    let patience = Duration::from_secs(args.timeout);
    let mut system = args.exec.clone().map_or_else(System::rules, |command| {
        System::program(command, patience, cuts)
    });
    let figures = measure(&cases, &mut system, |case, answer| {
        if args.json || args.wrong {
            tell(case, answer, args.json);
        }
    });
    if args.json {
        figures.lines().for_each(|line| say(&line.to_string()));
    } else {
        say(&figures.tables());
    }
    Ok(())
}

/// Asks for every case in turn.
pub(super) fn measure(
    cases: &[Case],
    system: &mut System,
    mut told: impl FnMut(&Case, &Result<Verdict, String>),
) -> Figures {
    let mut figures = Figures::default();
    for case in cases {
        let verdict = system.ask(case).map(|answer| case.judge(answer));
        told(case, &verdict);
        figures.note(case, verdict.ok());
    }
    figures
}

fn tell(case: &Case, verdict: &Result<Verdict, String>, as_json: bool) {
    let what = match verdict {
        Ok(Verdict::Right) => "right",
        Ok(Verdict::Missed) => "missed",
        Ok(Verdict::FalseAlarm) => "false_alarm",
        Err(_) => "no_answer",
    };
    let why = verdict.as_ref().err();
    if as_json {
        say(&json!({"id": case.id, "verdict": what, "why": why}).to_string());
    } else if what != "right" {
        let why = why.map_or(String::new(), |why| format!(" ({why})"));
        say(&format!("{what:<12} {}  {}{why}", case.id, case.text));
    }
}
