//! `peerline vectors run`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::frames::Case;
use super::frames::Outcome;
use super::library::Library;
use super::library::LibraryError;
use super::mapping::Mapping;
use super::play::Failed;
use super::play::Fault;
use super::play::play;
use super::script::Script;
use super::tell::Teller;
use crate::cli::Side;
use crate::cli::VectorsArgs;
use crate::commands::child::Child;
use crate::commands::child::Trouble;

/// The vectors could not be run, or an implementation does not pass.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error("{0}")]
    Library(#[from] LibraryError),
    #[error("the table of names inside this program is broken: {0}")]
    Mapping(#[from] serde_json::Error),
    #[error("no vector has `{0}` in its name")]
    NoneNamed(String),
    #[error("{0} of the vectors do not pass")]
    Failed(usize),
    #[error(
        "the implementation answered nothing {MAX_TROUBLES} times in a row; the rest was not tried"
    )]
    GivenUp,
}

/// So many programs in a row that die or say nothing, and it is not the vectors.
const MAX_TROUBLES: usize = 5;

/// Drives an implementation and prints what passes.
pub(crate) fn run(args: &VectorsArgs) -> Result<(), RunError> {
    let library = Library::read(args.dir.as_deref())?;
    let mut run = Run {
        args,
        mapping: Mapping::read()?,
        teller: Teller::new(args.json),
        troubles: 0,
    };
    let mut tried = 0_usize;
    if !args.scripts {
        tried = tried.saturating_add(run.frames(&library.frames));
    }
    if !args.frames {
        let (folder, scripts) = match args.side {
            Side::Client => ("client", &library.client),
            Side::Server => ("server", &library.server),
        };
        tried = tried.saturating_add(run.scripts(folder, scripts));
    }
    if tried == 0 {
        return Err(RunError::NoneNamed(args.only.clone().unwrap_or_default()));
    }
    match run.teller.totals() {
        _ if run.gives_up() => Err(RunError::GivenUp),
        0 => Ok(()),
        failed => Err(RunError::Failed(failed)),
    }
}

struct Run<'a> {
    args: &'a VectorsArgs,
    mapping: Mapping,
    teller: Teller,
    /// Programs in a row that gave no answer.
    troubles: usize,
}

impl Run<'_> {
    fn start(&self) -> Result<Child, Trouble> {
        Child::start(&self.args.exec, Duration::from_secs(self.args.timeout))
    }

    fn is_wanted(&self, name: &str) -> bool {
        let only = self.args.only.as_ref();
        !self.gives_up() && only.is_none_or(|only| name.contains(only.as_str()))
    }

    const fn gives_up(&self) -> bool {
        MAX_TROUBLES <= self.troubles
    }

    const fn note(&mut self, is_trouble: bool) {
        self.troubles = if is_trouble {
            self.troubles.saturating_add(1)
        } else {
            0
        };
    }

    /// Tries scripts, each after another; how many there were.
    fn scripts(&mut self, folder: &str, scripts: &BTreeMap<String, Script>) -> usize {
        let (mut tried, mut child) = (0_usize, None);
        for (name, script) in scripts {
            let name = format!("{folder}/{name}");
            if !self.is_wanted(&name) {
                continue;
            }
            tried = tried.saturating_add(1);
            let played = self.script(&mut child, script);
            let trouble = played.as_ref().err().map(|failed| &failed.fault);
            self.note(matches!(trouble, Some(Fault::Trouble(_))));
            match played {
                Ok(()) => self.teller.passed(&name, script.steps.len()),
                Err(failed) => self.teller.failed(&name, &failed),
            }
        }
        tried
    }

    /// Plays a script. `start` begins anew, so the same program serves for the next one; after a
    /// failure, or where that is wanted, another one is started.
    fn script(&self, child: &mut Option<Child>, script: &Script) -> Result<(), Failed> {
        let running = child.take().filter(|_| !self.args.apart);
        let started = running.map_or_else(|| self.start(), Ok);
        let mut running = started.map_err(|trouble| Failed {
            step: 0,
            order: Value::Null,
            fault: Fault::Trouble(trouble),
        })?;
        play(&mut running, &self.mapping, script)?;
        *child = Some(running);
        Ok(())
    }

    /// Tries cases, all with one program; how many there were.
    fn frames(&mut self, files: &BTreeMap<String, Vec<Case>>) -> usize {
        let (mut tried, mut child) = (0_usize, None);
        for (file, cases) in files {
            let whole = self.is_wanted(&format!("frames/{file}"));
            let wanted = cases
                .iter()
                .filter(|case| whole || self.is_wanted(&case.name));
            let wanted: Vec<_> = wanted.collect();
            if wanted.is_empty() {
                continue;
            }
            tried = tried.saturating_add(wanted.len());
            let right = wanted
                .iter()
                .filter(|case| self.case(&mut child, file, case));
            let wrong = wanted.len().saturating_sub(right.count());
            self.teller.cases(file, wanted.len(), wrong);
        }
        tried
    }

    /// Tries one case; the program is started again where the last one was lost.
    fn case(&mut self, child: &mut Option<Child>, file: &str, case: &Case) -> bool {
        if self.gives_up() {
            return false;
        }
        let started = child.take().map_or_else(|| self.start(), Ok);
        let judged = started.and_then(|mut running| {
            let outcome = case.judge(&mut running)?;
            *child = Some(running);
            Ok(outcome)
        });
        self.note(judged.is_err());
        match judged {
            Ok(Outcome::Right) => self.teller.case_right(),
            Ok(Outcome::Skipped) => self.teller.case_skipped(),
            Ok(Outcome::Wrong(wrong)) => {
                self.teller.case_wrong(file, &case.name, &wrong);
                return false;
            }
            Err(trouble) => {
                self.teller
                    .case_trouble(file, &case.name, &trouble.to_string());
                return false;
            }
        }
        true
    }
}
